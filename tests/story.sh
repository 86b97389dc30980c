#!/bin/sh
# story.sh [once] - a demo city, and the whole story told on real parts.
#
# Everything lives in build/run: slapd, identityd, portal-mailer with a relay
# that refuses perm@, the portal's pages behind nginx, and labd with a PAM
# service of its own. Each step prints
# the command as one would type it and what really came back; a step that
# differs from what it should be makes the exit code 1. Without `once` it stays
# up, says what to try, and Ctrl-C leaves nothing behind.
#
# The people are made up, and their national IDs are computed test values.
set -u
export BUILD="${BUILD:-build/plain}" LC_ALL=C.UTF-8 LANGUAGE=
RUN=$PWD/build/run
# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC1091
. tests/conf.sh
# shellcheck disable=SC1091
. tests/days.sh
# shellcheck disable=SC1091
. tests/tell.sh
once=${1:-} pids=''

stop_all()
{
	trap - EXIT INT TERM HUP
	for pid in $pids; do
		kill "$pid" 2>/dev/null
	done
	nginx_stop "$RUN"
	for name in leave leaved front; do
		portal_end "$RUN" "$name"
	done
	[ ! -s "$RUN/slapd.pid" ] || slapd_stop "$RUN"
	# shellcheck disable=SC2086
	[ -z "$pids" ] || wait $pids 2>/dev/null
	rm -rf "$RUN"
}

begin() # NAME COMMAND...: a daemon, its log in RUN/log.NAME
{
	log=$RUN/log.$1
	shift
	"$@" >"$log" 2>&1 </dev/null &
	pids="$! $pids"
}

await() # SECONDS COMMAND...
{
	tries=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.05
	done
}

admin() { shown "portal-admin $*" "$BUILD/daemon/tools/portal-admin" \
	--socket "$RUN/run/ctl/ctl.sock" "$@"; }
# As somebody with no rights on this server: through the socket of everybody.
desk() { shown "portal-admin $*" "$BUILD/daemon/tools/portal-admin" \
	--socket "$RUN/run/self/self.sock" "$@"; }
passwd_tool() { shown "portal-passwd $*" "$BUILD/daemon/tools/portal-passwd" \
	--socket "$RUN/run/self/self.sock" "$@"; }
login() # ACCOUNT PASSWORD
{
	typed=$2
	shown "pamtester lab $1 authenticate acct_mgmt" env \
	    LD_PRELOAD=libpam_wrapper.so PAM_WRAPPER=1 \
	    PAM_WRAPPER_SERVICE_DIR="$RUN/pam.d" \
	    pamtester lab "$1" authenticate acct_mgmt
}
ldap() # WHAT COMMAND...: as IT, over TLS
{
	what=$1
	shift
	shown "$what" env LDAPTLS_CACERT="$SLAPD_CA" "$@"
}
as_it() { echo -x -H "$SLAPD_LDAPS" -D "$SLAPD_IT" -y "$RUN/secret/it"; }

# The newest letter to an address, once it is there: its code.
letter_to()
{
	# shellcheck disable=SC2016
	await 20 sh -c 'grep -lq "^To: $1" "$2"/letter.*' - "$1" "$RUN/relay" ||
		return 1
	letter=$(grep -l "^To: $1" "$RUN"/relay/letter.* | tail -n 1)
	/usr/bin/python3 -c 'import email, email.policy, sys
message = email.message_from_binary_file(
    open(sys.argv[1], "rb"), policy=email.policy.default)
print("To:", message["to"]); print("Subject:", message["subject"]); print()
print(message.get_content())' "$letter"
}

# What a reader sees of a page, without the marks.
browse_page()
{
	browse -H 'Accept-Language: zh-TW' "$PORTAL_URL$1" |
	    sed -n 's/<[^>]*>//g; s/^[[:blank:]]*//; /./p'
}

# A browser that leave does not know is sent to the portal.
browse_leave()
{
	curl --silent --cacert "$PORTAL_CA" --dump-header - --output /dev/null \
	    --resolve "leave.localhost:$PORTAL_PORT:127.0.0.1" "$LEAVE_URL/" |
	    tr -d '\r' | sed -n '1p; /^location:/p'
}

