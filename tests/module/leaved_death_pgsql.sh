#!/bin/sh
# leaved_death_pgsql.sh - deaths in the middle of every act, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_death_test"
