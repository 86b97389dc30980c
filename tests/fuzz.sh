#!/bin/sh
# fuzz.sh - runs the fuzz targets FUZZ_NAMES for FUZZ_S seconds each, as TAP.
#
# Each target starts from its committed corpus, two run at a time. What it
# finds on the way stays in build/fuzz/corpus/NAME and is where the next run
# goes on; an input that crashes it is kept in build/fuzz/crash/NAME-*.
set -eu
: "${FUZZ_S:=30}" "${FUZZ_NAMES:?}"
work=build/fuzz

if [ "${1:-}" = one ]; then
	name=$2
	mkdir -p "$work/corpus/$name" "$work/crash" "$work/log"
	rc=0
	"$work/tests/fuzz/${name}_fuzz" -max_total_time="$FUZZ_S" -timeout=10 \
	    -rss_limit_mb=2048 -artifact_prefix="$work/crash/$name-" \
	    "$work/corpus/$name" "tests/fuzz/corpus/$name" \
	    >"$work/log/$name" 2>&1 || rc=$?
	echo "$rc" >"$work/log/$name.rc"
	exit 0
fi

rm -f "$work"/log/*.rc
# shellcheck disable=SC2086
printf '%s\n' $FUZZ_NAMES | xargs -n 1 -P 2 "$0" one
count=0 failed=0
for name in $FUZZ_NAMES; do
	count=$((count + 1))
	runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/log/$name")
	if [ "$(cat "$work/log/$name.rc")" -eq 0 ] && [ -n "$runs" ]; then
		echo "ok $count - $name stands $FUZZ_S s of hostile input, $runs runs"
		continue
	fi
	failed=$((failed + 1))
	echo "not ok $count - $name stands $FUZZ_S s of hostile input"
	tail -n 40 "$work/log/$name" | sed 's/^/# /'
done
echo "1..$count"
[ "$failed" -eq 0 ]
