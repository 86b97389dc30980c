#!/bin/sh
# login.sh - a login through PAM, beside pam_permit plus a warm bind, for a
# password in {SSHA} (BENCH_LOGINS times) and in {ARGON2} (a tenth of it); then
# eight at once, beside eight that bind.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
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
cpu_us()
{
	# The daemon and its workers.
	for pid in "$LAB_PID" $(pgrep -P "$LAB_PID"); do
		cut -d' ' -f1 "/proc/$pid/schedstat"
	done | awk '{ s += $1 } END { printf "%d\n", s / 1000 }'
}
export SLAPD_LDAPS SLAPD_CA PEOPLE="ou=people,$SLAPD_BASE" PAM_DIR="$dir/pam.d"
# Names first: then nobody has to be looked up.
while [ ! -s "$dir/state/names.cdb" ]; do sleep 0.05; done
logins=${BENCH_LOGINS:-2000}

bench() # USER COUNT SCHEME
{
	"$BUILD/tests/bench/login_bench" "$1" "$2" permit portal >"$dir/rounds"
	awk '{ print $1 + $2 }' "$dir/rounds" >"$dir/peer"
	awk '{ print $3 }' "$dir/rounds" >"$dir/own"
	row "$3 p50 ms, pam_permit and a warm bind" \
	    "$(p50 "$dir/own")" "$(p50 "$dir/peer")" '<= 1.25'
	row "$3 p99 ms, pam_permit and a warm bind" \
	    "$(p99 "$dir/own")" "$(p99 "$dir/peer")" '<= 1.25'
}

# The first login in an hour hashes the password that is kept for the day
# without a network, after its answer: told apart.
before=$(cpu_us)
"$BUILD/tests/bench/login_bench" anna 1 permit portal >/dev/null
while [ ! -e "$dir/state/offline/20001" ]; do sleep 0.05; done
kept=$(cpu_us)

title "login through PAM, $logins times"
bench anna "$logins" '{SSHA}'
after=$(cpu_us)
bench slow $((logins / 10)) '{ARGON2}'
for _ in $(slices 5); do
	"$BUILD/tests/bench/login_bench" crowd slow $((logins / 200 + 1)) portal
done >"$dir/crowd"
cut -d' ' -f1 "$dir/crowd" >"$dir/own"
cut -d' ' -f2 "$dir/crowd" >"$dir/peer"
row '8 at once, {ARGON2} of 19 MiB, binds a second' \
    "$(p50 "$dir/own")" "$(p50 "$dir/peer")" '>= 0.95'
printf '  labd: CPU per login %d us, of the first in an hour %d us, PSS %d kB in all\n' \
    $(((after - kept) / logins)) $((kept - before)) \
    "$(for pid in "$LAB_PID" $(pgrep -P "$LAB_PID"); do
	awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup"
    done | awk '{ s += $1 } END { print s }')"
