#!/bin/sh
# memory.sh - every program that handles a secret: its memory is in no core file,
# and nobody but root looks into it. Each waits for settings or for a line.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
BUILD=${BUILD:-build/plain}
# Whose files in /proc are root's cannot be told of root.
user='' uid=$(id -u)
if [ "$uid" -eq 0 ]; then
	uid=65534
	user="setpriv --reuid $uid --regid $uid --clear-groups"
fi
chmod 711 "$TMP"
mkfifo -m 644 "$TMP/never"
/usr/bin/python3 -c 'import signal, socket, sys
daemon = socket.socket(socket.AF_UNIX)
daemon.bind(sys.argv[1])
daemon.listen()
signal.pause()' "$TMP/daemon" &
waiting=$!
# shellcheck disable=SC2016
at_exit 'kill $waiting 2>/dev/null'
await 10 test -S "$TMP/daemon"
chmod 777 "$TMP/daemon"

# Copied, for the tree may be closed to others.
begin() # PROGRAM ARG...
{
	install -m 755 "$1" "$TMP/${1##*/}"
	program=$TMP/${1##*/}
	shift
	# shellcheck disable=SC2086
	$user "$program" "$@" <>"$TMP/never" >/dev/null 2>&1 &
	waiting="$waiting $!"
}

limit() { awk '/^Max core file size/ { print $5, $6 }' "/proc/$1/limits"; }

belongs() # PID UID: once it is the program that was begun, while it runs
{
	[ "$(cat "/proc/$1/comm")" = "${program##*/}" ] &&
	! grep -q '^State:.*zombie' "/proc/$1/status" &&
	[ "$(stat -c %u "/proc/$1/maps")" = "$2" ]
}

is_closed() # PID
{
	belongs "$1" 0 && [ "$(limit "$1")" = '0 0' ]
}

begin /usr/bin/cat
it 'another program is open to its user' await 10 belongs $! "$uid"
if [ "$(limit $$)" = '0 0' ]; then
	skip 'and may leave a core file' 'nobody may here'
else
	fails 'and may leave a core file' 1 test "$(limit $!)" = '0 0'
fi
for program in "$BUILD"/daemon/*/*; do
	name=${program##*/}
	if [ -d "$program" ] || [ ! -x "$program" ]; then
		continue
	fi
	case $name in
	*.so | leave-calc) continue ;; # others'; has no secret
	portal-admin) begin "$program" --socket "$TMP/daemon" login demo ;;
	portal-passwd) begin "$program" --socket "$TMP/daemon" change ;;
	labctl)
		begin "$program" -C "$TMP" enrol \
		    ldaps://ldap.example/cn=lab1,ou=machines,dc=example
		;;
	*) begin "$program" -c "$TMP/never" ;;
	esac
	it "$name keeps its memory to itself" await 10 is_closed $!
done
finish
