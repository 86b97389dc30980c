#!/bin/sh
# self.sh - what somebody who has signed in may ask about themselves.
exec tests/town.sh "${BUILD:-build/plain}/tests/module/self_test"
