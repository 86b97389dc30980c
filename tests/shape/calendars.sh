#!/bin/sh
# calendars.sh - conf/leave has the calendars that tests need, and schools sooner.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/days.sh
it 'conf/leave has a calendar for every day that tests ask for' days_reach
finish
