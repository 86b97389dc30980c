#!/bin/sh
# leaved_pgsql.sh - leaved's operations on a real PostgreSQL, in a server that runs in UTC.
exec tests/database.sh pgsql env TZ=UTC "${BUILD:-build/plain}/tests/module/leaved_test"
