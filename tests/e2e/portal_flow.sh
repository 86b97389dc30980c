#!/bin/sh
# portal_flow.sh - first activation to signing out, in a browser.
exec tests/browser.sh tests/e2e/portal_flow.mjs
