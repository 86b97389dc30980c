#!/bin/sh
# due.sh - can an asker tell by the time of the answer whom identityd knows?
#
# BENCH_DUE questions about somebody known and as many about nobody, in turns,
# BENCH_ASKERS at once; first without a due time, which has to be told apart
# (else the statistics would see nothing), then with one of BENCH_DUE_MS.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
askers=${BENCH_ASKERS:-8} due_ms=${BENCH_DUE_MS:-250} n=${BENCH_DUE:-500}
if [ -z "${TOWN_DIR:-}" ]; then
	title "due time, $n known and $n unknown by $askers askers"
	for ms in 0 "$due_ms"; do
		TOWN_WORKERS=6 TOWN_MISSES=100000 TOWN_DUE_MS=$ms \
		    tests/town.sh "$0"
	done
	exit
fi
. tests/crowd.sh
crowd_school
crowd_import 1 $((n * 2))
crowd due 1 $((n * 2)) "$askers" >"$TOWN_DIR/took"
for who in known unknown; do
	awk -v who=$who '$1 == who { print $2 }' "$TOWN_DIR/took" \
	    >"$TOWN_DIR/$who"
done
for share in p50 p99; do
	row "due after $TOWN_DUE_MS ms: $share ms, known and unknown" \
	    "$($share "$TOWN_DIR/known")" "$($share "$TOWN_DIR/unknown")" \
	    "$([ "$TOWN_DUE_MS" -eq 0 ] && echo - || echo '<= 1.01')"
done
/usr/bin/python3 tests/bench/rank_sum.py "$TOWN_DIR/known" "$TOWN_DIR/unknown"
