#!/bin/sh
# leaved_end_sqlite.sh - closing a year and carrying what is unused, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_end_test"
