#!/bin/sh
# lab_claim.sh - a first password set at the login prompt: PAM, labd, its child
# portal-passwd, nginx, portal-front, identityd and slapd.
# shellcheck disable=SC1091,SC2153
set -u
. tests/lib.sh
. tests/secrets.sh
. tests/portal.sh
# shellcheck disable=SC2016
at_exit 'kill $labds 2>/dev/null; portal_stop "$TMP"; second_stop'
labds='' lab=$TMP/lab
portal_start "$TMP" || exit 1
portal_people "$TMP"
mkdir -p "$lab/pam.d"
portal_admin "$TMP" machine add lab1 014501 | sed -n 's/^secret: *//p' |
    tr -d '\n' >"$lab/machine"
chmod 600 "$lab/machine"
printf 'server = "%s";\nca_file = "%s";\n' "$PORTAL_URL" "$PORTAL_CA" \
    >"$lab/portal.conf"

# lab_conf NAME PROGRAM: settings of a labd whose check codes go to PROGRAM, and
# the PAM services NAME, NAME-silent and NAME-plain.
lab_conf()
{
	mkdir -p "$lab/$1/state" "$lab/$1/run"
	chmod 755 "$lab/$1/run"
	conf_labd "$lab/machine" "$lab/$1/state" "$lab/$1/run/labd.sock" \
	    'workers = 1;' 'timeout_ms = 8000;' "portal_conf = \"$lab/portal.conf\";" \
	    'claim = true;' "claim_program = \"$2\";" >"$lab/$1/labd.conf"
	for type in auth account; do
		conf_pam "$lab/$1/run/labd.sock" $type claim >&3
		conf_pam "$lab/$1/run/labd.sock" $type claim no_warn >&4
		conf_pam "$lab/$1/run/labd.sock" $type >&5
	done 3>"$lab/pam.d/$1" 4>"$lab/pam.d/$1-silent" \
	    5>"$lab/pam.d/$1-plain"
}

