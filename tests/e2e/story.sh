#!/bin/sh
# story.sh - `make run ONCE=1`, also with PAIR=1, as a test: every step as it
# should be.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
it 'the story is told without a difference' tests/story.sh once
it 'and leaves nothing behind' test ! -e build/run
it 'that of two hosts as well' tests/pair_story.sh once
it 'which leaves nothing behind either' test ! -e build/run
finish
