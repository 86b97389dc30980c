#!/bin/sh
# leaved.sh - leave filed, approved and looked at a second, on both databases,
# with BENCH_LEAVE_FEW people in the tables (360, 12,000 requests) and with
# BENCH_LEAVE_MANY (3,600; 30360 are 1,000,000 requests and take some minutes),
# and the memory of leaved and leave-front. PostgreSQL syncs every commit to
# disk, as SQLite does.
set -eu
# shellcheck disable=SC1091
. tests/bench.sh
. tests/leave.sh
bench=${BUILD:-build/plain}/tests/bench/leaved_bench
few=${BENCH_LEAVE_FEW:-360} many=${BENCH_LEAVE_MANY:-3600}
count=${BENCH_LEAVE_COUNT:-300}
out=$(mktemp -d)
trap 'leave_stop "$out"; rm -rf "$out"' EXIT
trap 'exit 1' INT TERM

# The figures, and the milliseconds of each question, out of the database's
# folder before that is gone.
measure() # KIND PEOPLE
{
	# shellcheck disable=SC2016 # of that shell
	DATABASE_SETTING='fsync = on' tests/database.sh "$1" sh -c '
	    "$1" "$2" "$3" 4 close >"$4/$5.$2" &&
	    for name in balance file approve; do
		mv "$DATABASE_DIR/$name.$2" "$4/$5.$2.$name"
	    done' sh "$bench" "$2" "$count" "$out" "$1"
}

figure() { awk -v name="$3" '$1 == name { print $2 }' "$out/$1.$2"; }

for kind in sqlite pgsql; do
	measure "$kind" "$few"
	measure "$kind" "$many"
done
for kind in sqlite pgsql; do
	title "$kind: a second, with $many people and with $few"
	for name in balance file approve crowd; do
		row "$name" "$(figure "$kind" "$many" "$name")" \
		    "$(figure "$kind" "$few" "$name")" -
	done
	title "$kind: p99 in ms; issue: with a million requests within twice"
	for name in balance file approve; do
		row "$name" "$(p99 "$out/$kind.$many.$name")" \
		    "$(p99 "$out/$kind.$few.$name")" '<= 2'
	done
	title "$kind: everybody heard of anew, everybody's year closed, in s"
	for name in sync close; do
		row "$name" "$(figure "$kind" "$many" "$name")" \
		    "$(figure "$kind" "$few" "$name")" -
	done
done

leave_start "$out"
leave_people "$out"
for name in leaved leave; do
	pss_mb "$(cat "$out/pid.$name")" >"$out/$name.rest"
done
for _ in $(slices "$count"); do
	leaved_ask "$out" balance --account demoa8 >"$out/answer"
	browse "$LEAVE_URL/" >"$out/answer"
done
title "memory as PSS in MB, after $count questions and before"
for name in leaved leave; do
	row "$name" "$(pss_mb "$(cat "$out/pid.$name")")" \
	    "$(cat "$out/$name.rest")" -
done
