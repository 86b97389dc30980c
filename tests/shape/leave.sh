#!/bin/sh
# leave.sh - every scenario of tests/data/leave says what it expects.
set -u
cd "$(dirname "$0")/../.." || exit 1
exec build/plain/daemon/tools/leave-calc scenario --check tests/data/leave/*.json
