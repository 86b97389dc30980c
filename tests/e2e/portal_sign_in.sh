#!/bin/sh
# portal_sign_in.sh - the first page in a browser.
exec tests/browser.sh tests/e2e/portal_sign_in.mjs
