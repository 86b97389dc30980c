#!/bin/sh
# leaved_fallen_pgsql.sh - lessons that fall away, and deaths in that, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_fallen_test"
