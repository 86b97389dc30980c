#!/bin/sh
# run.sh PROGRAM... - runs TAP programs and counts.
#
# Each program prints TAP ("ok 1 - name", "not ok 2 - name", "ok 3 - name #
# SKIP why"; cmocka writes "not ok" there). A program that dies, prints no
# test or fewer than its plan counts as one more failure; one below tests/root/ is one skipped test for
# who is not root. The last line is "N passed, N failed, N skipped".
# Output of a failing program is shown, of a passing one is kept in
# build/log/NAME.tap.
set -u
log=build/log
mkdir -p "$log"
passed=0 failed=0 skipped=0
for program; do
	name=$(basename "$program")
	out=$log/$name.tap
	case $program in
	tests/root/*)
		if [ "$(id -u)" -ne 0 ]; then
			skipped=$((skipped + 1))
			echo "$name: skipped, needs root"
			continue
		fi
		;;
	esac
	start=$(date +%s)
	"$program" >"$out" 2>&1
	code=$?
	# shellcheck disable=SC2046
	set -- $(awk '
		/^(not )?ok .*# *[Ss][Kk][Ii][Pp]/ { skip++; next }
		/^ok / { pass++ }
		/^not ok / { fail++ }
		/^1\.\.[0-9]+/ { split($1, plan, /\.\./); planned = plan[2] }
		END {
			seen = pass + fail + skip
			print pass + 0, fail + 0, skip + 0, \
			    (seen == 0 || (planned != "" && planned != seen))
		}' "$out") "$@"
	pass=$1 fail=$2 skip=$3 odd=$4
	shift 4
	if [ "$fail" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$odd" -ne 0 ]; }; then
		fail=$((fail + 1))
		echo "not ok - $name ended with $code, plan broken: $odd" >>"$out"
	fi
	passed=$((passed + pass)) failed=$((failed + fail))
	skipped=$((skipped + skip))
	printf '%-28s %4d passed %3d failed %3d skipped %4d s\n' "$name" \
	    "$pass" "$fail" "$skip" $(($(date +%s) - start))
	[ "$fail" -eq 0 ] || sed 's/^/    /' "$out"
	grep -Ei '^(not )?ok .*# *skip' "$out" | sed 's/^/    /'
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
