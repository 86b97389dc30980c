#!/bin/sh
# people_pgsql.sh - who is posted where, from a real slapd into PostgreSQL.
exec tests/database.sh pgsql tests/database_slapd.sh \
    "${BUILD:-build/plain}/tests/module/people_test"
