#!/bin/sh
# kill.sh - send and redeem, killed before each of their calls in turn.
exec tests/module/stage.sh "${BUILD:-build/plain}/tests/module/kill_test"
