#!/bin/sh
# unit_calls.sh - every daemon keeps to the system calls of its own unit: people get
# letters, set passwords, log in, sign on and file leave, and a call beyond them
# kills.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
plain=build/plain
if [ "${BUILD:-$plain}" != $plain ] || ! command -v systemd-analyze >/dev/null
then
	skip 'daemons keep to the calls of their units' \
	    'needs the plain flavour and systemd-analyze'
	finish
	exit
fi
# A tree of the programs, in which the daemons are confined.
BUILD=build/confined.$$
at_exit "rm -rf '$PWD/$BUILD'"
mkdir -p "$BUILD/filter"
cp -rs "$PWD/$plain/daemon" "$PWD/$plain/pam_module" "$PWD/$plain/locale" \
    "$PWD/$plain/voice" "$BUILD"
for unit in conf/systemd/*.service; do
	name=$(basename "$unit" .service)
	started=$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$unit")
	real=$(find "$plain/daemon" -name "$started" -type f)
	program=$BUILD/daemon/${real#"$plain/daemon/"}
	program=${program%/*}/$name # leave-mailer is another's program
	/usr/bin/python3 tests/e2e/unit_filter.py "$unit" \
	    >"$BUILD/filter/$name" || exit 1
	rm -f "$program"
	cat >"$program" <<END
#!/bin/sh
exec "$PWD/$plain/tests/e2e/confined" "$PWD/$BUILD/filter/$name" \
    "$PWD/$real" "\$@"
END
	chmod 755 "$program"
	fails "what is not $name's to call kills it" 159 \
	    "$plain/tests/e2e/confined" "$BUILD/filter/$name" \
	    /usr/bin/unshare -m true
done

# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC1091
. tests/days.sh
days_need
lab=$TMP/lab right=Blue-Harbor-77 pids=''
# shellcheck disable=SC2016
at_exit 'kill $pids 2>/dev/null; wait $pids 2>/dev/null; leave_stop "$TMP"'
# shellcheck disable=SC2034 # leave.sh reads it
LEAVE_SETTINGS="outbox_dir = \"$TMP/leave-letters\";
site_url = \"https://leave.example\";"
daemon() # NAME COMMAND...
{
	daemon_name=$1
	shift
	"$@" >"$TMP/log.$daemon_name" 2>&1 </dev/null &
	pids="$pids $!"
}
mkdir "$TMP/leave-letters"
leave_start "$TMP" && leave_people "$TMP" || exit 1

it 'a letter comes, and its code sets a password' \
    portal_activate "$TMP" 2 a2@school.example $right
portal_activate "$TMP" 4 a4@school.example $right # who decides on leave
portal_end "$TMP" mailer
mkdir "$TMP/relay"
/usr/bin/python3 tests/e2e/smtp_fault.py "$TMP/relay" 2>"$TMP/log.relay" &
at_exit "kill $! 2>/dev/null"
await 20 test -s "$TMP/relay/port"
conf_mailer "$TMP" "$(cat "$TMP/relay/port")" >"$TMP/smtp.conf"
daemon smtp "$BUILD/daemon/mail/portal-mailer" -d -c "$TMP/smtp.conf"
printf '%s\na3@school.example\n' "$(national_id 3)" |
    portal_passwd "$TMP" forgot >/dev/null
it 'so does one by SMTP' await 20 grep -qrs '^To: a3@' "$TMP/relay"
it 'the portal shows its pages' browse -f -o "$TMP/page" "$PORTAL_URL/sign-in"
captcha=$(sed -n 's/.*name="captcha" value="\([^"]*\)".*/\1/p' "$TMP/page")
for kind in png wav; do
	it "and a captcha's $kind" browse -f -o /dev/null \
	    "$PORTAL_URL/captcha/$captcha.$kind"
done

mkdir -p "$lab/pam.d" "$lab/state"
# As conf/tmpfiles makes it; who may not, has labd try to give its file away.
{ chgrp shadow "$lab/state" 2>/dev/null && chmod 2755 "$lab/state"; } ||
	echo fchown >>"$BUILD/filter/labd"
portal_admin "$TMP" machine add lab1 014501 | sed -n 's/^secret: *//p' |
    tr -d '\n' >"$lab/machine"
chmod 600 "$lab/machine"
printf 'server = "%s";\nca_file = "%s";\n' "$PORTAL_URL" "$PORTAL_CA" \
    >"$lab/portal.conf"
