#!/bin/sh
# mailbag_sqlite.sh - leave's letters on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/mailbag_test"
