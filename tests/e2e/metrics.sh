#!/bin/sh
# metrics.sh - what identityd, leaved and labd count, and every alert of
# conf/prometheus: each is fired by its fault, with the numbers that the daemons
# tell before and after it, by Prometheus' own promtool.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
# shellcheck disable=SC1091
. tests/national_id.sh
tests/unpack.sh prometheus
promtool=build/root/prometheus/usr/bin/promtool
rules=conf/prometheus/portal.rules.yml
tools=$BUILD/daemon/tools
dir=$TMP/lab
identityd='' fired=''
export HOME="$TMP" LC_ALL=C XDG_RUNTIME_DIR=

identityd_run()
{
	"$BUILD/daemon/identityd/identityd" -d -c "$dir/identityd.conf" \
	    2>>"$dir/identityd.log" &
	identityd=$!
	await 20 test -S "$dir/run/ctl/ctl.sock"
}

identityd_stop()
{
	[ -z "$identityd" ] || kill "$identityd" 2>/dev/null || :
	wait "$identityd" 2>/dev/null || :
	identityd=''
	rm -f "$dir/run/ctl/ctl.sock"
}

leaved_run()
{
	mkdir "$dir/leaved" "$dir/letters"
	conf_leaved "$dir" "sqlite:$dir/leaved.db" 'sync_s = 1;' \
	    "outbox_dir = \"$dir/letters\";" \
	    'site_url = "https://leave.example";' >"$dir/leaved.conf"
	"$BUILD/daemon/leaved/leaved" -d -c "$dir/leaved.conf" \
	    2>>"$dir/leaved.log" &
	at_exit "kill $!"
	await 20 test -S "$dir/leaved/ctl/ctl.sock"
}

leave() { "$tools/portal-admin" --socket "$dir/leaved/ctl/ctl.sock" leave "$@"; }
heard() { leave check | grep -q '^directory	ok	[1-9]'; }

admin() { "$tools/portal-admin" --socket "$dir/run/ctl/ctl.sock" "$@"; }

lab() { "$tools/labctl" -s "$dir/run/labd.sock" "$@"; }

# What a scrape of this server and this lab machine finds now.
scrape()
{
	admin metrics 2>/dev/null || :
	leave metrics
	lab metrics
}

number() # NAME{LABELS} FILE
{
	awk -v name="$1" '$1 == name { print $2 }' "$2"
}

# The series of promtool: an hour as in BEFORE, then as in AFTER.
series() # BEFORE AFTER
{
	awk '
	    /^#/ { next }
	    FILENAME == ARGV[1] { before[$1] = $2 }
	    FILENAME != ARGV[1] { after[$1] = $2 }
	    { seen[$1] = 1 }
	    END {
		for (name in seen) {
			was = name in before ? before[name] "x60" : "_x61"
			is = name in after ? after[name] "x20" : "stale _x20"
			printf "      - series: \047%s\047\n", name
			printf "        values: \047%s %s\047\n", was, is
		}
	    }' "$1" "$2"
}

expects() # ALERT MINUTE COUNT: so many of it fire then
{
	echo "      - expr: count(ALERTS{alertname=\"$1\",alertstate=\"firing\"})"
	echo "        eval_time: $2m"
	if [ "$3" -eq 0 ]; then
		echo '        exp_samples: []'
	else
		echo "        exp_samples: [{labels: '{}', value: $3}]"
	fi
}

# ALERT is silent with the numbers before, and fires with those of now.
fires() # ALERT COUNT
{
	scrape >"$TMP/after"
	{
		echo "rule_files: ['$PWD/$rules']"
		echo 'evaluation_interval: 1m'
		echo 'tests:'
		echo '  - interval: 1m'
		echo '    input_series:'
		series "$TMP/before" "$TMP/after"
		echo '    promql_expr_test:'
		expects "$1" 59 0
		expects "$1" 64 "$2"
	} >"$TMP/story.yml"
	it "$1 fires, and not before" "$promtool" test rules "$TMP/story.yml"
	fired="$fired $1"
}

