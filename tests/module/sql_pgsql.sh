#!/bin/sh
# sql_pgsql.sh - the tables' seam on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/sql_test"
