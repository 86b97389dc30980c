#!/bin/sh
# portal_desk.sh - personnel's and IT's pages in a browser.
exec tests/browser.sh tests/e2e/portal_desk.mjs
