#!/bin/sh
# login.sh - login p50 against pam_permit and a warm bind, {SSHA} and {ARGON2}.
set -eu
# shellcheck disable=SC1091,SC2153
. tests/lab.sh
dir=$(mktemp -d)
trap 'lab_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
lab_start "$dir"
lab_service "$dir" portal no_warn
for type in auth account; do
	echo "$type required pam_permit.so"
done >"$dir/pam.d/permit"
person slow 20100 active |
    ldapadd -Q -Y EXTERNAL -H "$SLAPD_LDAPI" >/dev/null
printf '%s\n' "dn: uid=slow,ou=people,$SLAPD_BASE" 'changetype: modify' \
    'add: userPassword' 'userPassword: right paSSword of 41 kites' |
    ldapmodify -Q -Y EXTERNAL -H "$SLAPD_LDAPI" >/dev/null
ticks()
{
	# The daemon and its workers, user and system time in ticks.
	for pid in "$LAB_PID" $(pgrep -P "$LAB_PID"); do
		cut -d' ' -f14,15 "/proc/$pid/stat"
	done | awk '{ s += $1 + $2 } END { print s }'
}
export SLAPD_LDAPS SLAPD_CA PEOPLE="ou=people,$SLAPD_BASE" PAM_DIR="$dir/pam.d"
# Names first: then nobody has to be looked up.
while [ ! -s "$dir/state/names.cdb" ]; do sleep 0.05; done
before=$(ticks)
"$BUILD/tests/bench/login_bench" anna 2000 permit portal
echo "labd: CPU per login $(( ($(ticks) - before) * 1000000 / 2000 / $(getconf CLK_TCK) )) us"
"$BUILD/tests/bench/login_bench" slow 50 portal
echo "labd: PSS $(for pid in "$LAB_PID" $(pgrep -P "$LAB_PID"); do
	awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup"
done | awk '{ s += $1 } END { print s }') kB in all"
