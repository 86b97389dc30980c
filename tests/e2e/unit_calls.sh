#!/bin/sh
# unit_calls.sh - every daemon keeps to the system calls of its own unit: people get
# letters, set passwords, log in and file leave, and a call beyond them kills.
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
	program=$(find "$BUILD/daemon" -name "$name" ! -type d)
	[ -n "$program" ] || continue # one more unit of another's program
	/usr/bin/python3 tests/e2e/unit_filter.py "$unit" \
	    >"$BUILD/filter/$name" || exit 1
	rm "$program"
	cat >"$program" <<END
#!/bin/sh
exec "$PWD/$plain/tests/e2e/confined" "$PWD/$BUILD/filter/$name" \
    "$PWD/$plain/${program#"$BUILD/"}" "\$@"
END
	chmod 755 "$program"
	fails "what is not $name's to call kills it" 159 \
	    "$plain/tests/e2e/confined" "$BUILD/filter/$name" \
	    /usr/bin/unshare -m true
done

# shellcheck disable=SC1091
. tests/portal.sh
lab=$TMP/lab right=Blue-Harbor-77 pids=''
# shellcheck disable=SC2016
at_exit 'kill $pids 2>/dev/null; wait $pids 2>/dev/null; portal_stop "$TMP"'
daemon() # NAME COMMAND...
{
	daemon_name=$1
	shift
	"$@" >"$TMP/log.$daemon_name" 2>&1 </dev/null &
	pids="$pids $!"
}
portal_start "$TMP" || exit 1
portal_people "$TMP"

it 'a letter comes, and its code sets a password' \
    portal_activate "$TMP" 2 a2@school.example $right
portal_end "$TMP" mailer
mkdir "$TMP/relay"
daemon relay /usr/bin/python3 tests/e2e/smtp_fault.py "$TMP/relay"
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

mkdir "$TMP/leaved"
conf_leaved "$TMP" "sqlite:$TMP/leave.sqlite" >"$TMP/leaved.conf"
daemon leaved "$BUILD/daemon/leaved/leaved" -d -c "$TMP/leaved.conf"
await 20 test -S "$TMP/leaved/ctl/ctl.sock"
it 'the leave service answers' "$BUILD/daemon/tools/portal-admin" \
    --socket "$TMP/leaved/ctl/ctl.sock" leave check
it 'identityd says that all is well' await 20 portal_admin "$TMP" check
# 0x1f: by SIGSYS.
is 'nobody was killed' '' "$(grep -rs 'status=0x1f\|Bad system call' \
    "$TMP" --include='log.*')"
finish
