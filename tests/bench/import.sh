#!/bin/sh
# import.sh - a roster of BENCH_ROWS people: planned, applied, planned again;
# beside bare searches and bare Adds in slapd, as many at once; and the memory
# at its highest, beside what half as many other rows needed.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
[ -n "${TOWN_DIR:-}" ] || TOWN_WORKERS=6 exec tests/town.sh "$0"
. tests/crowd.sh
rows=${BENCH_ROWS:-3000}
at_once=4 # as many as portal-admin asks at once, crew.h

# NAME FILE ARG...: DIR/NAME.cost gets its seconds and kB, highest.
import()
{
	name=$1 file=$2
	shift 2
	LC_ALL=C "$BUILD/tests/bench/cost_bench" "$TOWN_DIR/$name.cost" \
	    "$BUILD/daemon/tools/portal-admin" \
	    --socket "$TOWN_RUN/ctl/ctl.sock" import "$@" "$file" \
	    >"$TOWN_DIR/$name.out"
}

seconds() { cut -d' ' -f1 "$TOWN_DIR/$1.cost"; }
kb() { cut -d' ' -f2 "$TOWN_DIR/$1.cost"; }
rate() { awk -v rows="$rows" -v s="$1" 'BEGIN { print rows / s }'; }

# Of all processes of identityd, at their highest.
identityd_kb()
{
	for pid in "$TOWN_PID" $(pgrep -P "$TOWN_PID"); do
		awk '/^VmHWM/ { print $2 }' "/proc/$pid/status"
	done | sort -n | tail -n 1
}

crowd_school
crowd_roster $((rows + 1)) $((rows / 2)) >"$TOWN_DIR/half.csv"
crowd_roster 1 "$rows" >"$TOWN_DIR/roster.csv"
import half "$TOWN_DIR/half.csv" --yes
before=$(identityd_kb)
crowd bare-search 1 "$rows" $at_once >"$TOWN_DIR/search"
import plan "$TOWN_DIR/roster.csv" --plan
crowd bare-add 1 $((rows / 2)) $at_once >"$TOWN_DIR/add"
import both "$TOWN_DIR/roster.csv" --yes
crowd bare-add $((rows / 2 + 1)) $((rows / 2)) $at_once >>"$TOWN_DIR/add"
import again "$TOWN_DIR/roster.csv" --yes
after=$(identityd_kb)
grep -q "^import: created $rows, changed 0, same 0, refused 0" \
    "$TOWN_DIR/both.out"
grep -q "^plan: created 0, changed 0, same $rows, refused 0" \
    "$TOWN_DIR/again.out"
title "import, $rows rows"
row 'planned rows /s, bare searches without a match /s' \
    "$(rate "$(seconds plan)")" "$(per_second "$TOWN_DIR/search")" -
row 'applied rows /s, bare Adds /s' \
    "$(rate "$(echo "$(seconds both) $(seconds plan)" | awk '{ print $1 - $2 }')")" \
    "$(per_second "$TOWN_DIR/add")" -
row 'again, rows /s, planned rows /s' \
    "$(rate "$(seconds again)")" "$(rate "$(seconds plan)")" -
row 'portal-admin kB, for half as many kB' "$(kb both)" "$(kb half)" \
    '<= 1.1'
row 'largest of identityd kB, after half as many kB' "$after" "$before" \
    '<= 1.1'
