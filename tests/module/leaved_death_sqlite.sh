#!/bin/sh
# leaved_death_sqlite.sh - deaths in the middle of every act, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_death_test"
