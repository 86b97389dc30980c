#!/bin/sh
# leave_secrets.sh - somebody signs on to the leave service, in a browser and by
# a program, files leave, makes a calendar feed, and somebody gets a letter.
# Every secret of that is looked for: on command lines while it happens, in
# logs, tables and folders, in the memory of the daemons. What belongs in one
# place is found there, and nowhere else.
set -u
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - secrets of leave are nowhere # SKIP reading memory needs root'
	echo '1..1'
	exit 0
fi
[ "${1:-}" = inside ] || exec unshare -m "$0" inside
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/secrets.sh
# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC1091
. tests/days.sh
days_need
# What the service writes, and what its people have.
CITY=$TMP/city OWN=$TMP/own
mkdir -p "$OWN/home" "$CITY/relay" "$CITY/letters"
# shellcheck disable=SC2034 # leave.sh reads it
LEAVE_SETTINGS="outbox_dir = \"$CITY/letters\";
site_url = \"https://leave.example\";"
leave_start "$CITY" || exit 1
at_exit "portal_end '$CITY' leave-mailer; leave_stop '$CITY'"
leave_people "$CITY" || exit 1

secret() # NAME FILE
{
	printf '%s\t%s\n' "$1" "$(tr -d '\n' <"$2")" >>"$TMP.secrets"
}
own() # NAME: standard input is what somebody has
{
	cat >"$OWN/$1"
	secret "$1" "$OWN/$1"
}
# ask URL [LINE...]: the status; LINE is an option of curl's, which no command
# line shows. The answer is in $OWN/page, its head in $OWN/head.
ask()
{
	printf 'url = "%s"\n' "$1" >"$OWN/ask"
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$OWN/ask"
	browse --resolve "leave.localhost:$PORTAL_PORT:127.0.0.1" \
	    -K "$OWN/ask" -D "$OWN/head" -o "$OWN/page" -w '%{http_code}'
}
header() { tr -d '\r' <"$OWN/head" | sed -n "s/^$1: //Ip"; }
cookie() { header set-cookie | sed -n "s/^__Host-$1=\([^;]*\).*/\1/p"; }
hidden()
{
	sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$OWN/page" |
	    tail -n 1
}
member() # NAME: of the last answer
{
	/usr/bin/python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$OWN/page" "$1"
}
has() { cat "$OWN/$1"; }
bearer() { echo "header = \"Authorization: Bearer $(has "$1")\""; }

printf 'decoy\tDecoy-On-A-Command-Line\n' >"$TMP.secrets"
secrets_watch
for n in 2 4; do # who files, and who decides
	echo "Harbor-$(openssl rand -hex 8)-Blue" | own "password.$n"
	portal_activate "$CITY" $n a$n@school.example "$(has password.$n)" ||
	    exit 1
done

# ---------------------------------------------------------------- in a browser
XDG_RUNTIME_DIR="$OWN/home" "$BUILD/daemon/tools/portal-admin" \
    --socket "$CITY/run/self/self.sock" login demoa2 <"$OWN/password.2" \
    >/dev/null || exit 1
own portal-session <"$OWN/home/portal-admin.session"
at_portal="cookie = \"__Host-portal=$(has portal-session)\""
sign_on() # leaved may hear of a new password first
{
	ask "$LEAVE_URL/requests" >/dev/null
	cookie nonce | own nonce
	ask "$(header location)" "$at_portal" >/dev/null
	hidden id_token | own id-token
	# Without it a token is worth nothing.
	cut -d . -f 3 "$OWN/id-token" | own signature
	[ "$(ask "$LEAVE_URL/signed-on" "header = \"Origin: $PORTAL_URL\"" \
	    "cookie = \"__Host-nonce=$(has nonce)\"" \
	    "data = \"id_token=$(has id-token)\"" \
	    "data-urlencode = \"state=$(hidden state)\"")" = 303 ]
}
it 'an ID token signs somebody on' portal_await sign_on
cookie leave | own leave-session
in_browser="__Host-leave=$(has leave-session)"
ask "$LEAVE_URL/calendar" "cookie = \"$in_browser\"" >/dev/null
cookie form | own form
is 'a feed is made' 200 "$(ask "$LEAVE_URL/calendar" \
    "header = \"Origin: $LEAVE_URL\"" 'data = "act=make"' \
    "cookie = \"$in_browser; __Host-form=$(has form)\"" \
    "data-urlencode = \"token=$(hidden token)\"")"
sed -n 's,.*/feed/\([0-9a-f]*\)\.ics.*,\1,p' "$OWN/page" | own feed
is 'and read' '200 BEGIN:VCALENDAR' "$(
    ask "$LEAVE_URL/feed/$(has feed).ics") $(head -n 1 "$OWN/page" |
    tr -d '\r')"

# ---------------------------------------------------------------- by a program
back='redirect_uri=http://127.0.0.1/signed-on'
portal_admin "$CITY" app add pocket https://pocket.example/ \
    --name 差勤行動版 --client confidential --scope leave \
    --redirect-uri "${back#*=}" >"$OWN/app"
sed -n 's/^secret: *//p' "$OWN/app" | own client
openssl rand -hex 32 | own verifier
challenge=$(has verifier | tr -d '\n' | openssl dgst -sha256 -binary |
    base64 | tr '+/' '-_' | tr -d '=')
ask "$PORTAL_URL/openid/authorize" "$at_portal" get \
    'data = "response_type=code&client_id=pocket&state=s"' \
    'data-urlencode = "scope=openid leave"' "data-urlencode = \"$back\"" \
    "data = \"code_challenge_method=S256&code_challenge=$challenge\"" \
    >/dev/null
