#!/bin/sh
# folder_pgsql.sh - every leave scenario, its book kept in PostgreSQL between events.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/folder_test" \
    tests/data/leave/*.json
