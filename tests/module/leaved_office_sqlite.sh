#!/bin/sh
# leaved_office_sqlite.sh - what personnel bring and ask for, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_office_test"
