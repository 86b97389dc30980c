#!/bin/sh
# people_sqlite.sh - who is posted where, from a real slapd into SQLite.
exec tests/database.sh sqlite tests/database_slapd.sh \
    "${BUILD:-build/plain}/tests/module/people_test"
