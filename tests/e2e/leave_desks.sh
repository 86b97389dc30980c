#!/bin/sh
# leave_desks.sh - lesson cover, overtime, duty handed over and personnel's tools,
# in a browser.
exec tests/leaving.sh tests/e2e/leave_desks.mjs
