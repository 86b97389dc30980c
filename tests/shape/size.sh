#!/bin/sh
# size.sh - how long files are, and which nouns two rooms use: for the reader.
# It fails only where a file is past all measure.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
wc -l daemon/*/*.[ch] pam_module/*.[ch] tests/*/*.[ch] |
    awk '$2 != "total"' | sort -n >"$TMP/sizes"
awk '{ size[NR] = $1 } END { print "# " NR " files, median " \
    size[int((NR + 1) / 2)] " lines, nine in ten below " \
    size[int(NR * 0.9) + 1] }' "$TMP/sizes"
awk '$1 > 500 { print "# past 500 lines: " $2 ", " $1 }' "$TMP/sizes"
find daemon pam_module -name '*.c' -printf '%f\n' | sort | uniq -d |
    sed 's/^/# two rooms have a /'
is 'no file is past 1,000 lines' '' \
    "$(awk '$1 > 1000 { print $2 }' "$TMP/sizes")"
finish
