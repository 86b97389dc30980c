#!/bin/sh
# alerts.sh - the alerts of conf/prometheus, fired by what daemons tell, for a
# test: . tests/alerts.sh after tests/lib.sh, from the top of the tree.
#
#	told ARG...		what portal-admin ARG... says, as on a host where
#				it finds each daemon at the socket that
#				TMP/sockets names: "metrics portal-front:SOCKET";
#				"labd:SOCKET" is for labctl
#	exporter_start		Prometheus' node exporter; exporter_stop
#	scrape			what is found there when cron has run what
#				portal-admin(8) prints
#	fires ALERT COUNT [QUIET]	so many of ALERT are silent with the numbers
#				of TMP/before and fire with those of now; QUIET,
#				another one, does not
#	judge ALERT COUNT [QUIET]	the same with those of TMP/after
#	number NAME{LABELS} FILE
#
# They are those of host "one". Host "two" goes on telling what is in TMP/two, or
# else in TMP/before: who looks at all hosts together overlooks the one. FIRED
# are the alerts that were tried.
# shellcheck disable=SC1091
. tests/recipe.sh
tests/unpack.sh prometheus prometheus-node-exporter
promtool=build/root/prometheus/usr/bin/promtool
rules=conf/prometheus/portal.rules.yml
tools=$PWD/${BUILD:-build/plain}/daemon/tools
FIRED='' exporter=''

told() { PATH="$TMP/bin:$PATH" portal-admin "$@"; }

exporter_tools()
{
	mkdir "$TMP/bin"
	cat >"$TMP/bin/portal-admin" <<END
#!/bin/sh
exec "$tools/portal-admin" --socket "\$(sed -n "s/^\$*://p" "$TMP/sockets")" "\$@"
END
	cat >"$TMP/bin/labctl" <<END
#!/bin/sh
exec "$tools/labctl" -s "\$(sed -n 's/^labd://p' "$TMP/sockets")" "\$@"
END
	chmod +x "$TMP/bin/"*
}

exporter_start()
{
	exporter_tools
	mkdir "$TMP/exporter"
	# shellcheck disable=SC2034 # recipe.sh reads it
	(recipe_page=$PWD/daemon/tools/portal-admin.8 && recipe MONITORING) |
	    sed "s|/var/lib/prometheus/node-exporter|$TMP/exporter|
	s|^PATH=|&$TMP/bin:|" >"$TMP/cron"
	exporter_port=$(free_port)
	build/root/prometheus-node-exporter/usr/bin/prometheus-node-exporter \
	    --web.listen-address="127.0.0.1:$exporter_port" \
	    --collector.disable-defaults --collector.textfile \
	    --collector.textfile.directory="$TMP/exporter" \
	    2>"$TMP/exporter.log" &
	exporter=$!
	await 20 listens "$exporter_port"
}

exporter_stop()
{
	[ -z "$exporter" ] || kill "$exporter" 2>/dev/null || :
	wait "$exporter" 2>/dev/null || :
	exporter=''
}

# `up` is what Prometheus adds.
scrape()
{
	env -i PATH=/usr/bin:/bin sh "$TMP/cron" # as cron has it
	if curl -fsS "http://127.0.0.1:$exporter_port/metrics" 2>/dev/null \
	    >"$TMP/scraped"; then
		echo 'up 1'
		grep '^portal_' "$TMP/scraped"
	else
		echo 'up 0'
	fi
}

number()
{
	awk -v name="$1" '$1 == name { print $2 }' "$2"
}

numbers_of() # ALERT...: what their expressions speak of, in one line
{
	awk -v alerts=" $* " '
	    /- alert:/ { here = index(alerts, " " $3 " ") }
	    /^ *labels:/ { here = 0 }
	    here' "$rules" | grep -ow 'portal_[a-z_]*\|up' | xargs
}

# The series of promtool: an hour as in BEFORE, then as in AFTER. Of all of them
# it would take its time.
series() # INSTANCE BEFORE AFTER NUMBERS
{
	awk -v labels="job=\"node\",instance=\"$1\"" -v numbers=" $4 " '
	    function full(name) {
		if (sub(/}$/, "," labels "}", name) == 0)
			name = name "{" labels "}"
		return name
	    }
	    {
		number = $1
		sub(/{.*/, "", number)
		if (!index(numbers, " " number " "))
			next
	    }
	    NR == FNR { before[$1] = $2 }
	    NR != FNR { after[$1] = $2 }
	    { seen[$1] = 1 }
	    END {
		for (name in seen) {
			was = name in before ? before[name] "x60" : "_x61"
			is = name in after ? after[name] "x20" : "stale _x20"
			printf "      - series: \047%s\047\n", full(name)
			printf "        values: \047%s %s\047\n", was, is
		}
	    }' "$2" "$3"
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

# Series are read from standard input.
tell_story() # ALERT COUNT [QUIET]
{
	{
		echo "rule_files: ['$PWD/$rules']"
		echo 'evaluation_interval: 1m'
		echo 'tests:'
		echo '  - interval: 1m'
		echo '    input_series:'
		cat
		echo '    promql_expr_test:'
		expects "$1" 59 0
		expects "$1" 64 "$2"
		[ $# -lt 3 ] || expects "$3" 64 0
	} >"$TMP/story.yml"
	it "$1 fires, and not before" "$promtool" test rules "$TMP/story.yml"
	FIRED="$FIRED $1"
}

judge()
{
	two=$TMP/two
	[ -e "$two" ] || two=$TMP/before
	numbers=$(numbers_of "$1" "${3:-}")
	{
		series one "$TMP/before" "$TMP/after" "$numbers"
		series two "$TMP/before" "$two" "$numbers"
	} >"$TMP/series"
	tell_story "$@" <"$TMP/series"
}

fires()
{
	scrape >"$TMP/after"
	judge "$@"
}
