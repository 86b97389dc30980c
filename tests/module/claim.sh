#!/bin/sh
# claim.sh - what a check code does and when it is dead.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/claim_test"