roster()
{
	echo '身分證字號,姓名,英文姓名,電子信箱,人員類別,學校代碼,單位,行政職'
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13; do
		kind=TEACHER post=
		[ "$n" -ne 1 ] || kind=CIVIL
		[ "$n" -ne 2 ] || post=教學組長
		echo "$(national_id "$n"),示範甲$n,demo-a$n,a$n@school.example,$kind,014501,教務處,$post"
		[ "$n" -ne 1 ] || kind=CIVIL
		box=b$n
		[ "$n" -ne 3 ] || box=perm
		echo "$(national_id $((100 + n))),示範乙$n,demo-b$n,$box@school.example,$kind,014602,教務處,"
	done
}

set_up()
{
	rm -rf "$RUN"
	mkdir -p "$RUN/run" "$RUN/keys" "$RUN/outbox" "$RUN/relay" \
	    "$RUN/pam.d" "$RUN/home"
	chmod 700 "$RUN/keys" "$RUN/home"
	export XDG_RUNTIME_DIR="$RUN/home"
	slapd_start "$RUN" || exit 1
	conf_identityd "$RUN" \
	    'contact_zh = "教育局資訊網路中心 02-0000-0000";' \
	    "contact_en = \"the bureau's network centre, 02-0000-0000\";" \
	    >"$RUN/identityd.conf"
	begin identityd "$BUILD/daemon/identityd/identityd" -d \
	    -c "$RUN/identityd.conf"
	begin relay /usr/bin/python3 tests/e2e/smtp_fault.py "$RUN/relay"
	identityd=${pids#* }
	identityd=${identityd%% *}
	await 10 test -s "$RUN/relay/port" -a -S "$RUN/run/mailer/mailer.sock" ||
		differ 'identityd or the relay does not come up'
	conf_mailer "$RUN" "$(cat "$RUN/relay/port")" >"$RUN/portal-mailer.conf"
	begin mailer "$BUILD/daemon/mail/portal-mailer" -d \
	    -c "$RUN/portal-mailer.conf"
}

lab_up()
{
	mkdir -m 755 "$RUN/names"
	conf_labd "$RUN/machine" "$RUN/names" "$RUN/labd.sock" >"$RUN/labd.conf"
	begin labd "$BUILD/daemon/labd/labd" -d -c "$RUN/labd.conf"
	for type in auth account; do
		conf_pam "$RUN/labd.sock" $type
	done >"$RUN/pam.d/lab"
	await 10 test -S "$RUN/labd.sock" || differ 'labd does not come up'
}

trap stop_all EXIT
trap 'exit 1' INT TERM HUP
set_up

say '1. IT makes three schools; the third is a private kindergarten.'
admin school add 014501 示範國民中學 --kind junior_high
expect 0 .
admin school add 014602 示範國民小學 --kind elementary
expect 0 .
admin school add 01K001 示範幼兒園 --kind private_kindergarten
expect 0 .
for school in 014501 014602; do
	admin unit add $school 教務處
	expect 0 .
done

say '2. Personnel send a roster of 26; the plan comes first.'
roster >"$RUN/roster.csv"
admin import "$RUN/roster.csv" --plan
expect 0 26
admin import "$RUN/roster.csv" --yes
expect 0 26
say '   Again: nothing changes.'
admin import "$RUN/roster.csv" --yes
expect 0 26

say '3. The kindergarten has no accounts.'
typed="$(national_id 300)"
admin person add 01K001 示範丙 --mail c@school.example --account demo-c
expect 77 'account|帳號'

say '4. The person asks for a letter with a check code ...'
typed="$(national_id 2)
a2@school.example
"
passwd_tool forgot
expect 0 .
say '   ... a stranger, or a wrong address, hears one and the same thing ...'
typed="$(national_id 2)
somebody@else.example
"
passwd_tool forgot
expect 1 '查無此資料|No such record'
say '   ... and the letter comes.'
shown 'cat Maildir/new/*' letter_to a2@school.example
expect 0 '[0-9]{4} [0-9]{4} [0-9]{4}'
check_code=$(printf '%s' "$out" | grep -Eo '[0-9]{4} [0-9]{4} [0-9]{4}' | head -n 1)

say '5. A wrong code; then a password that breaks a rule; then the right ones.'
typed="$(national_id 2)
0000 0000 0000
Blue-Harbor-77
"
passwd_tool reset
expect 77 'code'
typed="$(national_id 2)
$check_code
abc
"
passwd_tool reset
expect 65 .
typed="$(national_id 2)
$check_code
Blue-Harbor-77
"
passwd_tool reset
expect 0 .
say '   The same again: the truth.'
typed="$(national_id 2)
$check_code
Blue-Harbor-77
"
passwd_tool reset
expect 2 .

say '6. IT enrols a lab machine; the person logs in there through PAM.'
admin machine add lab1 014501
expect 0 .
(umask 077 && printf '%s\n' "$out" | sed -n 's/^secret: *//p' |
	tr -d '\n' >"$RUN/machine")
lab_up
login demoa2 Blue-Harbor-77
expect 0 successfully
say '   A wrong password does not.'
login demoa2 Blue-Harbor-78
expect 1 .

say '7. A letter that bounced: personnel read the code to the person.'
admin role grant personnel demob1 --school 014602
expect 0 .
for who in 'demob1 101 b1' 'demob3 103 perm'; do
	# shellcheck disable=SC2086
	set -- $who
	typed="$(national_id "$2")
$3@school.example
"
	passwd_tool forgot
	expect 0 .
done
letter_to b1@school.example >"$RUN/letter" || differ 'no letter'
typed="$(national_id 101)
$(grep -Eo '[0-9]{4} [0-9]{4} [0-9]{4}' "$RUN/letter" | head -n 1)
Quiet-Window-41
"
passwd_tool reset
expect 0 .
bounced() { "$BUILD/daemon/tools/portal-admin" --socket \
	"$RUN/run/ctl/ctl.sock" mail list | grep -q 'demob3.*bounced'; }
await 20 bounced
admin mail list --letter-state bounced
expect 0 'demob3.*bounced.*no such user'
typed='Quiet-Window-41
'
desk login demob1
expect 0 .
typed='Quiet-Window-41
'
desk code show demob3 --why 'mailbox is gone'
expect 0 '[0-9]{4} [0-9]{4} [0-9]{4}'
check_code=$(printf '%s' "$out" | grep -Eo '[0-9]{4} [0-9]{4} [0-9]{4}')
say '   Not of another school, and not their own.'
desk code show demoa3 --why curious
expect 77 .
desk code show demob1 --why curious
expect 77 .
desk logout
expect 0 ''
typed="$(national_id 103)
$check_code
Early-Garden-52
"
passwd_tool reset
expect 0 .

say '8. Transfer (介聘調任): released by the old school, taken in by the new.'
typed="$(national_id 103)
"
admin person take-in 014501 --unit 教務處 --mail moved@school.example
expect 77 .
admin person release demob3 --why 介聘
expect 0 .
typed="$(national_id 103)
"
admin person take-in 014501 --unit 教務處 --mail moved@school.example
expect 0 .
admin person show demob3
expect 0 'state: *new'
login demob3 Early-Garden-52
expect 1 .

say '9. IT suspends somebody with an ordinary LDAP tool; every client refuses.'
person_dn=uid=demoa2,ou=people,$SLAPD_BASE
printf 'dn: %s\nreplace: portalState\nportalState: suspended\n' "$person_dn" \
    >"$RUN/suspend.ldif"
# shellcheck disable=SC2046
ldap 'ldapmodify -f suspend.ldif' ldapmodify $(as_it) -f "$RUN/suspend.ldif"
expect 0 modifying
login demoa2 Blue-Harbor-77
expect 1 .
printf Blue-Harbor-77 >"$RUN/password"
ldap "ldapwhoami -D $person_dn -y password" ldapwhoami -x -H "$SLAPD_LDAPS" \
    -D "$person_dn" -y "$RUN/password"
expect 49 'Invalid credentials'
# shellcheck disable=SC2046
ldap "ldapsearch -b $person_dn portalState" ldapsearch -LLL $(as_it) \
    -b "$person_dn" portalState
expect 0 'portalState: suspended'

say '10. What was done is written down, and the chain holds.'
admin audit list --account demob3
expect 0 'code_show'
admin audit head
expect 0 '1-[0-9]+-[0-9a-f]{64}'
head=$(printf '%s' "$out" | grep -Eo '1-[0-9]+-[0-9a-f]{64}-[0-9]+-[0-9a-f]{64}')
admin audit verify "$head"
expect 0 'the chain is whole'
admin stats
expect 0 .
admin check
expect 0 directory

say '11. The same in a browser: the portal.'
PORTAL_PROOF_BITS=18 portal_front_start "$RUN" "$RUN/run/front/front.sock" ||
	differ 'portal-front does not come up'
# shellcheck disable=SC2034 # nginx.sh reads it
NGINX_LEAVE=$RUN/leave.sock
nginx_start "$RUN" "$RUN/front.sock" || differ 'nginx does not come up'
shown "curl $PORTAL_URL/forgot" browse_page /forgot
expect 0 '忘記個人密碼'
cat >"$RUN/portal.conf" <<END
server = "$PORTAL_URL";
ca_file = "$PORTAL_CA";
END
say '   And portal-passwd from a lab machine, over the network.'
typed="$(national_id 4)
a4@school.example
"
shown 'portal-passwd forgot' "$BUILD/daemon/tools/portal-passwd" \
    --config "$RUN/portal.conf" forgot
expect 0 .
shown 'cat Maildir/new/*' letter_to a4@school.example
expect 0 '[0-9]{4} [0-9]{4} [0-9]{4}'

say '12. Leave, at a host name of its own: signed on to by the portal.'
LEAVE_URL=https://leave.localhost:$PORTAL_PORT
kill "$identityd" && wait "$identityd"
echo "issuer = \"$PORTAL_URL\";" >>"$RUN/identityd.conf"
rm -f "$RUN/run/ctl/ctl.sock"
begin identityd "$BUILD/daemon/identityd/identityd" -d -c "$RUN/identityd.conf"
await 10 test -S "$RUN/run/ctl/ctl.sock" || differ 'identityd does not come up'
leave_app "$RUN" || differ 'leave-front is no service of the portal'
leave_leaved_start "$RUN" || differ 'leaved does not come up'
leave_leave_start "$RUN" || differ 'leave-front does not come up'
leave_heard() { leaved_ask "$RUN" balance --account demob1; }
await 20 leave_heard
day=$(day_ahead 1) || differ "$(days_reach)"
leave() { shown "portal-admin leave $*" leaved_ask "$RUN" "$@"; }
leave file 事假 "${day}T09:00" "${day}T12:00" --account demob1 --why 看牙
expect 0 'minutes: *180'
leave balance --account demob1
expect 0 "事假/${day%%-*}"
shown "curl $LEAVE_URL/" browse_leave
expect 0 "^location: $PORTAL_URL/openid/authorize"

say "The story differed in $differs places."
[ "$differs" -eq 0 ] || exit 1
[ "$once" != once ] || exit 0
cat <<END

It stays up. The portal, for people:
  $PORTAL_URL    (its certificate is the demo's own)
and leave, to which whoever has signed in there comes without a question:
  $LEAVE_URL
From another terminal, in this folder:
  export LDAPTLS_CACERT=$SLAPD_CA
  ldapsearch -x -H $SLAPD_LDAPS -D $SLAPD_IT \\
      -y build/run/secret/it -b ou=people,$SLAPD_BASE portalState
  $BUILD/daemon/tools/portal-admin --socket build/run/run/ctl/ctl.sock person list
  $BUILD/daemon/tools/portal-passwd --socket build/run/run/self/self.sock change
Letters arrive in build/run/relay, logs are build/run/log.*.
Ctrl-C stops everything and leaves nothing behind.
END
# shellcheck disable=SC2086
wait $pids
