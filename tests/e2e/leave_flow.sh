#!/bin/sh
# leave_flow.sh - leave from applying to cancelling, in a browser.
exec tests/leaving.sh tests/e2e/leave_flow.mjs
