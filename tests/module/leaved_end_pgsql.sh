#!/bin/sh
# leaved_end_pgsql.sh - closing a year and carrying what is unused, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_end_test"
