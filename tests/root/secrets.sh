#!/bin/sh
# secrets.sh - secrets are planted at every door, then looked for everywhere:
# command lines while it happens, logs, outbox, spool, directory, accesslog and
# the memory of our daemons afterwards, in every usual disguise. A decoy in each
# place must be found, or the search proves nothing.
set -u
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - secrets are nowhere # SKIP reading memory needs root'
	echo '1..1'
	exit 0
fi
[ "${1:-}" = inside ] || exec unshare -m "$0" inside
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/secrets.sh
# shellcheck disable=SC1091
. tests/slapd.sh
# shellcheck disable=SC1091
. tests/conf.sh
# shellcheck disable=SC1091
. tests/national_id.sh
BUILD=${BUILD:-build/plain}
mkdir -p "$TMP/names" "$TMP/run" "$TMP/keys" "$TMP/outbox" "$TMP/relay" "$TMP/lab" "$TMP/home"
chmod 700 "$TMP/keys" "$TMP/home"
export XDG_RUNTIME_DIR="$TMP/home"
# shellcheck disable=SC2016
at_exit 'kill $pids 2>/dev/null; slapd_stop "$TMP"'
pids=''

start()
{
	name=$1
	shift
	"$@" </dev/null >"$TMP/log.$name" 2>&1 &
	pids="$pids $!"
}

admin() { "$BUILD/daemon/tools/portal-admin" --socket "$TMP/run/ctl/ctl.sock" "$@"; }
passwd_tool() { "$BUILD/daemon/tools/portal-passwd" --socket "$TMP/run/self/self.sock" "$@"; }

id=$(national_id 21)
password=Garden-Walnut-61
changed=Garden-Cherry-72
wrong=Garden-Almond-83

slapd_start "$TMP" || exit 1
conf_identityd "$TMP" 'due_ms = 50;' 'contact_en = "Decoy-In-Identityd";' \
    >"$TMP/identityd.conf"
start identityd "$BUILD/daemon/identityd/identityd" -d -c "$TMP/identityd.conf"
start relay /usr/bin/python3 tests/e2e/smtp_fault.py "$TMP/relay"
await 10 test -S "$TMP/run/mailer/mailer.sock" -a -s "$TMP/relay/port"
conf_mailer "$TMP" "$(cat "$TMP/relay/port")" \
    'contact_en = "Decoy-In-The-Mailer";' >"$TMP/mailer.conf"
start mailer "$BUILD/daemon/mail/portal-mailer" -d -c "$TMP/mailer.conf"
admin school add 014501 Demo --kind junior_high >/dev/null
printf '%s\n' "$id" | admin person add 014501 示範 --account planted \
    --mail planted@school.example --kind TEACHER >"$TMP/added" 2>&1
it 'the person is there' grep -q created "$TMP/added"
admin machine add lab1 014501 | sed -n 's/^secret: *//p' | tr -d '\n' \
    >"$TMP/lab/machine"
chmod 600 "$TMP/lab/machine"
machine=$(cat "$TMP/lab/machine")
conf_labd "$TMP/lab/machine" "$TMP/names" "$TMP/labd.sock" \
    'timeout_ms = 8000;' >"$TMP/lab/labd.conf"
start labd "$BUILD/daemon/labd/labd" -d -c "$TMP/lab/labd.conf"
mkdir "$TMP/pam.d"
for type in auth account; do
	conf_pam "$TMP/labd.sock" $type
done >"$TMP/pam.d/lab"

secrets()
{
	printf 'id\t%s\npassword\t%s\nchanged\t%s\nwrong\t%s\n' \
	    "$id" $password $changed $wrong
	printf 'machine\t%s\n' "$machine"
	[ -z "${code:-}" ] || printf 'code\t%s\ndigits\t%s\n' "$code" \
	    "$(echo "$code" | tr -d ' ')"
	printf 'decoy\t%s\n' "$1"
}
secrets Decoy-On-A-Command-Line >"$TMP.secrets"
secrets_watch

printf '%s\nplanted@school.example\n' "$id" | passwd_tool forgot >/dev/null
await 20 grep -q 'To: planted' -r "$TMP/relay" || echo '# no letter'
code=$(/usr/bin/python3 -c 'import email, email.policy, re, sys
message = email.message_from_binary_file(
    open(sys.argv[1], "rb"), policy=email.policy.default)
print(re.search("[0-9]{4} [0-9]{4} [0-9]{4}", message.get_content())[0])' \
    "$TMP/relay/letter.1")
printf '%s\n%s\n%s\n' "$id" "$code" $password | passwd_tool reset \
    >"$TMP/reset" 2>&1
it 'the code sets the password' grep -q planted "$TMP/reset"
pam_login()
{
	printf '%s' "$1" | env LD_PRELOAD=libpam_wrapper.so PAM_WRAPPER=1 \
	    PAM_WRAPPER_SERVICE_DIR="$TMP/pam.d" pamtester lab planted authenticate
}
it 'which logs in' pam_login $password
fails 'another does not' 1 pam_login $wrong
printf '%s\n' $wrong | admin login planted >"$TMP/login" 2>&1
printf '%s\n' $password | admin login planted >"$TMP/login" 2>&1
it 'the person signs in' grep -q openid "$TMP/login"
session=$(cat "$TMP"/home/*)
admin logout >/dev/null 2>&1
change() { printf '%s\n' planted $password $changed | passwd_tool change; }
it 'and changes the password' change
secrets_watched
await 20 sh -c "[ -z \"\$(ls '$TMP/outbox/due' '$TMP/outbox/sent')\" ]"

rm -rf "$TMP/relay" "$TMP/lab" "$TMP/login" "$TMP/.out" # delivered; its own
secrets Decoy-In-Identityd >"$TMP.secrets"
secrets_nowhere 'on disk' files "$TMP"

printf 'session\t%s\n' "$session" >>"$TMP.secrets"
# The machine's own secret is labd's to keep.
grep -v '^machine' "$TMP.secrets" >"$TMP.secrets2"
mv "$TMP.secrets2" "$TMP.secrets"
# shellcheck disable=SC2086
secrets_daemons $pids >"$TMP/pids"
it 'there are daemons to look into' test "$(wc -l <"$TMP/pids")" -ge 6
# shellcheck disable=SC2046
secrets_no_core $(cat "$TMP/pids")
# shellcheck disable=SC2046
secrets_nowhere 'in memory' memory $(cat "$TMP/pids")
finish
