#!/bin/sh
# away.sh - names and logins of labd, nslcd and sssd, as Debian ships them, while
# their server answers, while it is frozen, and when it is back. As root; see
# tests/peers.sh. Takes some four minutes: that is how long the others wait.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
. tests/lab.sh
. tests/peers.sh
peers_alone "$0" "$@"
peers_make || exit 77
mount -t tmpfs tmpfs /var/lib
mkdir -m 755 /var/lib/labd
export LAB_STATE=/var/lib/labd
dir=$(mktemp -d)
trap 'kill -CONT "$SLAPD_PID"; peers_stop; lab_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
people=${BENCH_KNOWN:-1000} rounds=${BENCH_LOOKUPS:-500000}
right='right paSSword of 41 kites'
lab_prepare "$dir"
slapd_stop "$dir"
seq 0 $((people - 1)) | while read -r at; do
	person "person$at" $((200000 + at)) active
done | slapd_tool slapadd -q -n 1 -w -S 1 -F "$dir/slapd.d"
slapd_run "$dir"
lab_run "$dir"
peers_start "$dir" "$dir/machine"
peers_here "$dir"
lab_service "$dir" portal no_warn
ln -s "$PWD/$BUILD/pam_module/libnss_portal.so.2" "$dir/nss/"
mount --bind "$dir/pam.d" /etc/pam.d

# SOURCE:SERVICE of each.
all='portal:portal ldap:nslcd sss:sssd'
log_in() # SERVICE USER
{
	printf '%s\n' "$right" |
	    timeout 95 pamtester "$1" "$2" authenticate acct_mgmt \
	    >"$dir/$1.said" 2>&1
}
seconds() # COMMAND...: of a command that may fail
{
	seconds_from=$(date +%s%N)
	"$@" || printf 'fails after '
	echo $(($(date +%s%N) - seconds_from)) |
	    awk '{ printf "%.3f\n", $1 / 1e9 }'
}
labd_s() # of CPU: all but nothing is the hash
{
	for pid in "$LAB_PID" $(pgrep -P "$LAB_PID"); do
		cut -d' ' -f1 "/proc/$pid/schedstat"
	done | awk '{ s += $1 } END { print s / 1e9 }'
}
until_in() # SERVICE USER
{
	until log_in "$1" "$2"; do :; done
}
note() # FILE NAME: what is no number is told, not compared
{
	printf '%-44s %s\n' "$2" "$(cat "$1")"
}
figure() { sed 's/.* //' "$1"; }

for pair in $all; do
	until_in "${pair#*:}" anna
done
while [ ! -e /var/lib/labd/offline/20001 ]; do sleep 0.05; done

# ------------------------------------------------------ while it answers
for pair in $all; do
	turns=$rounds
	[ "${pair%:*}" != ldap ] || turns=$((2 * people))
	"$BUILD/tests/bench/names_bench" known "$people" "$turns" \
	    "$dir/nss/libnss_${pair%:*}.so.2" "${pair%:*}" >"$dir/${pair%:*}.ns"
done
ns() { cut -d' ' -f"$2" "$dir/$1.ns"; }
title "a known name of $people, in ns"
row 'again and again, sssd' "$(ns portal 1)" "$(ns sss 1)" '<= 1'
row 'again and again, nslcd' "$(ns portal 1)" "$(ns ldap 1)" '<= 1'
row 'the first in a process, sssd' "$(ns portal 2)" "$(ns sss 2)" '<= 1'
row 'the first in a process, nslcd' "$(ns portal 2)" "$(ns ldap 2)" '<= 1'
row 'the first in a process, 0.1 ms' "$(ns portal 2)" 100000 '<= 1'

# ------------------------------------------------------ while it is frozen
id_root() # SOURCE
{
	LD_LIBRARY_PATH=$dir/nss timeout 95 id root >/dev/null
}
kill -STOP "$SLAPD_PID"
for source in '' portal ldap sss; do
	printf '%s: files %s\n' passwd "$source" group "$source" >"$dir/nsswitch"
	mount --bind "$dir/nsswitch" /etc/nsswitch.conf
	[ -n "$source" ] || source=files
	seconds id_root >"$dir/id.$source"
	for _ in $(slices 9); do
		case $source in
		files | portal) seconds id_root >>"$dir/id.$source" ;;
		esac
	done
	umount /etc/nsswitch.conf
done
title 'id root in s, the server frozen; aim: 0.001 s more than without'
row 'files alone' "$(p50 "$dir/id.portal")" "$(p50 "$dir/id.files")" -
note "$dir/id.ldap" nslcd
note "$dir/id.sss" sssd

seconds log_in portal anna >"$dir/first.portal"
before=$(labd_s)
seconds log_in portal anna >"$dir/then.portal"
after=$(labd_s)
for service in nslcd sssd; do
	{
		seconds log_in "$service" anna >"$dir/first.$service"
		seconds log_in "$service" anna >"$dir/then.$service"
	} &
	eval "wait_$service=$!"
done
# shellcheck disable=SC2154
wait "$wait_nslcd" "$wait_sssd"
title 'who is remembered logs in, in s, the server frozen'
row 'the first: 2 s' "$(figure "$dir/first.portal")" 2 '<= 1'
row 'then: the hash and 0.05 s' "$(figure "$dir/then.portal")" \
    "$(awk "BEGIN { print $after - $before + 0.05 }")" '<= 1'
for service in nslcd sssd; do
	note "$dir/first.$service" "$service, the first"
	note "$dir/then.$service" "$service, then"
done

# ------------------------------------------------------------ when it is back
kill -CONT "$SLAPD_PID"
for pair in $all; do
	service=${pair#*:}
	seconds until_in "$service" dora >"$dir/back.$service" &
	eval "wait_$service=$!"
done
# shellcheck disable=SC2154
wait "$wait_portal" "$wait_nslcd" "$wait_sssd"
title 'the server is back: somebody unseen logs in after s'
row 'labd; 2 s' "$(figure "$dir/back.portal")" 2 '<= 1'
note "$dir/back.nslcd" nslcd
note "$dir/back.sssd" sssd