conf_labd "$lab/machine" "$lab/state" "$lab/labd.sock" 'timeout_ms = 8000;' \
    'poll_s = 1;' \
    "portal_conf = \"$lab/portal.conf\";" 'claim = true;' \
    "claim_program = \"$PWD/$BUILD/daemon/tools/portal-passwd\";" >"$lab/labd.conf"
for type in auth account; do
	conf_pam "$lab/labd.sock" $type claim
done >"$lab/pam.d/lab"
daemon labd "$BUILD/daemon/labd/labd" -d -c "$lab/labd.conf"
await 20 test -S "$lab/labd.sock"
log_in() # USER LINE...
{
	log_in_user=$1
	shift
	printf '%s\n' "$@" | "$BUILD/daemon/tools/labctl" -P "$lab/pam.d" \
	    -S lab test-login "$log_in_user"
}
it 'people log in' await 20 log_in demoa2 $right
is_remembered() { [ -n "$(ls "$lab/state/offline" 2>/dev/null)" ]; }
await 20 is_remembered
code=$(portal_admin "$TMP" code show demoa3 --why test | sed -n 's/^code: *//p')
it "a first password is set at the prompt, by labd's child" \
    log_in demoa3 any "$(national_id 3)" "$code" $right $right
slapd_stop "$TMP"
it 'without the directory people log in by what is remembered' \
    log_in demoa2 $right
slapd_run "$TMP"

conf_mailer "$TMP" "$(cat "$TMP/relay/port")" |
    sed 's,/outbox",/leave-letters",; s,/run/mailer/,/leaved/mailer/,
	s,mailer.metrics,leave-mailer.metrics,' >"$TMP/leave-mailer.conf"
daemon leave-mailer "$BUILD/daemon/mail/leave-mailer" -d \
    -c "$TMP/leave-mailer.conf"
day=$(day_ahead 1)
it 'leave is filed' leaved_ask "$TMP" file 事假 "${day}T09:00" \
    "${day}T12:00" --account demoa2 --why test
it 'its letter comes by SMTP' await 20 grep -qrs '^To: a4@' "$TMP/relay"

# From the leave service to the portal and back, as a browser goes.
leave_browse()
{
	browse --resolve "leave.localhost:$PORTAL_PORT:127.0.0.1" \
	    -D "$TMP/head" -o "$TMP/page" "$@"
}
header() { tr -d '\r' <"$TMP/head" | sed -n "s/^$1: //Ip"; }
cookie() { header set-cookie | sed -n "s/^\(__Host-$1=[^;]*\).*/\1/p"; }
hidden() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$TMP/page"; }
sign_on() # ACCOUNT PASSWORD
{
	mkdir -p "$TMP/home"
	echo "$2" | XDG_RUNTIME_DIR=$TMP/home "$BUILD/daemon/tools/portal-admin" \
	    --socket "$TMP/run/self/self.sock" login "$1" >"$TMP/login" &&
	leave_browse "$LEAVE_URL/requests" || return 1
	nonce=$(cookie nonce)
	leave_browse "$(header location)" -H \
	    "Cookie: __Host-portal=$(cat "$TMP/home/portal-admin.session")" &&
	leave_browse "$LEAVE_URL/signed-on" -H "Origin: $PORTAL_URL" \
	    -H "Cookie: $nonce" -d "id_token=$(hidden id_token)" \
	    --data-urlencode "state=$(hidden state)" &&
	leave_browse -f "$LEAVE_URL/requests" -H "Cookie: $(cookie leave)"
}
it 'whose it is signs on to the leave service' sign_on demoa2 $right
it 'and sees it' grep -q 事假 "$TMP/page"
for front in front leave; do
	is "a second filter is $front's own" 2 "$(sed -n \
	    's/^Seccomp_filters:[[:space:]]*//p' \
	    "/proc/$(cat "$TMP/pid.$front")/status")"
done
it 'identityd says that all is well' await 20 portal_admin "$TMP" check
for pid in "$TMP"/pid.*; do
	[ "$pid" = "$TMP/pid.nginx" ] || pids="$pids $(cat "$pid")"
done
ended=''
for pid in $pids; do
	kill "$pid"
	wait "$pid" || ended="$ended $?"
done
is 'every daemon ends when it is told to, and not before' '' "$ended"
# 0x1f: by SIGSYS.
is 'no child of theirs was killed' '' "$(grep -rs 'status=0x1f\|Bad system call' \
    "$TMP" --include='log.*')"
finish
