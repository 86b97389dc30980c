#!/bin/sh
# probe.sh - a directory that is frozen, and identityd's workers.
TOWN_WORKERS=4 TOWN_TROUBLE=yes exec tests/town.sh "${BUILD:-build/plain}/tests/module/probe_test"
