#!/bin/sh
# captcha.sh - a captcha's cost: drawing it, speaking it, working for it.
set -eu
# shellcheck disable=SC1091
. tests/bench.sh
BUILD=${BUILD:-build/plain}
font=${FONT:-/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf}
title 'captcha (figure ms, peer KB)'
"$BUILD/tests/bench/captcha_bench" "$font" "$BUILD/voice" |
    while read -r name ms bytes; do
	row "$name" "$ms" "$(awk -v b="$bytes" 'BEGIN { print b / 1024 }')" -
    done
