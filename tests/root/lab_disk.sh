#!/bin/sh
# lab_disk.sh - logins on a machine whose disk is full.
set -eu
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - a full disk stops no login # SKIP needs root'
	echo '1..1'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	exec unshare -m "$0" inside
fi
mount --make-rprivate /
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab
export LAB_STATE="$TMP/small"
mkdir "$dir" "$LAB_STATE"
mount -t tmpfs -o size=1m,mode=755 tmpfs "$LAB_STATE"
at_exit "lab_stop '$dir'; umount '$LAB_STATE'"
lab_start "$dir"
lab_service "$dir" portal ''
right='right paSSword of 41 kites'

log_in() # USER
{
	printf '%s\n' "$right" | env LC_ALL=C "$BUILD/daemon/tools/labctl" -P "$dir/pam.d" \
	    -S portal test-login "$1" >"$TMP/said" 2>&1
}
is_kept() { [ -s "$LAB_STATE/offline/$1" ]; }
told() { grep -q 'offline account=emil: .*No space' "$dir/labd.log"; }

it 'anna logs in' await 10 log_in anna
it 'and is kept' await 10 is_kept 20001
cp "$LAB_STATE/offline/20001" "$TMP/kept"
cat /dev/zero >"$LAB_STATE/full" 2>/dev/null || :
it 'the disk is full: emil logs in' log_in emil
it 'the log tells that he could not be kept' await 10 told
fails 'nor is half of him' 1 is_kept 20008
it 'who was kept is kept as before' cmp "$TMP/kept" "$LAB_STATE/offline/20001"
it 'names are there' [ -s "$LAB_STATE/names.cdb" ]
slapd_stop "$dir"
# A try that cannot be counted is none: else a full disk would be free guesses.
fails 'a full disk and no server: nobody is let in' 69 log_in anna
it 'which is told as a fault, not as a wrong password' \
    grep -q 'could not check the password' "$TMP/said"
is_noted() { grep -q 'account=anna result=fault .*No space' "$dir/labd.log"; }
it 'and in the log with its reason' is_noted
it 'the kept password is as it was' cmp "$TMP/kept" "$LAB_STATE/offline/20001"
rm "$LAB_STATE/full"
it 'there is room again: anna logs in without a server' log_in anna
slapd_run "$dir"
it 'and emil with one' await 20 log_in emil
it 'and is kept' await 10 is_kept 20008
finish
