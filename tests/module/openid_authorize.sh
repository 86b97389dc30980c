#!/bin/sh
# openid_authorize.sh - where a sign-on is sent, on a real slapd.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/openid_authorize_test"
