#!/bin/sh
# transfer.sh - a transfer is no way around the wait for another address.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/transfer_test"
