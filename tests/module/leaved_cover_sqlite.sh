#!/bin/sh
# leaved_cover_sqlite.sh - timetables and lesson cover on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_cover_test"
