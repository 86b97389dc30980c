#!/bin/sh
# guess.sh - guessing passwords, codes and people, from one address and many.
exec tests/stage.sh "${BUILD:-build/plain}/tests/module/guess_test"
