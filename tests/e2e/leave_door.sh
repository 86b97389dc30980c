#!/bin/sh
# leave_door.sh - whoever has no session, or no token of the portal's, comes
# nowhere at the leave service.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/leave.sh
leave_start "$TMP/city" || exit 1
at_exit leave_stop "$TMP/city"
COOKIE='__Host-nonce=00112233445566778899aabbccddeeff'

# ask ARG...: status and headers in $TMP/head, the page in $TMP/page.
ask()
{
	curl --silent --cacert "$PORTAL_CA" --max-time 30 \
	    --resolve "leave.localhost:$PORTAL_PORT:127.0.0.1" \
	    --dump-header "$TMP/head" --output "$TMP/page" \
	    --write-out '%{http_code}' "$@"
}
header() { tr -d '\r' <"$TMP/head" | sed -n "s/^$1: //Ip"; }

# Every page there is, by its address.
for path in / /apply /requests /approvals /stand-in /case/0 /deputies \
    /balances '/balances/lines?lot=x'; do
	is "GET $path sends a stranger to the portal" 303 \
	    "$(ask "$LEAVE_URL$path")"
	is "and nowhere else from $path" "$PORTAL_URL/openid/authorize" \
	    "$(header location | sed 's/?.*//')"
done
is 'the nonce is for the form that comes back, and closed to scripts' \
    'Secure; HttpOnly; SameSite=None; Max-Age=600' \
    "$(header set-cookie | sed -n 's/^__Host-nonce=[0-9a-f]*; Path=\/; //p')"

is 'a session that nobody sealed is none' 303 \
    "$(ask -H 'Cookie: __Host-leave=AAAAAQAA' "$LEAVE_URL/requests")"
for form in /apply:act /case/0:act /deputies:d1; do
	path=${form%:*} field=${form#*:}
	is "a form of another site is refused at $path" 403 \
	    "$(ask -H 'Origin: https://evil.example' -d "$field=file" \
	    "$LEAVE_URL$path")"
	is "a form of ours without a session is kept at $path" 401 \
	    "$(ask -H "Origin: $LEAVE_URL" -d "$field=file" "$LEAVE_URL$path")"
done
is 'a page that is not there is said so' 404 "$(ask "$LEAVE_URL/nowhere")"

none=$(printf '{"alg":"none"}' | base64 | tr -d '=\n').e30.
for token in '' x a.b.c "$none" eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.e30.AA; do
	is "the token '$token' signs nobody on" 403 \
	    "$(ask -H "Cookie: $COOKIE" -H "Origin: $PORTAL_URL" \
	    -d "id_token=$token" -d state=/ "$LEAVE_URL/signed-on")"
	is 'and brings no session' '' \
	    "$(header set-cookie | grep '^__Host-leave=' || :)"
done
is 'a browser that did not ask is not signed on' 403 \
    "$(ask -H "Origin: $PORTAL_URL" -d "id_token=$none" \
    "$LEAVE_URL/signed-on")"
is 'another host name is not ours' 421 \
    "$(ask -H 'Host: portal.example' "$LEAVE_URL/")"
portal_end "$TMP/city" leaved
is 'without leaved it says so, and asks for no password' 503 \
    "$(ask -H 'Cookie: __Host-leave=AAAAAQAA' "$LEAVE_URL/requests")"
is 'nothing was logged that IT must mend' '' \
    "$(grep '^<[0-3]>' "$TMP/city/log.leaved")"
finish
