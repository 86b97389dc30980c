#!/bin/sh
# signon.sh - what a sign-on to another service costs identityd: each step's
# share of RS256, and whole sign-ons a second by BENCH_SIGNON_PROCESSES.
# shellcheck disable=SC1091
set -eu
. tests/bench.sh
BUILD=${BUILD:-build/plain}
all=$(mktemp)
trap 'rm -f "$all" "$all".*' EXIT
trap 'exit 1' INT TERM
tests/stage.sh "$BUILD/tests/bench/signon_bench" "${BENCH_SIGNONS:-500}" \
    "${BENCH_SIGNON_PROCESSES:-6}" >"$all"
for step in derive sign authorize token userinfo all; do
	awk -v step=$step '$1 == step { print $2 }' "$all" >"$all.$step"
done
title 'sign-on: a step us, one RS256 signature us'
for step in derive authorize token userinfo; do
	row "$step, p50" "$(p50 "$all.$step")" "$(p50 "$all.sign")" -
	row "$step, p99" "$(p99 "$all.$step")" "$(p50 "$all.sign")" -
done
title 'whole sign-ons a second, signatures a second'
row "by ${BENCH_SIGNON_PROCESSES:-6} at once" "$(cat "$all.all")" \
    "$(awk -v us="$(p50 "$all.sign")" 'BEGIN { print 1e6 / us }')" -
