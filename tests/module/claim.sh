#!/bin/sh
# claim.sh - check codes on a real slapd: races, guesses, equality.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/claim_test"
