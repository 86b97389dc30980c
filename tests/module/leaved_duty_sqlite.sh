#!/bin/sh
# leaved_duty_sqlite.sh - duties that fall away, and deaths in that, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_duty_test"
