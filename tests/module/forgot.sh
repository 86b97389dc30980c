#!/bin/sh
# forgot.sh - asking for a check code: letters, limits, equality.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/forgot_test"
