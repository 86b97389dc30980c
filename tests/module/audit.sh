#!/bin/sh
# audit.sh - what the audit says of acts, and how long it may take to say it.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/audit_test"
