#!/bin/sh
# leaved_race_sqlite.sh - many at once in leaved, and deaths, on a SQLite file.
exec tests/database.sh sqlite env TZ=UTC "${BUILD:-build/plain}/tests/module/leaved_race_test"
