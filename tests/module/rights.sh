#!/bin/sh
# rights.sh - every operation on people and schools, by everybody.
exec tests/town.sh "${BUILD:-build/plain}/tests/module/rights_test"
