#!/bin/sh
# folder_sqlite.sh - every leave scenario, its book kept in SQLite between events.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/folder_test" \
    tests/data/leave/*.json
