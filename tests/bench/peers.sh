#!/bin/sh
# peers.sh - a login by labd beside one by nslcd and one by sssd, as Debian ships
# them, from one directory over ldaps, by turns. As root; see tests/peers.sh.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
. tests/lab.sh
. tests/peers.sh
peers_alone "$0" "$@"
peers_make || exit 77
mount -t tmpfs tmpfs /var/lib
dir=$(mktemp -d)
trap 'peers_stop; lab_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
lab_start "$dir"
peers_start "$dir" "$dir/machine"
lab_service "$dir" portal no_warn
peers_here "$dir"
for type in auth account; do
	echo "$type required pam_permit.so"
done >"$dir/pam.d/permit"
export SLAPD_LDAPS SLAPD_CA PEOPLE="ou=people,$SLAPD_BASE" PAM_DIR="$dir/pam.d"

logs_in() # SERVICE
{
	"$BUILD/tests/bench/login_bench" anna 1 permit "$1" >/dev/null 2>&1
}
cpu_us() # PID
{
	for pid in $(family "$1"); do
		cut -d' ' -f1 /proc/"$pid"/task/*/schedstat
	done | awk '{ s += $1 } END { printf "%d\n", s / 1000 }'
}
pid_of() # SERVICE
{
	case $1 in
	portal) echo "$LAB_PID" ;;
	nslcd) echo "$NSLCD_PID" ;;
	sssd) echo "$SSSD_PID" ;;
	esac
}

for name in portal nslcd sssd; do
	tries=0
	until logs_in "$name"; do
		tries=$((tries + 1))
		[ "$tries" -lt 200 ] || { echo "$name never answers"; exit 1; }
	done
done
while [ ! -e "$dir/state/offline/20001" ]; do sleep 0.05; done
logins=${BENCH_LOGINS:-300}
for name in portal nslcd sssd; do
	cp /dev/null "$dir/$name.ms"
	echo 0 >"$dir/$name.cpu"
done
for _ in $(slices 3); do
	for name in portal nslcd sssd; do
		before=$(cpu_us "$(pid_of "$name")")
		"$BUILD/tests/bench/login_bench" anna "$logins" permit "$name" |
		    awk '{ print $3 }' >>"$dir/$name.ms"
		after=$(cpu_us "$(pid_of "$name")")
		echo $(($(cat "$dir/$name.cpu") + after - before)) \
		    >"$dir/$name.cpu"
	done
done
per_login() # SERVICE: ms
{
	awk -v n=$((3 * logins)) '{ print $1 / n / 1000 }' "$dir/$1.cpu"
}
title "login by PAM, {SSHA}, $((3 * logins)) times each"
row 'p50 ms, nslcd' "$(p50 "$dir/portal.ms")" "$(p50 "$dir/nslcd.ms")" '<= 0.333'
row 'p50 ms, sssd' "$(p50 "$dir/portal.ms")" "$(p50 "$dir/sssd.ms")" '<= 0.1'
row 'daemon ms of CPU, nslcd' "$(per_login portal)" "$(per_login nslcd)" '<= 0.333'
row 'daemon ms of CPU, sssd' "$(per_login portal)" "$(per_login sssd)" '<= 0.1'
row 'PSS MB, nslcd' "$(pss_mb "$LAB_PID")" "$(pss_mb "$NSLCD_PID")" -
row 'PSS MB, sssd' "$(pss_mb "$LAB_PID")" "$(pss_mb "$SSSD_PID")" '<= 0.2'
