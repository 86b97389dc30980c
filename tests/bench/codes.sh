#!/bin/sh
# codes.sh - codes sent and redeemed through identityd's socket, beside the one
# Modify that slapd cannot do without: of a code's record, of a password.
#
# BENCH_CODES codes, BENCH_ASKERS at once; identityd has its default workers.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
[ -n "${TOWN_DIR:-}" ] || TOWN_WORKERS=6 exec tests/town.sh "$0"
. tests/crowd.sh
slice_count=3 askers=${BENCH_ASKERS:-8}
slice=$((${BENCH_CODES:-300} / slice_count))
all=$((slice * slice_count))
crowd_school
crowd_import 1 $((all * 2))
for i in $(slices $slice_count); do
	mine=$(((i - 1) * slice + 1))
	for what in forgot redeem; do
		crowd $what $mine $slice "$askers" >>"$TOWN_DIR/$what"
	done
	for what in bare-modify bare-password; do
		crowd $what $((all + mine)) $slice "$askers" >>"$TOWN_DIR/$what"
	done
done
title "codes, $all by $askers askers"
row 'sent /s, one bare Modify of the same values /s' \
    "$(per_second "$TOWN_DIR/forgot")" \
    "$(per_second "$TOWN_DIR/bare-modify")" -
row 'redeemed /s, slapd hashing a password /s' \
    "$(per_second "$TOWN_DIR/redeem")" \
    "$(per_second "$TOWN_DIR/bare-password")" -
# A code, that it was shown to the bench, and that the password changed.
letters=$(find "$TOWN_DIR/outbox/due" -type f | wc -l)
[ "$letters" -eq $((all * 3)) ] || {
	echo "$letters letters wait, not three for each of $all"
	exit 1
}
