#!/bin/sh
# leaved_fallen_sqlite.sh - lessons that fall away, and deaths in that, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_fallen_test"
