#!/bin/sh
# leaved_cover_pgsql.sh - timetables and lesson cover on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_cover_test"
