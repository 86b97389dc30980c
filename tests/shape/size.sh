#!/bin/sh
# size.sh - how long files are, and which nouns two rooms use: for the reader.
# It fails only where a file is past all measure, or a line is too wide.
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
# clang-format breaks code, not comments. A line that is one word stays as it
# is, and where a macro's backslashes stand is clang-format's.
# shellcheck disable=SC2016
is 'no line is wider than 80 columns' '' "$(perl -CSD -ne '
	s/\s*\\?\n//;
	my $width = 0;
	while (/(\t)|([\p{Ea=W}\p{Ea=F}])|./g) {
		$width += $1 ? 8 - $width % 8 : $2 ? 2 : 1;
	}
	print "$ARGV:$.: $width\n" if $width > 80 && /\S\s+\S/;
	close ARGV if eof' daemon/*/*.[ch] pam_module/*.[ch] tests/*/*.[ch])"
finish
