#!/bin/sh
# notice.sh - notices: who sees which, and when.
exec tests/town.sh "${BUILD:-build/plain}/tests/module/notice_test"
