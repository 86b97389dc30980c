#!/bin/sh
# signon.sh - sign-on at the doors of an identityd with all its workers.
exec tests/town.sh "${BUILD:-build/plain}/tests/module/signon_test"
