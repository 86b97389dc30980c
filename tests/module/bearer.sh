#!/bin/sh
# bearer.sh - whose session it is, by one search.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/bearer_test"
