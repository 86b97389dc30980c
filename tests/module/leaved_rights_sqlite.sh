#!/bin/sh
# leaved_rights_sqlite.sh - who may ask leaved what, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_rights_test"
