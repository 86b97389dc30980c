#!/bin/sh
# metrics.sh - what the daemons and the fronts count, and the alerts of
# conf/prometheus: each is fired by its fault, with the numbers that the daemons
# tell before and after it, by Prometheus' own promtool.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC1091
. tests/alerts.sh
dir=$TMP/lab
identityd='' leaved='' relay=''
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
	leaved=$!
	await 20 test -S "$dir/leaved/ctl/ctl.sock"
}

leaved_stop()
{
	[ -z "$leaved" ] || kill "$leaved" 2>/dev/null || :
	wait "$leaved" 2>/dev/null || :
	leaved=''
}

# The portal's pages and those of leave, behind nginx.
fronts_run()
{
	# shellcheck disable=SC2034 # nginx.sh reads it
	NGINX_LEAVE=$dir/leave.sock
	portal_front_start "$dir" "$dir/run/front/front.sock"
	nginx_start "$dir" "$dir/front.sock"
	leave_leave_start "$dir"
}

fronts_stop()
{
	nginx_stop "$dir"
	portal_end "$dir" front
	portal_end "$dir" leave
}

# portal-mailer and the one for leave, with one relay.
mailers_run()
{
	mkdir "$dir/relay"
	/usr/bin/python3 tests/e2e/smtp_fault.py "$dir/relay" 2>/dev/null &
	relay=$!
	await 20 test -s "$dir/relay/port"
	conf_mailer "$dir" "$(cat "$dir/relay/port")" >"$dir/portal-mailer.conf"
	sed "s,/outbox\",/letters\",; s,/run/mailer/,/leaved/mailer/,
	    s,/mailer.metrics,/leave-mailer.metrics," \
	    "$dir/portal-mailer.conf" >"$dir/leave-mailer.conf"
	for mailer in mailer:portal-mailer leave-mailer:leave-mailer; do
		portal_begin "$dir" "${mailer%:*}" \
		    "$BUILD/daemon/mail/portal-mailer" -d \
		    -c "$dir/${mailer#*:}.conf"
		portal_ready "$dir" "${mailer%:*}" "$dir/${mailer%:*}.metrics"
	done
}

mailers_stop()
{
	[ -z "$relay" ] || kill "$relay" 2>/dev/null || :
	portal_end "$dir" mailer
	portal_end "$dir" leave-mailer
}

delivered() # RESULT COUNT: has portal-mailer counted as many
{
	told metrics portal-mailer | grep -qxF \
	    "portal_deliveries_total{daemon=\"portal-mailer\",result=\"$1\"} $2"
}

waits() # COUNT: so many letters, of which the asker had an answer before
{
	told metrics | grep -qxF "portal_outbox_letters{daemon=\"identityd\"} $1"
}

page() # ADDRESS ARG...: its status
{
	page_address=$1
	shift
	browse -o "$TMP/page" -w '%{http_code}' "$@" "$page_address"
}

leave() { told leave "$@"; }
heard() { leave check | grep -q '^directory	ok	[1-9]'; }

admin() { "$tools/portal-admin" --socket "$dir/run/ctl/ctl.sock" "$@"; }

passwd() { "$tools/portal-passwd" --socket "$dir/run/self/self.sock" "$1"; }

wrong_codes() # COUNT
{
	for _ in $(seq "$1"); do
		printf '%s\n' "$id" 123456789012 'the 9th kite is Green' |
		    passwd reset >>"$TMP/said" 2>&1 || :
	done
}

# Has it only what is told, in TMP/before, in expressions of Prometheus?
dashboard()
{
	it 'the dashboard is JSON' python3 -m json.tool conf/grafana/portal.json
	/usr/bin/python3 - >"$TMP/expressions.yml" <<'END'
import json
with open('conf/grafana/portal.json') as file:
    panels = json.load(file)['panels']
print('groups: [{name: dashboard, rules: [')
for panel in panels:
    for target in panel['targets']:
        name = 'panel_%d_%s' % (panel['id'], target['refId'])
        print(json.dumps({'record': name, 'expr': target['expr']}) + ',')
print(']}]')
END
	it 'Prometheus understands what it asks' \
	    "$promtool" check rules "$TMP/expressions.yml"
	is 'all of it' "$(grep -c '"expr"' conf/grafana/portal.json)" \
	    "$(grep -c record "$TMP/expressions.yml")"
	grep -o 'portal_[a-z_]*' conf/grafana/portal.json | sort -u |
	    grep -v replication >"$TMP/names"
	while read -r name; do
		it "the dashboard's $name is told" \
		    grep -q "^$name{" "$TMP/before"
	done <"$TMP/names"
}

