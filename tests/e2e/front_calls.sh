#!/bin/sh
# front_calls.sh - a front that serves, and then makes a call that it never
# makes, is killed for it; started again it serves. front_jail_test.c has every
# call.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
if [ "${BUILD:-build/plain}" != build/plain ]; then
	skip 'a front ends by a call that it never makes' 'needs the plain flavour'
	finish
	exit
fi
# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC2034 # leave.sh reads it
PORTAL_URL=https://portal.localhost
at_exit "portal_end '$TMP' front; portal_end '$TMP' leave"

begin() # portal|leave: nobody is behind it
{
	case $1 in
	portal) portal_front_start "$TMP" "$TMP/nobody" ;;
	leave) leave_leave_start "$TMP" ;;
	esac
}
serves() # portal|leave SOCKET: the status
{
	curl --silent --unix-socket "$TMP/$2.sock" --max-time 20 -o "$TMP/page" \
	    -w '%{http_code}' -H 'X-Real-IP: 192.0.2.7' \
	    "http://$1.localhost/no-such-page"
}
# offend portal|leave NAME OFFENCE: what it ends with, when told to
offend()
{
	export LD_PRELOAD="$PWD/build/plain/tests/e2e/offender.so" OFFENCE="$3"
	begin "$1"
	unset LD_PRELOAD OFFENCE
	pid=$(cat "$TMP/pid.$2")
	rm "$TMP/pid.$2"
	served=$(serves "$1" "$2")
	kill "$pid"
	wait "$pid" 2>/dev/null
	ended="$served $?"
}

for front in portal:front leave:leave; do
	host=${front%:*} name=${front#*:}
	for offence in execve fork kill ptrace socket; do
		offend "$host" "$name" $offence
		is "$host-front serves until $offence, which kills it" \
		    "404 $((128 + 31))" "$ended"
	done
	offend "$host" "$name" getpid
	is 'a call of its own does not' '404 0' "$ended"
	offend "$host" "$name" execve
	begin "$host"
	is 'started again it serves' 404 "$(serves "$host" "$name")"
done
finish
