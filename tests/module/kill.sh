#!/bin/sh
# kill.sh - send and redeem, killed before each of their calls in turn.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/kill_test"