lab_run() # NAME [PROGRAM]: with settings for it, or those that are there
{
	[ $# -eq 1 ] || lab_conf "$@"
	"$BUILD/daemon/labd/labd" -d -c "$lab/$1/labd.conf" \
	    >>"$lab/$1/log" 2>&1 </dev/null &
	echo $! >"$lab/$1/pid"
	labds="$labds $!"
	await 10 test -S "$lab/$1/run/labd.sock"
}

# log_in SERVICE USER LINE...: the lines are typed in turn.
log_in()
{
	service=$1 user=$2
	shift 2
	printf '%s\n' "$@" | env LC_ALL=C "$BUILD/daemon/tools/labctl" \
	    -P "$lab/pam.d" -S "$service" test-login "$user" \
	    >"$TMP/said.$service" 2>&1
}
says() # SENTENCE WORDS [SERVICE]
{
	it "$1" grep -q "$2" "$TMP/said.${3:-lab}"
}

letter() # NUMBER: a check code for demoaNUMBER
{
	printf '%s\na%s@school.example\n' "$(national_id "$1")" "$1" |
	    portal_passwd "$TMP" forgot >/dev/null
	portal_letter "$TMP" "a$1@school.example"
}
program() # NAME LINE...: a script in the place of portal-passwd
{
	printf '%s\n' '#!/bin/sh' "$2" >"$TMP/$1"
	chmod 755 "$TMP/$1"
}
right=Blue-Harbor-77

# One that hangs: looked at below, its deadline runs meanwhile.
program hang 'exec tail -f /dev/null'
lab_run slow "$TMP/hang"
log_in slow demoa9 x "$(national_id 9)" '1234 5678 9012' $right $right &
slow=$!
lab_run lab "$PWD/$BUILD/daemon/tools/portal-passwd"
code=$(letter 2) id=$(national_id 2)

fails 'without the option' 77 log_in lab-plain demoa2 "$code"
says 'the person is sent to the portal' 'activate it on' lab-plain
fails 'with it nothing is set without an answer' 77 log_in lab demoa2 any ''
says 'but the person hears what to do' 'With a check code'
fails 'a wrong code is refused' 77 \
    log_in lab demoa2 any "$id" '0000 0000 0000' $right $right
says 'in words of the portal' 'check code is wrong or no longer good'
fails 'so is an ID that is none' 77 log_in lab demoa2 x A1 "$code" $right $right
says 'with its reason' 'no national ID'
fails 'what fits no field is not sent' 77 \
    log_in lab demoa2 x "$(printf '%070d' 1)" "$code" $right $right
fails 'a program that answers all alike sets nothing' 77 \
    log_in lab demoa2 "$id" "$id" "$id" "$id" "$id"
fails 'who may not be told is not asked' 77 \
    log_in lab-silent demoa2 "$code" "$id" $right $right
fails 'who is nobody is not asked' 77 \
    log_in lab nobody-there "$code" "$id" $right $right

other=$(letter 3)
it 'what is refused costs neither code nor ID' \
    log_in lab demoa2 "$code" "$id" short short $right $right-x $right $right
says 'the reason is told' 'characters'
says 'and that two passwords differ' 'two new passwords differ'
says 'the person is logged in by the new one' 'authenticate: Success'
it 'which is a password like any other' log_in lab demoa2 $right
fails 'the code is used up' 77 log_in lab demoa2 "$code" "$id" $right $right
fails 'a code of somebody else logs nobody in' 77 \
    log_in lab demoa4 "$other" "$(national_id 3)" $right $right
says 'but sets its own account, which is told' 'your account is demoa3'
it 'and logs in there' log_in lab demoa3 $right

pamtester_in() # USER LINE...
{
	user=$1
	shift
	printf '%s\n' "$@" | env LC_ALL=zh_TW.UTF-8 \
	    LD_PRELOAD=libpam_wrapper.so PAM_WRAPPER=1 \
	    PAM_WRAPPER_SERVICE_DIR="$lab/pam.d" \
	    pamtester lab "$user" authenticate acct_mgmt >"$TMP/said.lab" 2>&1
}
it 'an empty password leads there too' pamtester_in demoa4 \
    '' "$(national_id 4)" "$(letter 4)" $right $right
says 'in Chinese' '這個帳號還沒有啟用'

# ------------------------------------------------------------ trouble
code=$(letter 5) id=$(national_id 5)
try() { log_in lab demoa5 "$code" "$id" $right $right; }
nginx_stop "$TMP"
fails 'without a portal nobody gets in' 69 try
says 'and hears that nobody knows' 'nobody knows whether the password is set'
nginx_run "$TMP"
portal_end "$TMP" identityd
fails 'nor without identityd' 69 try
portal_identityd_start "$TMP"
it 'when they are back the same code is good' try

is 'the program that hangs has its second claim wait' yes "$(
    log_in slow demoa8 x "$(national_id 8)" 1 $right $right $right $right \
    $right $right
    grep -q 'is busy' "$TMP/said.slow" && echo yes)"
# Its own output is of another login by now.
it 'and holds up no login' log_in slow demoa4 $right
fails 'it is ended' 69 wait $slow
it 'after 40 seconds' grep -q 'account=demoa9 .* ms=4[0-4]...:' "$lab/slow/log"

children() # NAME: of the workers of that labd
{
	for worker in $(pgrep -P "$(cat "$lab/$1/pid")"); do
		pgrep -P "$worker" || :
	done
}
has_child() { [ -n "$(children slow)" ]; }
is 'and nothing is left of it' '' "$(children slow)"
log_in slow demoa9 x "$(national_id 9)" '1234 5678 9012' $right $right &
slow=$!
await 10 has_child
child=$(children slow)
kill -KILL "$(ps -o ppid= -p "$child")"
fails 'a worker that is killed in the middle ends it' 69 wait $slow
says 'and the person hears that nobody knows' 'nobody knows' slow
is_gone() { ! kill -0 "$child" 2>/dev/null; }
it 'the child ends with it' await 10 is_gone

