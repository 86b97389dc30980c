#!/bin/sh
# leaved_door_pgsql.sh - whose session counts at the front's door, on a real PostgreSQL.
exec tests/database.sh pgsql "${BUILD:-build/plain}/tests/module/leaved_door_test"
