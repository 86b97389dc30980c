#!/bin/sh
# leaved_days_pgsql.sh - punches, travel, feeds on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_days_test"
