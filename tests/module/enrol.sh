#!/bin/sh
# enrol.sh - people come, move and go, on a real directory.
exec tests/town.sh "${BUILD:-build/plain}/tests/module/enrol_test"
