#!/bin/sh
# sql_sqlite.sh - the tables' seam on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/sql_test"