bounced() # COUNT: people whose letter came back, as LDIF
{
	for n in $(seq "$1"); do
		person "gone$n" $((30000 + n)) active 'portalLetterState: bounced'
	done
}

# The numbers after ten minutes that are all like the last one.
tenfold()
{
	awk 'FILENAME == ARGV[1] { before[$1] = $2 }
	    FILENAME != ARGV[1] { print $1, $2 + 9 * ($2 - before[$1]) }' \
	    "$TMP/before" "$TMP/now"
}

it 'the rules are rules' "$promtool" check rules "$rules"
lab_start "$dir"
mkdir -m 700 "$dir/keys"
mkdir -m 2770 "$dir/outbox"
conf_identityd "$dir" 'due_ms = 0;' >"$dir/identityd.conf"
cat >"$TMP/sockets" <<END
metrics:$dir/run/ctl/ctl.sock
leave metrics:$dir/leaved/ctl/ctl.sock
leave check:$dir/leaved/ctl/ctl.sock
metrics portal-front:$dir/front.metrics
metrics portal-mailer:$dir/mailer.metrics
metrics leave-front:$dir/leave.metrics
metrics leave-mailer:$dir/leave-mailer.metrics
labd:$dir/run/labd.sock
END
at_exit "exporter_stop; fronts_stop; mailers_stop; leaved_stop; identityd_stop; kill -CONT \$SLAPD_PID; lab_stop '$dir'"
exporter_start
identityd_run
leaved_run
fronts_run
id=$(national_id 1)
admin school add 014501 示範國民小學 --kind elementary >"$TMP/said"
echo "$id" | admin person add 014501 示範 --account may --kind TEACHER \
    --mail may@school.example >"$TMP/said"

scrape >"$TMP/before"
for who in metrics 'leave metrics' 'metrics portal-front' 'metrics leave-front'; do
	# shellcheck disable=SC2086 # words
	told $who >"$TMP/said"
	it "Prometheus reads what is told by $who" sh -c \
	    "'$promtool' check metrics <'$TMP/said'"
done
PATH="$TMP/bin:$PATH" labctl metrics >"$TMP/said"
it 'and by a lab machine' sh -c "'$promtool' check metrics <'$TMP/said'"
is 'somebody was added' 1 \
    "$(number 'portal_requests_total{daemon="identityd",op="person_put",result="ok"}' "$TMP/before")"
is 'no letter waits' 0 \
    "$(number 'portal_outbox_letters{daemon="identityd"}' "$TMP/before")"

# ---- the pages
counted() # NAME{LABELS}: how much more than before
{
	echo $(($(number "$1" "$TMP/now") - $(number "$1" "$TMP/before")))
}

of_portal='daemon="portal-front"'
is 'a page is shown' 200 "$(page "$PORTAL_URL/forgot")"
is 'one is not there' 404 "$(page "$PORTAL_URL/nowhere")"
is 'one leads on' 303 "$(page "$PORTAL_URL/me")"
is 'that of leave leads to the portal' 303 "$(page "https://leave.localhost:$PORTAL_PORT/" \
    --resolve "leave.localhost:$PORTAL_PORT:127.0.0.1")"
scrape >"$TMP/now"
for class in 2xx 3xx 4xx; do
	is "one more $class is counted" 1 \
	    "$(counted "portal_http_requests_total{$of_portal,status=\"$class\"}")"
done
is 'no 5xx' 0 "$(counted "portal_http_requests_total{$of_portal,status=\"5xx\"}")"
is 'and a captcha' 1 "$(counted "portal_captchas_total{$of_portal,state=\"begun\"}")"
is 'leave-front counts its own' 1 \
    "$(counted 'portal_http_requests_total{daemon="leave-front",status="3xx"}')"
cp "$TMP/now" "$TMP/before"

printf '%s\n' "$id" may@school.example | passwd forgot >"$TMP/said"
it 'then one does' await 20 waits 1
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
scrape >"$TMP/after"
cp "$TMP/after" "$TMP/two"
judge PortalLettersBounce 1
rm "$TMP/two"

# ---- the mailers
mailers_run
it 'the letter goes out' await 20 delivered sent 1
scrape >"$TMP/before"
told metrics portal-mailer >"$TMP/mailer"
it 'Prometheus reads what a mailer tells' sh -c \
    "'$promtool' check metrics <'$TMP/mailer'"
