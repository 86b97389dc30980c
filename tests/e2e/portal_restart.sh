#!/bin/sh
# portal_restart.sh - the portal's parts are started anew while it is used.
exec tests/browser.sh tests/e2e/portal_restart.mjs
