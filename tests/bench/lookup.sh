#!/bin/sh
# lookup.sh - finding a person, by account and by national ID, among
# BENCH_PEOPLE_MANY (1000000 takes some two minutes to load) and among
# BENCH_PEOPLE: two directories, asked by turns, BENCH_LOOKUPS times each.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
. tests/slapd.sh
BUILD=${BUILD:-build/plain}
few=${BENCH_PEOPLE:-10000} many=${BENCH_PEOPLE_MANY:-100000}
slice_count=5
slice=$((${BENCH_LOOKUPS:-2000} / slice_count))
dir=$(mktemp -d)
stop()
{
	for size in few many; do
		[ ! -s "$dir/$size/env" ] || slapd_stop "$dir/$size"
	done
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM

lookup() # SIZE ARG...
{
	# shellcheck disable=SC1090
	. "$dir/$1/env"
	shift
	SLAPD_LDAPI=$SLAPD_LDAPI STAGE_DIR=$dir/stage \
	    "$BUILD/tests/bench/lookup_bench" "$@"
}

fill() # SIZE COUNT
{
	slapd_start "$dir/$1"
	slapd_stop "$dir/$1"
	lookup "$1" people "$2" |
	    slapd_tool slapadd -q -n 1 -w -S 1 -F "$dir/$1/slapd.d"
	slapd_run "$dir/$1"
}

mkdir "$dir/stage"
fill few "$few"
fill many "$many"
for _ in $(slices $slice_count); do
	for size in few many; do
		count=$many
		[ $size = many ] || count=$few
		lookup $size find "$count" "$slice" >>"$dir/$size.all"
	done
done
title "finding a person among $many, among $few"
for way in account id; do
	for size in few many; do
		awk -v way=$way '$1 == way { print $2 }' "$dir/$size.all" \
		    >"$dir/$size.$way"
	done
	for share in p50 p99; do
		aim='<= 2'
		[ $share = p50 ] || aim=-
		row "by $way, $share us" "$($share "$dir/many.$way")" \
		    "$($share "$dir/few.$way")" "$aim"
	done
done
