#!/bin/sh
# machines.sh - slapd's CPU for 1,000 lab machines that poll every ten seconds
# (labd's default) and for 200 that are told (sync = persist), over ldaps.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
. tests/lab.sh
dir=$(mktemp -d)
trap 'slapd_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
lab_prepare "$dir"
bench=$BUILD/tests/bench/machines_bench
export SLAPD_LDAPS SLAPD_LDAPI SLAPD_CA PEOPLE="ou=people,$SLAPD_BASE" \
    MACHINE="cn=lab1,ou=machines,$SLAPD_BASE" \
    MACHINE_PASSWORD='machine secret of lab1'
"$bench" poll 1 1000 "$SLAPD_PID" >"$dir/one"
"$bench" poll 1000 5 "$SLAPD_PID" >"$dir/many"
"$bench" watch 200 100 "$SLAPD_PID" >"$dir/watch"
title "slapd's CPU in us, 1,000 machines and one"
row 'a poll that finds nothing new' "$(cat "$dir/many")" "$(cat "$dir/one")" -
title "slapd's CPU in us, 200 machines and none"
row 'a write that they are told of' \
    "$(cut -d' ' -f1 "$dir/watch")" "$(cut -d' ' -f2 "$dir/watch")" -
awk '{
	printf "  1,000 machines polling every 10 s: %.1f %% of one core\n",
	    $1 * 1000 / 10 / 1e4
}' "$dir/many"
