#!/bin/sh
# leave.sh - durations, entitlements, filings and a year's end a second.
set -eu
exec "${BUILD:-build/plain}/tests/bench/leave_bench" "$@"
