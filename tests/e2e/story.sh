#!/bin/sh
# story.sh - `make run ONCE=1` as a test: every step as it should be.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
it 'the story is told without a difference' tests/story.sh once
it 'and leaves nothing behind' test ! -e build/run
finish
