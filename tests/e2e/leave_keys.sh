#!/bin/sh
# leave_keys.sh - the key that signs people on to leave turns while they come:
# nobody is refused, and when it has left no token by the old one is good.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC1091
. tests/days.sh
days_need
leave_start "$TMP/city" || exit 1
at_exit "touch '$TMP/stop'; leave_stop '$TMP/city'"
leave_people "$TMP/city" || exit 1
CITY=$TMP/city
portal_activate "$CITY" 2 a2@school.example Blue-Harbor-77 || exit 1
portal_await leave_enter "$CITY" demoa2 Blue-Harbor-77 "$TMP/portal" || exit 1

# A browser that is signed in at the portal comes to leave.
go() # NAME ARG...: the status; the answer in TMP/NAME.page, its head in .head
{
	go_name=$1
	shift
	browse --resolve "leave.localhost:$PORTAL_PORT:127.0.0.1" \
	    -D "$TMP/$go_name.head" -o "$TMP/$go_name.page" -w '%{http_code}' "$@"
}
header() # NAME HEADER
{
	tr -d '\r' <"$TMP/$1.head" | sed -n "s/^$2: //Ip"
}
fetch() # NAME: a token, and the nonce that it is for
{
	[ "$(go "$1" "$LEAVE_URL/requests")" = 303 ] || return 1
	header "$1" set-cookie | sed -n 's/^\(__Host-nonce=[^;]*\).*/\1/p' \
	    >"$TMP/$1.nonce"
	[ "$(go "$1" -H "Cookie: __Host-portal=$(cat "$TMP/portal")" \
	    "$(header "$1" location)")" = 200 ] &&
	sed -n 's/.*name="id_token" value="\([^"]*\)".*/\1/p' "$TMP/$1.page" \
	    >"$TMP/$1.token" && [ -s "$TMP/$1.token" ]
}
bring() # NAME: the status at leave
{
	go "$1" -H "Cookie: $(cat "$TMP/$1.nonce")" -H "Origin: $PORTAL_URL" \
	    -d "id_token=$(cat "$TMP/$1.token")" -d state=/requests \
	    "$LEAVE_URL/signed-on"
}
sign_on() { fetch "$1" && [ "$(bring "$1")" = 303 ]; } # NAME

kid_of() # NAME: the key that signed its token
{
	sed 's/\..*//' "$TMP/$1.token" | tr -- '-_' '+/' |
	    base64 -di 2>/dev/null | sed -n 's/.*"kid":"\([^"]*\)".*/\1/p'
}
signs() # KID: not that one any more
{
	fetch probe && [ "$(kid_of probe)" != "$1" ]
}

# Until TMP/stop is there: a line for each, with the key.
keep_coming()
{
	until [ -e "$TMP/stop" ]; do
		if sign_on crowd; then
			echo "ok $(kid_of crowd)"
		else
			echo "refused $(header crowd location)"
		fi
	done >"$TMP/came"
}
came() # KID: by that key
{
	grep -qx "ok $1" "$TMP/came"
}

published() # the key set, as it is
{
	as_it ldapsearch -LLL -o ldif-wrap=no -b "ou=apps,$SLAPD_BASE" -s base \
	    portalAppKeys | sed -n 's/^portalAppKeys: //p'
}
is_published() { published | grep -q "\"$1\""; } # KID
is_leaving() { published | grep -q '"exp"'; }

it 'somebody signs on to leave' portal_await sign_on first
old=$(kid_of first)
for name in waits late; do
	it 'and is given a token to bring later' fetch $name
done
keep_coming &
crowd=$!
it 'others come' portal_await came "$old"
it 'there is a new key' portal_admin "$CITY" key add sign
it 'which signs when leave has heard of it' await 60 signs "$old"
new=$(kid_of probe)
is 'a token by it is believed' 303 "$(bring probe)"
it 'others come with such' portal_await came "$new"
it 'the old key is retired' portal_await portal_admin "$CITY" key retire sign 1
it 'it is published still, with an end' portal_await is_leaving
is 'and a token by it is believed' "303 $old" "$(bring waits) $(kid_of waits)"

# Twenty minutes go by.
published | sed "s/\"exp\":[0-9]*/\"exp\":$(date +%s)/" >"$TMP/ended"
as_identityd ldapmodify >/dev/null <<END
dn: ou=apps,$SLAPD_BASE
changetype: modify
replace: portalAppKeys
portalAppKeys: $(cat "$TMP/ended")
END
gone() { ! is_published "$old"; }
it 'when it has ended it is published no more' portal_await gone
unheard() # what leave has of it
{
	sqlite3 "$CITY/leaved.db" "SELECT cookie FROM branch WHERE name = 'keys'" |
	    grep -q "\"$old\""
}
it 'and leave hears of that' portal_await eval '! unheard'
is 'then it believes no token by it' "403 $old" "$(bring late) $(kid_of late)"
is 'which is not for its age' yes "$(/usr/bin/python3 -c 'import base64, json
import sys, time
body = sys.stdin.read().split(".")[1]
token = json.loads(base64.urlsafe_b64decode(body + "=="))
print("yes" if token["exp"] > time.time() else "no")' <"$TMP/late.token")"
it 'people come' sign_on after
is 'by the new one' "$new" "$(kid_of after)"
touch "$TMP/stop"
wait "$crowd"
is 'nobody was refused in all that time' '' "$(grep -v '^ok ' "$TMP/came")"
finish
