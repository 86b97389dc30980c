#!/bin/sh
# leaved_overtime_pgsql.sh - overtime and duty handed over, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_overtime_test"
