#!/bin/sh
# claim_race.sh - many with one check code at once.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/claim_race_test"
