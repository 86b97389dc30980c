#!/bin/sh
# headers.sh - every header opens with its name, Shape, Units, Errors, Source.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
for header in daemon/*/*.h pam_module/*.h tests/*/*.h; do
	[ -f "$header" ] || continue
	is "$header says what it is" '' "$(awk -v name="${header##*/}" '
	NR == 1 && $0 != "/*" { print "no opening comment" }
	NR == 2 && index($0, " * " name " - ") != 1 { print "no name" }
	/^ \* (Shape|Units|Errors|Source): *[^ ]/ { seen[$2] }
	/\*\// { exit }
	END {
		split("Shape: Units: Errors: Source:", words, " ")
		for (i = 1; i <= 4; i++)
			if (!(words[i] in seen))
				print "no " words[i]
	}' "$header")"
done
finish
