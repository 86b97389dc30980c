#!/bin/sh
# openid_flow.sh - one sign-in for services of others, in a browser.
exec tests/relying.sh tests/e2e/openid_flow.mjs
