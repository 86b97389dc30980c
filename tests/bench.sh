#!/bin/sh
# bench.sh - the one table of every bench: . tests/bench.sh from the top.
#
#	title TEXT		names the columns
#	row NAME FIGURE PEER AIM [RATIO]	one line; the ratio is FIGURE / PEER
#			unless RATIO says better
#	p50 FILE, p99 FILE	of the numbers in a file, one a line
#	pairs FILE FILE		the median of what each line of the first is to
#			the same line of the second: of turns taken one after
#			the other, so that a slow minute of the machine is in both
#	slices COUNT		1 ... COUNT, to take turns with the peer
#	family PID		it, its children and theirs; pss_mb PID of them all
#
# FIGURE and PEER are taken in one run, by turns, so that the load of the
# machine tells on both. AIM is "<= X", ">= X" or "-" for none; a ratio past
# it is marked "missed", and the bench goes on: a figure is no test.
#
# Servers live in memory, so that a ratio is one of work and not of how busy a
# disk is; with BENCH_DIR=/var/tmp every commit waits for that disk.
if [ -w /dev/shm ]; then
	TMPDIR=/dev/shm
fi
export TMPDIR="${BENCH_DIR:-${TMPDIR:-/tmp}}"

title()
{
	printf '\n%-44s %11s %11s %7s  %s\n' "$1" figure peer ratio aim
}

row()
{
	awk -v name="$1" -v figure="$2" -v peer="$3" -v aim="$4" \
	    -v ratio="${5:-}" 'BEGIN {
		if (ratio == "")
			ratio = peer != 0 ? figure / peer : 0
		split(aim, word, " ")
		missed = word[1] == "<=" && ratio > word[2] + 0 ||
		    word[1] == ">=" && ratio < word[2] + 0
		printf "%-44s %11.2f %11.2f %7.3f  %s%s\n", name, figure,
		    peer, ratio, aim, missed ? "  missed" : ""
	}'
}

quantile() # SHARE FILE
{
	sort -n "$2" | awk -v share="$1" '{ value[NR] = $1 } END {
		print value[int((NR - 1) * share + 0.5) + 1]
	}'
}

p50() { quantile 0.5 "$1"; }
p99() { quantile 0.99 "$1"; }
pairs()
{
	paste "$1" "$2" | awk '{ print $1 / $2 }' | quantile 0.5 -
}
slices() { awk -v n="$1" 'BEGIN { while (i++ < n) print i }'; }

family() # PID: it and what it has started
{
	echo "$1"
	for child in $(pgrep -P "$1"); do family "$child"; done
}
pss_mb() # PID
{
	for pid in $(family "$1"); do
		awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup"
	done | awk '{ s += $1 } END { printf "%.2f\n", s / 1024 }'
}
