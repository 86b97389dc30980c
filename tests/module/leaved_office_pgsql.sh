#!/bin/sh
# leaved_office_pgsql.sh - what personnel bring and ask for, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_office_test"
