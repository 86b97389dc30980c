#!/bin/sh
# leaved_sqlite.sh - leaved's operations on a SQLite file, in a server that runs in UTC.
exec tests/database.sh sqlite env TZ=UTC "${BUILD:-build/plain}/tests/module/leaved_test"
