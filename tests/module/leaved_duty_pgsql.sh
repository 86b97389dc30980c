#!/bin/sh
# leaved_duty_pgsql.sh - duties that fall away, and deaths in that, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_duty_test"
