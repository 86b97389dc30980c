#!/bin/sh
# openid.sh - sign-on to other services on a real slapd.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/openid_test"