program nosy "cat '$lab/machine' >/dev/null 2>&1 && exec tail -f /dev/null"
lab_run nosy "$TMP/nosy"
fails 'the child cannot read what is of labd' 69 timeout 20 env \
    "$BUILD/daemon/tools/labctl" -P "$lab/pam.d" -S nosy test-login demoa9 <<END
x
$(national_id 9)
123456789012
$right
$right
END
it 'and has ended by itself' grep -q 'ended unanswered' "$lab/nosy/log"

sed '/^portal_conf/d' "$lab/lab/labd.conf" >"$lab/none.conf"
echo "portal_conf = \"$TMP/none\";" >>"$lab/none.conf"
fails 'without a portal to ask labd does not start' 65 \
    "$BUILD/daemon/labd/labd" -n -c "$lab/none.conf"
sed 's/^claim_program.*/claim_program = "portal-passwd";/' \
    "$lab/lab/labd.conf" >"$lab/none.conf"
fails 'nor without a program' 65 \
    "$BUILD/daemon/labd/labd" -n -c "$lab/none.conf"

# ------------------------------------------ the home of a code is away
# A second provider with the same people; a code of demoa6 that it has issued.
second=$TMP/second
second_run() { (. "$second/env" && slapd_run "$second"); }
second_stop() { [ ! -e "$second/env" ] || (slapd_stop "$second"); }
code=$(letter 6) id=$(national_id 6)
ldapmodify -Q -Y EXTERNAL -H "$SLAPD_LDAPI" >/dev/null <<END
dn: uid=demoa6,ou=people,$SLAPD_BASE
changetype: modify
replace: portalCodeHome
portalCodeHome: 2
END
slapd_tool slapcat -n 1 -F "$TMP/slapd.d" >"$TMP/people.ldif"
(
	slapd_start "$second" SERVER_ID=2 TREE=no && slapd_stop "$second" &&
	slapd_tool slapadd -n 1 -F "$second/slapd.d" -l "$TMP/people.ldif" &&
	slapd_run "$second" && slapd_stop "$second"
) 2>"$TMP/second.log" || cat "$TMP/second.log"
second_uri() { (. "$second/env" && echo "$SLAPD_LDAPS"); }
portal_end "$TMP" identityd
(. "$second/env" && echo "homes = [ \"2 $SLAPD_LDAPI\" ];") \
    >>"$TMP/identityd.conf"
portal_identityd_start "$TMP"
# Both servers, that one first.
(
	SLAPD_LDAPS="$(second_uri)\", \"$SLAPD_LDAPS"
	lab_conf two "$PWD/$BUILD/daemon/tools/portal-passwd"
)
lab_run two
claim() { log_in two demoa6 "$code" "$id" $right $right; }
fails 'while the home of a code is away it sets no password' 69 claim
says 'and the person hears who gives another one' \
    'ask personnel to issue a new one' two
it 'others log in by the other server' log_in two demoa4 $right
second_run
it 'when it is back the code is good, after a moment' await 20 claim
it 'and the password is one like any other' log_in two demoa6 $right

{
	printf 'password\t%s\nshort\tshort short\n' "$right"
	for n in 2 3 4 5 6 9; do printf 'id%s\t%s\n' $n "$(national_id $n)"; done
	printf 'code\t%s\nother\t%s\n' "$code" "$other"
	printf 'decoy\t%s\n' lab_claim
} >"$TMP.secrets"
mkdir "$TMP/logs"
cp "$lab"/*/log "$TMP/logs/" 2>/dev/null
for name in lab slow nosy two; do cp "$lab/$name/log" "$TMP/logs/$name"; done
cp "$TMP"/log.* "$TMP"/nginx/*.log "$TMP/logs/"
secrets_found files "$TMP/logs"
is 'no log has a secret, and each claim is a line' 'decoy' \
    "$(cut -d' ' -f1 "$TMP.found" | sort -u)"
finish
