#!/bin/sh
# cover.sh - how many lines of each room the tests have run, after a run of
# the cover flavour: a line a file, then a line a room.
set -eu
cd build/cover
find . -name '*.gcda' | sort | xargs gcov -n -r -s "$OLDPWD" 2>/dev/null |
    awk -v quote="'" '
	/^File / { split($0, part, quote); file = part[2] }
	/^Lines executed:/ && file ~ /^(daemon|pam_module)\/.*\.c$/ {
		split($0, part, /[:%]| of /)
		if (!(file in total) || part[2] > percent[file]) {
			percent[file] = part[2]
			total[file] = part[4]
		}
		file = ""
	}
	END {
		for (file in total) {
			room = file
			sub(/\/[^\/]*$/, "", room)
			hit = percent[file] * total[file] / 100
			hits[room] += hit
			lines[room] += total[file]
			printf "1 %-40s %6.1f %% of %5d lines\n", file, \
			    percent[file], total[file]
		}
		for (room in lines)
			printf "2 %-40s %6.1f %% of %5d lines\n", room, \
			    100 * hits[room] / lines[room], lines[room]
	}' | sort | cut -c 3-