dashboard
is 'a relay is up' 1 "$(sed -n 's/^portal_relay_up{.*} //p' "$TMP/mailer")"
rubbish=000000000001.000.$(printf '%032d' 1)
echo rubbish >"$dir/outbox/$rubbish"
mv "$dir/outbox/$rubbish" "$dir/outbox/due"
await 20 test -e "$dir/outbox/bad/$rubbish"
fires PortalLettersBad 1
kill "$relay"
wait "$relay" 2>/dev/null || :
national_id 2 | admin person add 014501 示範 --account june --kind TEACHER \
    --mail june@school.example >"$TMP/said"
printf '%s\n' "$(national_id 2)" june@school.example |
    passwd forgot >"$TMP/said"
it 'without a relay a letter is deferred' await 20 delivered deferred 1
fires PortalRelayAway 1
kill -KILL "$(cat "$dir/pid.mailer")"
portal_end "$dir" leave-mailer
fires PortalMailerAway 2

# ---- what goes wrong in front of and behind identityd
wrong_codes 21
scrape >"$TMP/now"
tenfold >"$TMP/after"
judge PortalGuessing 1

mv "$dir/keys/session" "$dir/keys/session.away"
admin stats >"$TMP/said" 2>&1 || :
is 'without its key a page is an error of ours' 500 \
    "$(page "$PORTAL_URL/me" -H 'Cookie: __Host-portal=x')"
mv "$dir/keys/session.away" "$dir/keys/session"
fires PortalFault 2
fires PortalPagesFail 1

kill -STOP "$SLAPD_PID"
echo 'no password of hers' | admin login may >"$TMP/said" 2>&1 || :
fires PortalSlow 1
fires PortalDirectoryAway 2 PortalIdentitydAway
kill "$LAB_PID"
wait "$LAB_PID" || :
lab_run "$dir"
fires PortalNamesOld 1
kill -KILL "$LAB_PID"
wait "$LAB_PID" || :
LAB_PID=
fires PortalLabdAway 1
kill -CONT "$SLAPD_PID"

# Who answers is frozen; whoever asked for its numbers would wait, too.
pkill -STOP -P "$identityd"
kill -STOP "$identityd"
/usr/bin/python3 tests/e2e/front_crowd.py wait "$dir/front.sock" 300 \
    >"$TMP/crowd" &
crowd=$!
await 40 grep -q waiting "$TMP/crowd"
grep -v "$of_portal" "$TMP/before" >"$TMP/after"
told metrics portal-front | grep -v '^#' >>"$TMP/after"
judge PortalFrontFull 1 PortalPagesUnanswered
is 'as many as may are being answered' 256 \
    "$(number "portal_http_waiting{$of_portal}" "$TMP/after")"
it 'and they are connected' test 256 -le \
    "$(number "portal_connections{$of_portal}" "$TMP/after")"
kill -CONT "$identityd"
pkill -CONT -P "$identityd"
wait "$crowd"
kill -KILL "$identityd"
identityd_stop
fires PortalIdentitydAway 1
for _ in 1 2 3 4 5 6 7; do
	is 'nobody answers behind a page' 503 "$(page "$PORTAL_URL/openid/keys")"
done
fires PortalPagesUnanswered 1
kill -KILL "$(cat "$dir/pid.front")"
portal_end "$dir" leave
fires PortalFrontAway 2
kill -KILL "$leaved"
leaved_stop
fires PortalLeavedAway 1
portal_front_start "$dir" "$dir/run/front/front.sock"
is 'after a kill its numbers are told again, from nothing' 0 \
    "$(told metrics portal-front | awk '/^portal_http_requests/ { n += $2 }
	END { print n }')"

# ---- who tells
file=$(sed -n 's/^node_textfile_mtime_seconds{file="\(.*\/identityd.prom\)"} .*/\1/p' \
    "$TMP/scraped")
is 'Prometheus hears when each was told' "$TMP/exporter/identityd.prom" "$file"
tell_story PortalNumbersOld 1 <<END
      - series: 'node_textfile_mtime_seconds{file="$file",instance="one"}'
        values: '0+60x55 3300x20'
      - series: 'node_textfile_mtime_seconds{file="$file",instance="two"}'
        values: '0+60x100'
END
kill -KILL "$exporter"
fires PortalHostAway 1
cp "$TMP/after" "$TMP/two"
judge PortalIdentitydAway 1
is 'no alert is left untried' "$(sed -n 's/.*- alert: //p' "$rules" | sort)" \
    "$( (echo "$FIRED" | tr ' ' '\n'
    sed -n 's/^judge \([A-Za-z]*\) .*/\1/p' tests/e2e/metrics_pair.sh) |
    sed '/^$/d' | sort -u)"
finish