header location | sed 's/.*[?&]code=\([^&]*\).*/\1/' | own code
is 'a program gets a token' 200 "$(ask "$PORTAL_URL/openid/token" \
    "user = \"pocket:$(has client)\"" "data-urlencode = \"$back\"" \
    'data = "grant_type=authorization_code"' \
    "data = \"code_verifier=$(has verifier)&code=$(has code)\"")"
member access_token | own access-token
is 'which begins a session' 200 "$(ask "$LEAVE_URL/api/v1/session" \
    "$(bearer access-token)" 'data = ""')"
member session | own api-session
echo "Hospital $(openssl rand -hex 8)" | own reason
day=$(day_ahead 1)
cat >"$OWN/leave" <<END
{"type": "事假", "starts": "${day}T09:00", "ends": "${day}T12:00",
 "why": "$(has reason)"}
END
is 'and files leave' 200 "$(ask "$LEAVE_URL/api/v1/requests" \
    "$(bearer api-session)" 'header = "Content-Type: application/json"' \
    "data = \"@$OWN/leave\"")"

# -------------------------------------- by a relay that wants to know who
is_promised() { [ -n "$(ls "$CITY/letters/due" 2>/dev/null)" ]; }
it 'a letter is promised' await 20 is_promised
cp -r "$CITY/letters" "$CITY/promised"
head -c 12 /dev/urandom | base64 >"$CITY/relay.password"
chmod 600 "$CITY/relay.password"
/usr/bin/python3 tests/e2e/smtp_fault.py "$CITY/relay" \
    tls "$SLAPD_ROOT/tls/server.pem" "$SLAPD_ROOT/tls/server.key" \
    auth portal "$CITY/relay.password" 2>"$OWN/relay.log" &
at_exit "kill $! 2>/dev/null"
await 20 test -s "$CITY/relay/port"
conf_mailer "$CITY" "$(cat "$CITY/relay/port")" 'user = "portal";' \
    "password_file = \"$CITY/relay.password\";" "ca_file = \"$SLAPD_CA\";" |
    sed '/^tls = /d; s,/outbox",/letters",; s,/run/mailer/,/leaved/mailer/,
	s,mailer.metrics,leave-mailer.metrics,' >"$CITY/leave-mailer.conf"
portal_begin "$CITY" leave-mailer "$BUILD/daemon/mail/portal-mailer" -d \
    -c "$CITY/leave-mailer.conf"
it 'and comes' await 20 grep -qrs '^To: a4@' "$CITY/relay"

# ------------------------------------------------------ and then a search
# Of those who keep them: in files of their own, and in memory.
awk '{ print $NF }' "$CITY/leave" | sed -n '$p' >"$OWN/leave-key"
cp "$TMP.secrets" "$OWN/secrets"
secret leave-key "$OWN/leave-key"
secret leaved-password "$CITY/secret/leaved"
secret relay-password "$CITY/relay.password"
secrets_watched

is 'nginx logs where people went, and not by what' \
    '/api/v1/requests /api/v1/session /calendar /feed/ /requests /signed-on' \
    "$(awk '{ print $4 }' "$CITY/nginx/leave.log" | sort -u | xargs)"
for log in leaved leave leave-mailer; do
	it "$log writes a log" test -s "$CITY/log.$log"
done
decoy=Decoy-In-A-Log
sed -i '/^decoy/d' "$TMP.secrets"
printf 'decoy\t%s\n' $decoy >>"$TMP.secrets"
for log in log.leaved nginx/leave.log nginx/leave-error.log nginx/portal.log \
    promised/due/decoy; do
	echo $decoy >>"$CITY/$log"
done
printf %s $decoy | od -An -v -tx1 | tr -d ' \n' >>"$CITY/log.leave"
echo "It was $decoy." | base64 >>"$CITY/log.leave-mailer"
secrets_found files "$CITY"
# The tables have used nonces, so that no token signs on twice, and of a feed's
# address its hash.
is 'on disk each is where it belongs' "$(cat <<'END'
decoy base64 log.leave-mailer
decoy hex log.leave
decoy raw log.leaved
decoy raw nginx/leave-error.log
decoy raw nginx/leave.log
decoy raw nginx/portal.log
decoy raw promised/due/decoy
leave-key raw leave
leaved-password raw secret/leaved
nonce raw leaved.db
reason raw leaved.db
relay-password raw relay.password
END
)" "$(sed "s,$CITY/,,; s,-wal\$,," "$TMP.found" | LC_ALL=C sort -u)"
is 'of a feed its hash alone is kept' "$(printf %s "$(has feed)" |
    b2sum -l 256 | cut -d ' ' -f 1)" \
    "$(sqlite3 "$CITY/leaved.db" 'SELECT hash FROM feed')"

# Used up, and in the tables.
grep -v '^nonce\|^reason\|^decoy' "$OWN/secrets" >"$TMP.secrets"
printf 'decoy\t%s\n' "$CITY" >>"$TMP.secrets"
# shellcheck disable=SC2046
daemons=$(secrets_daemons $(cat "$CITY"/pid.*))
# shellcheck disable=SC2086
secrets_nowhere 'in memory' memory $daemons
is 'and the decoy in each of them' \
    'identityd leave-front leaved portal-front portal-mailer' \
    "$(cut -d ' ' -f 3 "$TMP.found" | sort -u | xargs)"
# shellcheck disable=SC2086
secrets_no_core $daemons
finish
