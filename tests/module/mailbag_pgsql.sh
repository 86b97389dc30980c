#!/bin/sh
# mailbag_pgsql.sh - leave's letters on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/mailbag_test"
