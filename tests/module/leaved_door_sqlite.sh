#!/bin/sh
# leaved_door_sqlite.sh - whose session counts at the front's door, on a SQLite file.
exec tests/database.sh sqlite "${BUILD:-build/plain}/tests/module/leaved_door_test"
