#!/bin/sh
# metrics_pair.sh - of two providers and a read replica one stops following while
# all answer: who watches over them is told, by identityd and conf/prometheus.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
# shellcheck disable=SC1091
. tests/pair.sh
# shellcheck disable=SC1091
. tests/alerts.sh
lag='portal_replication_lag_seconds{daemon="identityd",home="2"}'
for what in metrics check; do
	echo "$what:$TMP/a/run/ctl/ctl.sock"
done >"$TMP/sockets"

gap() { told metrics | number "$lag" -; }
# Everything as before, but for what the gap is in ten minutes. The exporter gives
# every number of a name all labels of it.
later()
{
	awk -v lag="$lag" '{
		name = $1
		sub(/,replica=""/, "", name)
		print $1, $2 + (name == lag) * 600
	}'
}
gap_is() { [ "$(gap)" -eq "$1" ]; }
gap_passes() { [ "$(gap)" -gt "$1" ]; }

# Somebody is written to at the second provider.
write_there()
{
	it_at b ldapmodify >/dev/null <<END
dn: cn=uidNext-2,ou=services,$SLAPD_BASE
changetype: modify
increment: portalCounterNext
portalCounterNext: 1
END
}

stop_following() # HOST
{
	config_at "$1" ldapmodify >/dev/null <<END
dn: olcDatabase={1}mdb,cn=config
changetype: modify
delete: olcSyncrepl
-
delete: olcMultiProvider
END
}

tests/unpack.sh slapd
for host in a b c; do
	mkdir -p "$TMP/$host/run" "$TMP/$host/outbox"
	chmod 2770 "$TMP/$host/outbox"
	mkdir -m 700 "$TMP/$host/keys"
done
mkdir "$TMP/w"
nginx_ports "$TMP/w"
at_exit "exporter_stop; pair_stop"
pair_directory
pair_merged
pair_reader
pair_identityd_conf a
# A third home, which never wrote.
sed -i 's/^\(homes = .*"2 \)\([^"]*\)"/\1\2", "4 \2"/' "$TMP/a/identityd.conf"
echo "replicas = [ \"3 $(pair_value c LDAPS)\" ];" >>"$TMP/a/identityd.conf"
pair_one start a identityd
exporter_start
write_there
it 'what the second wrote the first has' await 60 gap_is 0
told metrics >"$TMP/said"
it 'Prometheus reads what is told of three homes and a replica' sh -c \
    "'$promtool' check metrics <'$TMP/said'"
is 'nothing is missing of one that never wrote' 0 \
    "$(number "$(echo "$lag" | sed 's/2"/4"/')" "$TMP/said")"
scrape >"$TMP/before"
stop_following a
write_there
it 'what it writes when the first has stopped following' await 20 gap_passes 0
seen=$(gap)
it 'is missing there for longer and longer' await 20 gap_passes "$seen"
is 'while all answer' '1 1 1 1' "$(told metrics |
    sed -n 's/^portal_directory_up.*} //p' | xargs)"
scrape | later >"$TMP/after"
judge PortalReplicationLate 1 PortalDirectoryAway
it 'the dashboard shows it' grep -q "${lag%%\{*}" conf/grafana/portal.json
pair_follow a b
it 'it follows again, and lacks nothing' await 60 gap_is 0

lag='portal_replication_lag_seconds{daemon="identityd",home="1",replica="3"}'
it 'what the first wrote the replica has' await 60 gap_is 0
scrape >"$TMP/before"
stop_following c
it_at a ldapmodify >/dev/null <<END
dn: $SLAPD_BASE
changetype: modify
replace: description
description: not at the replica
END
it 'it stops following, and what the first writes' await 20 gap_passes 0
seen=$(gap)
it '  is missing there for longer and longer' await 20 gap_passes "$seen"
scrape | later >"$TMP/after"
judge PortalReplicationLate 1 PortalDirectoryAway
replicas_are() { told check | grep -q "replicas.*$1"; }
it 'portal-admin check finds it' replicas_are ok
pair_one stop c slapd
it '  and says when it is away' await 20 replicas_are 'server 3'
finish
