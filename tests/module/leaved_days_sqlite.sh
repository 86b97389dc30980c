#!/bin/sh
# leaved_days_sqlite.sh - punches, travel, feeds on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_days_test"
