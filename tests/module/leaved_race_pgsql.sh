#!/bin/sh
# leaved_race_pgsql.sh - many at once in leaved, and deaths, on a real PostgreSQL.
exec tests/database.sh pgsql env TZ=UTC "${BUILD:-build/plain}/tests/module/leaved_race_test"
