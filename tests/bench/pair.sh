#!/bin/sh
# pair.sh - tests/root/pair.sh at larger numbers, and its table; needs root.
set -eu
PAIR_ROUNDS=${PAIR_ROUNDS:-200} PAIR_ENOUGH=${PAIR_ENOUGH:-4} \
    exec tests/root/pair.sh
