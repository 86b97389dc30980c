#!/bin/sh
# lib.sh - TAP for shell tests: . tests/lib.sh from the top of the tree.
#
#	it SENTENCE COMMAND...		ok when the command succeeds
#	fails SENTENCE CODE COMMAND...	ok when it ends with just that code
#	is SENTENCE EXPECTED GOT	ok when the two texts are equal
#	skip SENTENCE WHY
#	await SECONDS COMMAND...	until it succeeds, at most that long
#	listens PORT			does anybody listen at this TCP port?
#	free_port			prints a TCP port nobody listens at
#	finish				prints the plan; the exit code
#
# A failing command's output is printed as diagnosis. TMP is an empty
# directory of the test; at_exit COMMAND runs before it is removed, which spares
# what is mounted there.
tap_count=0 tap_failed=0 tap_at_exit=:
TMP=$(mktemp -d "${TMPDIR:-/tmp}/portal.XXXXXX")
trap 'eval "$tap_at_exit"; rm -rf --one-file-system "$TMP"' EXIT
trap 'exit 1' INT TERM HUP

at_exit()
{
	tap_at_exit="$*; $tap_at_exit"
}

tap_say() # ok|'not ok' SENTENCE
{
	tap_count=$((tap_count + 1))
	[ "$1" = ok ] || tap_failed=$((tap_failed + 1))
	echo "$1 $tap_count - $2"
}

it()
{
	tap_sentence=$1
	shift
	tap_got=0
	"$@" >"$TMP/.out" 2>&1 || tap_got=$?
	if [ "$tap_got" -eq 0 ]; then
		tap_say ok "$tap_sentence"
	else
		tap_say 'not ok' "$tap_sentence"
		echo "# '$*' ended with $tap_got"
		sed 's/^/# /' "$TMP/.out"
	fi
}

fails()
{
	tap_sentence=$1 tap_code=$2
	shift 2
	tap_got=0
	"$@" >"$TMP/.out" 2>&1 || tap_got=$?
	if [ "$tap_got" -eq "$tap_code" ]; then
		tap_say ok "$tap_sentence"
	else
		tap_say 'not ok' "$tap_sentence"
		echo "# '$*' ended with $tap_got, not $tap_code"
		sed 's/^/# /' "$TMP/.out"
	fi
}

is()
{
	if [ "$2" = "$3" ]; then
		tap_say ok "$1"
	else
		tap_say 'not ok' "$1"
		printf 'expected: %s\n     got: %s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

skip()
{
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

await()
{
	tap_until=$(($(date +%s) + $1))
	shift
	until "$@"; do
		[ "$(date +%s)" -lt "$tap_until" ] || return 1
		sleep 0.05
	done
}

listens() # PORT; by the kernel's table: no connection is made
{
	grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$1") [0-9A-F:]* 0A " \
	    /proc/net/tcp /proc/net/tcp6
}

free_port()
{
	tap_port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
	while listens "$tap_port"; do
		tap_port=$((tap_port + 1))
	done
	echo "$tap_port"
}

finish()
{
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
}
