#!/bin/sh
# lists.sh - one odd value never spoils a list.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/lists_test"
