#!/bin/sh
# leaved_overtime_sqlite.sh - overtime and duty handed over, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_overtime_test"
