#!/bin/sh
# days.sh - days for tests that meet the real clock. Such a test knows no date and
# no holiday: it counts from today in Taiwan, by conf/leave and leave-calc.
#
# As a library (from the top of the tree):
#	. tests/days.sh
#	days_reach		do the calendars cover what is asked here? Says so
#				when they do not
#	days_need		ends the test as skipped when they do not
#	day_after N [DAY]	so many days after it, or before it; after today
#	day_ahead N		the Nth that is worked, from the day after tomorrow:
#				over midnight it still lies ahead
#	day_behind N		the Nth that was worked, from yesterday back
#	day_said DAY WHAT	its weekday, 二, its academic_year, 115, or slashed,
#				115/12/1: what leave-calc date says
# As a command, for a test in the browser:
#	tests/days.sh after|ahead|behind|said ARG...
# A DAY is 2026-12-01.
DAYS_REACH=40 # days from today; the longest holiday is nine days

day_after()
{
	date -u -d "${2:-$(TZ=CST-8 date +%F)} $1 day" +%F
}

day_calc() { "${BUILD:-build/plain}/daemon/tools/leave-calc" "$@"; }

# What a day's leave comes to; fails when nobody works that day.
day_counts() { day_calc hours --schedule ADM --from "$1" --to "$1"; }

days_reach()
{
	case $(day_counts "$(day_after "$DAYS_REACH")") in
	*calendar_missing*)
		echo 'the calendars in conf/leave end before' \
		    "$(day_after "$DAYS_REACH"): add the next"
		return 1
		;;
	esac
}

# Ends a test whose days have no calendar; tests/shape/calendars.sh fails then.
days_need()
{
	days_reach >/dev/null && return
	echo 'ok 1 - days # SKIP tests/shape/calendars.sh says why'
	echo 1..1
	exit 0
}

day_nth() # N FIRST STEP: of those that are worked
{
	days_left=$1 days_at=$2
	while [ "$days_left" -gt 0 ]; do
		if day_counts "$(day_after "$days_at")" >/dev/null; then
			days_left=$((days_left - 1))
		fi
		days_at=$((days_at + $3))
		[ "${days_at#-}" -le "$DAYS_REACH" ] || return 1
	done
	day_after $((days_at - $3))
}

day_ahead() { day_nth "$1" 2 1; }
day_behind() { day_nth "$1" -1 -1; }

# Of the one line that leave-calc date prints.
day_said()
{
	day_calc date "$1" |
		sed -n "s/.*\"$2\":\"\{0,1\}\([^,\"}]*\).*/\1/p"
}

case $0 in
tests/days.sh | */tests/days.sh)
	days_word=$1
	shift
	"day_$days_word" "$@"
	;;
esac
