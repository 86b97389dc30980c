#!/bin/sh
# leave_recount.sh - random years, recounted by other code. LEAVE_PEOPLE sets
# how many people, LEAVE_SEED which ones.
set -u
cd "$(dirname "$0")/../.." || exit 1
exec python3 tests/data/leave_recount.py build/plain/daemon/tools/leave-calc \
    "${LEAVE_PEOPLE:-60}" "${LEAVE_SEED:-20261127}"
