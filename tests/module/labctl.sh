#!/bin/sh
# labctl.sh - what an administrator of a lab machine sees.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab
mkdir "$dir"
at_exit "lab_stop '$dir'"
lab_start "$dir"
export LC_ALL=C
labctl=$BUILD/daemon/tools/labctl
ctl() { "$labctl" -s "$dir/run/labd.sock" "$@"; }

await()
{
	for _ in $(seq 100); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.05
	done
	return 1
}

shows() # SENTENCE PATTERN COMMAND...
{
	sentence=$1 pattern=$2
	shift 2
	"$@" >"$TMP/shown" 2>&1 || :
	it "$sentence" grep -q "$pattern" "$TMP/shown"
	grep -q "$pattern" "$TMP/shown" || sed 's/^/# /' "$TMP/shown"
}

knows_people() { ctl status | grep -q '^ok *people: [1-9]'; }
right='right paSSword of 41 kites'
it 'status counts the people' await knows_people
shows 'status names each server' "^ok *directory server $SLAPD_LDAPS" ctl status
shows 'why shows an active person' '^active *in the last list of names uid=anna,' \
    ctl why anna
shows 'why shows what the directory says of a suspended one' \
    '^suspended *the directory' ctl why carl
shows 'why shows an account of the machine' \
    '^bad *not an account of the machine' ctl why root
shows 'why shows a name that nobody can have' '^bad *a name' ctl why 'a:b'
shows 'the same in Chinese' '^bad *帳號名稱' env LC_ALL=zh_TW.UTF-8 "$labctl" \
    -s "$dir/run/labd.sock" why 'a:b'
fails 'check finds what is wrong on this machine' 1 ctl check

lab_service "$dir" portal ''
log_in() # USER PASSWORD...
{
	user=$1
	shift
	printf '%s\n' "$@" | "$labctl" -P "$dir/pam.d" -S portal test-login "$user"
}
it 'test-login lets the right password in' log_in anna "$right"
fails 'and no other' 77 log_in anna wrong
sed 's|labd.sock|none.sock|' "$dir/pam.d/portal" >"$dir/pam.d/nowhere"
no_labd()
{
	echo "$right" | "$labctl" -P "$dir/pam.d" -S nowhere test-login anna
}
fails 'and tells an unreachable server from a wrong password' 69 no_labd
shows 'a forced change is part of it' 'password change: Success' log_in berta \
    "$right" "$right" 'better paSSword of 52 lanterns' \
    'better paSSword of 52 lanterns'

await [ -e "$dir/state/offline/20001" ]
it 'flush forgets a kept password' ctl flush anna
it 'of that person' [ ! -e "$dir/state/offline/20001" ]
fails 'of nobody it has none' 1 ctl flush nobody-there
inode=$(stat -c %i "$dir/state/names.cdb")
is_new() { [ "$(stat -c %i "$dir/state/names.cdb")" != "$inode" ]; }
it 'flush asks for everything' ctl flush
it 'and makes a new file of names' await is_new
fails 'wrong usage is told' 64 ctl why
fails 'nobody there is told' 69 "$labctl" -s "$TMP/none" status
if [ "$(id -u)" -eq 0 ]; then
	chmod 755 "$TMP" "$dir"
	cp "$labctl" "$TMP/labctl"
	chmod 755 "$TMP/labctl"
	fails 'why is for root' 77 setpriv --reuid 65534 --clear-groups \
	    "$TMP/labctl" -s "$dir/run/labd.sock" why anna
	it 'status is for everybody' setpriv --reuid 65534 --clear-groups \
	    "$TMP/labctl" -s "$dir/run/labd.sock" status
fi
finish
