#!/bin/sh
# tell.sh - how a story is told: . tests/tell.sh
#
#	say TEXT		a heading
#	shown TEXT COMMAND...	prints "$ TEXT", runs, prints; code and output are
#				left in $code and $out. Standard input is $typed,
#				a line each.
#	expect CODE PATTERN	of what was shown last; $differs counts what differs
#	differ TEXT		that it does
# shellcheck disable=SC2034
differs=0

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

shown()
{
	printf '  $ %s\n' "$1"
	shift
	out=$(printf '%s' "${typed:-}" | "$@" 2>&1)
	code=$?
	typed=
	printf '%s\n' "$out" | sed 's/^/    /' | head -n 14
}

differ()
{
	printf '    \033[31m!! %s\033[0m\n' "$*"
	differs=$((differs + 1))
}

expect()
{
	[ "$code" -eq "$1" ] || differ "exit code $code, not $1"
	printf '%s\n' "$out" | grep -Eq -- "$2" || differ "nothing like: $2"
}
