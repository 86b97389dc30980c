#!/bin/sh
# leaved_papers_pgsql.sh - papers of leave on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_papers_test"
