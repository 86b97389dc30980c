#!/bin/sh
# lab_drills.sh - what happens to logins when something breaks, and afterwards.
#
# anna has logged in before and is remembered; emil, twin and dora have not. A
# login is labctl test-login: 0 yes, 77 no, 69 nobody knows.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab fault=$TMP/fault
mkdir "$dir" "$fault"
chmod 755 "$TMP" "$dir"
at_exit "kill \$FAULT_PID 2>/dev/null; lab_stop '$dir'"
lab_start "$dir"
lab_service "$dir" portal ''
slapd_port=$(cat "$dir/port")
right='right paSSword of 41 kites'
export LC_ALL=C

log_in() # USER PASSWORD; in less than a login's patience
{
	code=0
	printf '%s\n' "$2" | timeout 8 "$BUILD/daemon/tools/labctl" \
	    -P "$dir/pam.d" -S portal test-login "$1" >"$TMP/said" 2>&1 || code=$?
	cat "$TMP/said"
	return "$code"
}
ctl() { "$BUILD/daemon/tools/labctl" -s "$dir/run/labd.sock" "$@"; }
sees() { ctl status 2>&1 | grep -q "$1"; }
# The listener, and whoever is connected to it.
is_asked() { [ "$(grep -c "$dir/run/labd.sock" /proc/net/unix)" -gt 1 ]; }
is_kept() { [ -e "$dir/state/offline/$1" ]; }

become() # MODE, of the network
{
	echo "$1" >"$fault/mode.new"
	mv "$fault/mode.new" "$fault/mode"
	await 10 has_become "$1"
}
has_become() { [ "$(cat "$fault/done" 2>/dev/null)" = "$1" ]; }

labd_again() # SERVER...
{
	kill "$LAB_PID" 2>/dev/null || :
	wait "$LAB_PID" || :
	list=$(printf ', "%s"' "$@")
	sed -i "s|^servers = .*|servers = [ ${list#, } ];|" "$dir/labd.conf"
	lab_run "$dir"
}

survives() # WHAT USER; after that something has broken
{
	it "$1: who is remembered logs in" log_in anna "$right"
	fails "$1: a wrong password is wrong" 77 log_in anna wrong
	fails "$1: of who is not remembered nobody knows" 69 log_in "$2" "$right"
}
recovers() # WHAT USER
{
	it "$1 is over: who is not remembered logs in" \
	    await 20 log_in "$2" "$right"
}
recall_nobody_but_anna()
{
	for uid in "$dir"/state/offline/2*; do
		[ "${uid##*/}" = 20001 ] || rm -f "$uid"
	done
}

# ------------------------------------------------------ the network
echo pass >"$fault/mode"
/usr/bin/python3 tests/e2e/lab_fault.py "$slapd_port" "$fault" &
# shellcheck disable=SC2034
FAULT_PID=$!
await 10 has_become pass
far=ldaps://127.0.0.1:$(cat "$fault/port")
labd_again "$far"
it 'anna logs in' await 10 log_in anna "$right"
await 10 is_kept 20001
for mode in refuse hole drop; do
	become "$mode"
	survives "$mode" emil
	become pass
	recovers "$mode" emil
	await 10 is_kept 20008
	recall_nobody_but_anna
done

# ------------------------------------------- one of two servers
labd_again "$far" "$SLAPD_LDAPS"
await 10 log_in anna "$right"
become hole
it 'the primary is lost: the other one knows' await 10 log_in emil "$right"
it 'and labctl says which is lost' await 10 sees "^bad *directory server $far"
become pass
it 'the primary is back' await 20 sees "^ok *directory server $far"
kill -STOP "$SLAPD_PID"
it 'both are frozen: anna is remembered' log_in anna "$right"
kill -CONT "$SLAPD_PID"
recovers 'both frozen' twin
await 10 is_kept 20006
recall_nobody_but_anna

# ----------------------------------------------------- the server
labd_again "$SLAPD_LDAPS"
await 10 log_in anna "$right"
kill -STOP "$SLAPD_PID"
survives 'slapd stopped' emil
kill -CONT "$SLAPD_PID"
recovers 'slapd stopped' emil
kill -KILL "$SLAPD_PID"
wait "$SLAPD_PID" || :
survives 'slapd killed' twin
slapd_run "$dir"
recovers 'slapd killed' twin
await 10 is_kept 20006
recall_nobody_but_anna