passwd() { "$tools/portal-passwd" --socket "$dir/run/self/self.sock" "$1"; }

wrong_codes() # COUNT
{
	for _ in $(seq "$1"); do
		printf '%s\n' "$id" 123456789012 'the 9th kite is Green' |
		    passwd reset >>"$TMP/said" 2>&1 || :
	done
}

bounced() # COUNT: people whose letter came back, as LDIF
{
	for n in $(seq "$1"); do
		person "gone$n" $((30000 + n)) active 'portalLetterState: bounced'
	done
}

it 'the rules are rules' "$promtool" check rules "$rules"
lab_start "$dir"
mkdir -m 700 "$dir/keys"
mkdir -m 2770 "$dir/outbox"
conf_identityd "$dir" 'due_ms = 0;' >"$dir/identityd.conf"
at_exit "identityd_stop; kill -CONT \$SLAPD_PID; lab_stop '$dir'"
identityd_run
leaved_run
id=$(national_id 1)
admin school add 014501 示範國民小學 --kind elementary >"$TMP/said"
echo "$id" | admin person add 014501 示範 --account may --kind TEACHER \
    --mail may@school.example >"$TMP/said"

scrape >"$TMP/before"
grep -o 'portal_[a-z_]*' conf/grafana/portal.json | sort -u >"$TMP/names"
while read -r name; do
	it "the dashboard's $name is told" grep -q "^$name{" "$TMP/before"
done <"$TMP/names"
it 'the dashboard is JSON' python3 -m json.tool conf/grafana/portal.json
admin metrics >"$TMP/server"
lab metrics >"$TMP/machine"
leave metrics >"$TMP/leave"
for who in server machine leave; do
	it "Prometheus reads what a $who tells" sh -c \
	    "'$promtool' check metrics <'$TMP/$who'"
done
is 'somebody was added' 1 \
    "$(number 'portal_requests_total{daemon="identityd",op="person_put",result="ok"}' "$TMP/before")"
is 'no letter waits' 0 \
    "$(number 'portal_outbox_letters{daemon="identityd"}' "$TMP/before")"

printf '%s\n' "$id" may@school.example | passwd forgot >"$TMP/said"
scrape >"$TMP/now"
is 'then one does' 1 \
    "$(number 'portal_outbox_letters{daemon="identityd"}' "$TMP/now")"
letter=$(ls "$dir/outbox/due")
mv "$dir/outbox/due/$letter" \
    "$dir/outbox/due/$(printf %012d $(($(date +%s) - 600))).${letter#*.}"
fires PortalLettersLate 1
await 20 heard
sqlite3 "$dir/leaved.db" "UPDATE person SET state = 'active', mail = 'x@y.z';
    INSERT INTO letter SELECT 'lost', 'leave_turn', uuid, '', 1,
	unixepoch() - 1000, 'queued', '', 1, 0 FROM person LIMIT 1"
fires PortalLeaveLettersLate 1

bounced 21 | ldapadd -Q -Y EXTERNAL -H "$SLAPD_LDAPI" >"$TMP/said"
fires PortalLettersBounce 1

wrong_codes 201
fires PortalGuessing 1

mv "$dir/keys/session" "$dir/keys/session.away"
admin stats >"$TMP/said" 2>&1 || :
mv "$dir/keys/session.away" "$dir/keys/session"
fires PortalFault 1

kill -STOP "$SLAPD_PID"
echo 'no password of hers' | admin login may >"$TMP/said" 2>&1 || :
fires PortalSlow 1
fires PortalDirectoryAway 2
kill "$LAB_PID"
wait "$LAB_PID" || :
lab_run "$dir"
fires PortalNamesOld 1
kill -CONT "$SLAPD_PID"

identityd_stop
fires PortalIdentitydAway 1
is 'no alert is left untried' "$(sed -n 's/.*- alert: //p' "$rules" | sort)" \
    "$(echo "$fired" | tr ' ' '\n' | sed '/^$/d' | sort)"
finish
