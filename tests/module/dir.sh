#!/bin/sh
# dir.sh - daemon/dir asks, binds and changes.
exec tests/anna.sh "${BUILD:-build/plain}/tests/module/dir_test"
