#!/bin/sh
# leaved_papers_sqlite.sh - papers of leave on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_papers_test"
