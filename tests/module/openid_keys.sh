#!/bin/sh
# openid_keys.sh - the keys that sign turn, and hosts share them.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/openid_keys_test"
