#!/bin/sh
# fuzz.sh - runs the fuzz targets FUZZ_NAMES for FUZZ_S seconds each, as TAP.
#
#	tests/fuzz.sh		with FUZZ_RUNS: after so many runs, if that is sooner
#	tests/fuzz.sh keep	what was found joins the committed corpus: as few
#				inputs as reach all that its named ones do not
#
# Each target starts from its committed corpus, two run at a time. What it
# finds on the way stays in build/fuzz/corpus/NAME and is where the next run
# goes on; an input that crashes it is kept in build/fuzz/crash/NAME-*. No input
# that joins is longer than KEEP_MAX bytes.
set -eu
: "${FUZZ_S:=20}" "${FUZZ_RUNS:=-1}" "${FUZZ_NAMES:?}"
work=build/fuzz
KEEP_MAX=4096
# Freed memory stays out of use within an input; to keep it so for thousands of
# inputs costs half of the time, in cache misses.
export ASAN_OPTIONS="quarantine_size_mb=4:${ASAN_OPTIONS:-}"

if [ "${1:-}" = one ]; then
	name=$2
	mkdir -p "$work/corpus/$name" "$work/crash" "$work/log"
	rc=0
	"$work/tests/fuzz/${name}_fuzz" -max_total_time="$FUZZ_S" \
	    -runs="$FUZZ_RUNS" -timeout=10 -rss_limit_mb=2048 \
	    -artifact_prefix="$work/crash/$name-" \
	    "$work/corpus/$name" "tests/fuzz/corpus/$name" \
	    >"$work/log/$name" 2>&1 || rc=$?
	echo "$rc" >"$work/log/$name.rc"
	exit 0
fi

# libFuzzer names an input by its SHA-1: those are chosen anew. What is there
# stays until there is something to take its place.
keep() # NAME
{
	kept=tests/fuzz/corpus/$1 next=$work/next/$1 short=$work/short/$1
	rm -rf "$next" "$short"
	mkdir -p "$next" "$short" "$work/corpus/$1" "$work/log"
	find "$kept" -type f -regextype egrep ! -regex '.*/[0-9a-f]{40}' \
	    -exec cp -t "$next" {} +
	for from in "$kept" "$work/corpus/$1"; do
		find "$from" -type f -size -$((KEEP_MAX + 1))c \
		    -exec cp -t "$short" {} +
	done
	"$work/tests/fuzz/${1}_fuzz" -set_cover_merge=1 "$next" "$short" \
	    >"$work/log/$1.keep" 2>&1 || {
		tail -n 40 "$work/log/$1.keep" >&2
		return 1
	}
	rm -rf "$kept" "$short"
	mv "$next" "$kept"
	echo "$1: $(find "$kept" -type f | wc -l) inputs," \
	    "$(find "$kept" -type f -printf '%s\n' |
	    awk '{ bytes += $1 } END { print bytes + 0 }') bytes"
}

if [ "${1:-}" = keep ]; then
	for name in $FUZZ_NAMES; do
		keep "$name"
	done
	exit
fi

rm -f "$work"/log/*.rc
# shellcheck disable=SC2086
printf '%s\n' $FUZZ_NAMES | xargs -n 1 -P 2 "$0" one
count=0 failed=0 limit="$FUZZ_S s"
[ "$FUZZ_RUNS" -lt 0 ] || limit="$FUZZ_RUNS runs"
for name in $FUZZ_NAMES; do
	count=$((count + 1))
	runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/log/$name")
	if [ "$(cat "$work/log/$name.rc")" -eq 0 ] && [ -n "$runs" ]; then
		echo "ok $count - $name stands $limit of hostile input, $runs runs"
		continue
	fi
	failed=$((failed + 1))
	echo "not ok $count - $name stands $limit of hostile input"
	tail -n 40 "$work/log/$name" | sed 's/^/# /'
done
echo "1..$count"
[ "$failed" -eq 0 ]
