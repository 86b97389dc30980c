#!/bin/sh
# crowd.sh - people for tests/bench/crowd_bench, in the town of tests/town.sh:
# . tests/crowd.sh in a program that town.sh runs.
#
#	crowd_roster FIRST COUNT	crowd1, crowd2, ... of school 014501 as CSV
#	crowd_school			makes that school
#	crowd_import FIRST COUNT	that roster into the directory
#	crowd WORK FIRST COUNT ASKERS	one run, its line to standard output
#	per_second FILE			of the lines that runs have printed
BUILD=${BUILD:-build/plain}

admin()
{
	LC_ALL=C "$BUILD/daemon/tools/portal-admin" \
	    --socket "$TOWN_RUN/ctl/ctl.sock" "$@"
}

crowd_roster()
{
	echo national_id,name,kind,school,mail,account
	awk -v at="$1" -v count="$2" 'BEGIN {
		for (end = at + count; at < end; at++) {
			id = sprintf("A1%07d", at); sum = 1
			for (i = 2; i <= 9; i++)
				sum += substr(id, i, 1) * (10 - i)
			print id (10 - sum % 10) % 10 ",示範,TEACHER,014501," \
			    "crowd" at "@school.example,crowd" at
		}
	}'
}

crowd_school()
{
	admin school add 014501 示範國民小學 --kind elementary >/dev/null
}

crowd_import()
{
	crowd_roster "$1" "$2" >"$TOWN_DIR/crowd.csv"
	admin import --yes "$TOWN_DIR/crowd.csv" >"$TOWN_DIR/import.out"
}

crowd() { "$BUILD/tests/bench/crowd_bench" "$@"; }

per_second()
{
	awk '{ count += $1; seconds += $2 } END { print count / seconds }' "$1"
}