# ------------------------------------------------- its certificate
tls=$SLAPD_ROOT/tls
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -subj '/CN=127.0.0.1' -keyout "$TMP/old.key" -out "$TMP/old.csr" 2>/dev/null
openssl x509 -req -in "$TMP/old.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" \
    -set_serial 99 -days -1 -extfile "$tls/san" -out "$TMP/old.pem" 2>/dev/null
with_certificate() # PEM KEY
{
	ldapmodify -x -D cn=config -y "$dir/secret/config" -H "$SLAPD_LDAPI" \
	    >/dev/null <<-LDIF
	dn: cn=config
	changetype: modify
	replace: olcTLSCertificateFile
	olcTLSCertificateFile: $1
	-
	replace: olcTLSCertificateKeyFile
	olcTLSCertificateKeyFile: $2
	LDIF
	slapd_stop "$dir"
	slapd_run "$dir"
}
with_certificate "$TMP/old.pem" "$TMP/old.key"
survives 'certificate expired' emil
it 'labctl says that it has expired' \
    await 10 sees '^bad .*certificate has expired'
with_certificate "$tls/server.pem" "$tls/server.key"
recovers 'certificate expired' emil
it 'and labctl has nothing to say' await 10 eval '! sees certificate'

# ------------------------------------------------------- labd itself
kill -KILL "$LAB_PID"
wait "$LAB_PID" 2>/dev/null || :
fails 'labd killed: nobody knows' 69 log_in anna "$right"
lab_run "$dir"
it 'labd is back' await 10 log_in anna "$right"
# Told to stop while a login hangs on a frozen server: that one is answered.
await 10 eval '! is_asked'
kill -STOP "$SLAPD_PID"
log_in anna "$right" >"$TMP/mid" 2>&1 &
mid=$!
await 10 is_asked
kill "$LAB_PID"
it 'labd restarted in the middle: the login ends well' wait "$mid"
kill -CONT "$SLAPD_PID"
wait "$LAB_PID" || :
lab_run "$dir"
it 'and the next one as well' await 10 log_in anna "$right"

# ------------------------------------------------------- strangers
stranger=''
[ "$(id -u)" -ne 0 ] || stranger='setpriv --reuid 65534 --clear-groups'
cp tests/e2e/lab_idle.py "$TMP/idle.py"
mkfifo "$TMP/hold"
# shellcheck disable=SC2086
$stranger /usr/bin/python3 "$TMP/idle.py" "$dir/run/labd.sock" 200 \
    <"$TMP/hold" >"$TMP/held" &
idle=$!
exec 3>"$TMP/hold"
await 10 [ -s "$TMP/held" ]
is '200 connections that say nothing' 200 "$(cat "$TMP/held")"
if [ -n "$stranger" ]; then
	it 'of a stranger stop nobody' log_in anna "$right"
else
	it 'are gone soon' await 10 log_in anna "$right"
fi
exec 3>&-
wait "$idle"

# ----------------------------------------------------------- clocks
faketime=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
labd_at() # OFFSET
{
	kill "$LAB_PID"
	wait "$LAB_PID" || :
	FAKETIME=$1 FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD=$faketime \
	    lab_run "$dir"
}
if [ -z "$faketime" ] || [ "$BUILD" != build/plain ]; then
	skip 'the clock is wrong' 'needs libfaketime and the plain flavour'
else
	for offset in +25h -25h; do
		labd_at "$offset"
		it "the clock is $offset: anna logs in" \
		    await 10 log_in anna "$right"
		kill -STOP "$SLAPD_PID"
		it "the clock is $offset: she is remembered" \
		    log_in anna "$right"
		kill -CONT "$SLAPD_PID"
		recovers "$offset" emil
	done
	kill -STOP "$SLAPD_PID"
	labd_at +10d
	fails 'ten days without a server are too long' 69 \
	    log_in anna "$right"
	it 'and the person is told' grep -q 'has not reached' "$TMP/said"
	labd_at +0
	fails 'and turning the clock back makes them no shorter' 69 \
	    log_in anna "$right"
	kill -CONT "$SLAPD_PID"
	recovers 'too long' anna
fi
finish
