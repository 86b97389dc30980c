#!/bin/sh
# pair.sh - tests/root/pair.sh at larger numbers, and its table; needs root.
set -eu
if [ "$(id -u)" -ne 0 ]; then
	echo "$0: needs root, for networks of its own"
	exit 77
fi
PAIR_ROUNDS=${PAIR_ROUNDS:-200} PAIR_ENOUGH=${PAIR_ENOUGH:-4} \
    exec tests/root/pair.sh
