#!/bin/sh
# leaved_rights_pgsql.sh - who may ask leaved what, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_rights_test"
