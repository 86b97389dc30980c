#!/bin/sh
# leaved_year.sh - a school's year through leaved's operations, and its tables
# counted by another program. In memory: what a disk does, other tests ask.
# YEAR_PEOPLE people, 120 in a bench.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
year=${BUILD:-build/plain}/tests/module/leaved_year_test
TMPDIR=$(test -w /dev/shm && echo /dev/shm || echo "$TMP")
export TMPDIR TZ=UTC
# shellcheck disable=SC2016 # of that shell
it 'the year goes by without a failure' tests/database.sh sqlite sh -c '
    "$1" "$2" >&2 && sqlite3 "$DATABASE_DIR/leaved.db" "VACUUM INTO \"$3\""' \
    sh "$year" "${YEAR_PEOPLE:-30}" "$TMP/year.db"
it 'and another program counts the same' \
    python3 tests/data/leave_year.py "$TMP/year.db"
finish
