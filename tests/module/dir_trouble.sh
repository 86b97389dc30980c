#!/bin/sh
# dir_trouble.sh - daemon/dir when the directory is in trouble.
exec tests/anna.sh "${BUILD:-build/plain}/tests/module/dir_trouble_test"
