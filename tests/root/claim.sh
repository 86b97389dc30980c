#!/bin/sh
# claim.sh - new people set their first password at real sshd, login and su, with
# the whole portal behind; then what they typed is looked for everywhere: command
# lines while it happens, logs and disk, the memory of our daemons afterwards.
set -u
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - first passwords at the prompt # SKIP needs root'
	echo '1..1'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	tests/unpack.sh slapd openssh-server nginx
	exec unshare -m "$0" inside
fi
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/secrets.sh
# shellcheck disable=SC1091
. tests/portal.sh
# shellcheck disable=SC1091
. tests/machine.sh
labd=''
# shellcheck disable=SC2016
at_exit '[ -z "$labd" ] || kill $labd; portal_stop "$TMP/portal"'
mkdir "$TMP/portal" "$TMP/lab"
machine_begin
portal_start "$TMP/portal" || exit 1
portal_people "$TMP/portal"

portal_admin "$TMP/portal" machine add lab1 014501 |
    sed -n 's/^secret: *//p' | tr -d '\n' >"$TMP/lab/machine"
chmod 600 "$TMP/lab/machine"
printf 'server = "%s";\nca_file = "%s";\n' "$PORTAL_URL" "$PORTAL_CA" \
    >"$TMP/lab/portal.conf"
conf_labd "$TMP/lab/machine" /var/lib/labd /run/labd/labd.sock \
    'timeout_ms = 8000;' 'poll_s = 1;' 'claim = true;' \
    "portal_conf = \"$TMP/lab/portal.conf\";" \
    "claim_program = \"$PWD/$BUILD/daemon/tools/portal-passwd\";" \
    >"$TMP/lab/labd.conf"
"$BUILD/daemon/labd/labd" -d -c "$TMP/lab/labd.conf" >"$TMP/lab/log" 2>&1 \
    </dev/null &
labd=$!
module=$PWD/$BUILD/pam_module/pam_portal.so
machine_service portal-sshd claim
machine_service su-l claim
# As pam-auth-update makes it: the password is asked for by another module.
cat >"$TMP/pam.d/login" <<END
auth	[success=2 default=ignore]	pam_unix.so
auth	[success=1 default=ignore]	$module use_first_pass claim minimum_uid=1000
auth	requisite	pam_deny.so
auth	required	pam_permit.so
account	[success=ok user_unknown=ignore default=bad]	$module
account	required	pam_permit.so
session	required	pam_permit.so
END
sed -i '/^LOGIN_TIMEOUT/d' /etc/login.defs
echo 'LOGIN_TIMEOUT 300' >>/etc/login.defs
MACHINE_PASSWORD_METHOD=yes machine_sshd

right=Blue-Harbor-77 short=Bl-7
letter() # NUMBER: a check code for demoaNUMBER
{
	printf '%s\na%s@school.example\n' "$(national_id "$1")" "$1" |
	    portal_passwd "$TMP/portal" forgot >/dev/null
	portal_letter "$TMP/portal" "a$1@school.example"
}
for n in 2 3 4 5; do
	letter $n >"$TMP/code.$n"
done
{
	printf 'password\t%s\ndecoy\t%s\n' "$right" Decoy-On-A-Command-Line
	for n in 2 3 4; do
		printf 'id%s\t%s\n' $n "$(national_id $n)"
		printf 'code%s\t%s\n' $n "$(cat "$TMP/code.$n")"
		printf 'digits%s\t%s\n' $n "$(tr -d ' \n' <"$TMP/code.$n")"
	done
} >"$TMP.secrets"
secrets_watch

it 'new people are accounts of the machine' await 20 id demoa2
fails 'a wrong code opens nothing, by ssh' 255 log_in demoa2 true \
    anything "$(national_id 2)" '0000 0000 0000' $right $right
is 'by ssh a person sets a password, after one that is refused, and is in' \
    demoa2 "$(log_in demoa2 'id -un' "$(cat "$TMP/code.2")" \
    "$(national_id 2)" $short $short $right $right 2>"$TMP/err")"
it 'a refused one is told why' grep -q 'characters' "$TMP/err" "$TMP/prompts"
is 'and is in by it' demoa2 "$(log_in demoa2 'id -un' $right 2>"$TMP/err")"
MACHINE_METHOD=password fails 'a program that asks one question cannot do this' \
    255 log_in demoa5 true "$(cat "$TMP/code.5")"

cat >"$TMP/login.expect" <<'END'
set timeout 30
set files [open $env(TYPED)]
set typed [split [read $files] "\n"]
spawn -noecho {*}$env(COMMAND)
expect {
	-re {login: $} { send "$env(PERSON)\r"; exp_continue }
	-re {(assword|ID|code|again): $} {
		send "[lindex $typed 0]\r"
		set typed [lrange $typed 1 end]
		exp_continue
	}
	incorrect { exit 1 }
	failure { exit 1 }
	-re {[$#] $} { send {echo I am $(id -un); exit}; send "\r" }
}
expect eof
END
at_console() # USER COMMAND LINE...
{
	user=$1 command=$2
	shift 2
	printf '%s\n' "$@" >"$TMP/typed"
	PERSON=$user COMMAND=$command TYPED=$TMP/typed HOME=/ \
	    expect -f "$TMP/login.expect" >"$TMP/screen" 2>&1
}
at_console demoa3 login anything "$(national_id 3)" "$(cat "$TMP/code.3")" \
    $right $right || :
it 'at the console a person does' grep -q 'I am demoa3' "$TMP/screen"
# From a file: the watcher reads grep's command line, too.
printf '%s\n' $right "$(national_id 3)" "$(cat "$TMP/code.3")" >"$TMP/typed"
fails 'and nothing of it is on the screen' 1 grep -qFf "$TMP/typed" "$TMP/screen"
at_console demoa4 'setpriv --reuid 65534 --regid 65534 --clear-groups su -l demoa4' \
    '' "$(national_id 4)" "$(cat "$TMP/code.4")" $right $right || :
it 'by su, with an empty password, too' grep -q 'I am demoa4' "$TMP/screen"

secrets_watched

# Ours: what was typed, the letters, who was imported.
rm -rf "$TMP"/code.* "$TMP"/typed "$TMP"/answers "$TMP"/prompts \
    "$TMP/portal/mail" "$TMP/portal/roster.csv" "$TMP/.out"
sed -i '/^decoy/d' "$TMP.secrets"
printf 'decoy\t%s\n' 'account=demoa2' >>"$TMP.secrets"
secrets_nowhere 'on disk' files "$TMP" /var/lib/labd
sed -i '/^decoy/d' "$TMP.secrets"
printf 'decoy\t%s\n' "$TMP/lab/machine" >>"$TMP.secrets"
# shellcheck disable=SC2046
secrets_nowhere 'in memory' memory \
    $(secrets_daemons "$labd" $(cat "$TMP"/portal/pid.*))
finish
