#!/bin/sh
# leave_api.sh - leave for programs: a token of the portal's begins a session,
# which files, decides and reads for its person, and for nobody else.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC1091
. tests/days.sh
days_need
leave_start "$TMP/city" || exit 1
at_exit leave_stop "$TMP/city"
leave_people "$TMP/city" || exit 1
CITY=$TMP/city
# RFC 7636, appendix B.
VERIFIER=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
CHALLENGE=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
BACK=http://127.0.0.1/signed-on

for client in 'pocket 差勤行動版 leave profile' 'books 圖書 profile'; do
	# shellcheck disable=SC2086 # its words
	set -- $client
	name=$1 title=$2
	shift 2
	portal_admin "$CITY" app add "$name" https://pocket.example/ \
	    --name "$title" --client public --scope "$*" \
	    --redirect-uri "$BACK" >/dev/null || exit 1
done

give() # ACCOUNT ATTRIBUTE VALUE: as IT writes it
{
	printf 'dn: %s\nchangetype: modify\nreplace: %s\n%s: %s\n' \
	    "$(person "$1")" "$2" "$2" "$3" | as_it ldapmodify >/dev/null
}
for who in demoa1 demoa2 demoa3 demoa4 demoa5 demoa8 demob2; do
	give "$who" userPassword "Mango-tram-41-$who" &&
	    give "$who" portalState active || exit 1
done

# --- from the portal to a session
# at ARG...: the status; the answer is in $TMP/answer, its head in $TMP/head
at()
{
	browse --resolve "leave.localhost:$PORTAL_PORT:127.0.0.1" \
	    -D "$TMP/head" -o "$TMP/answer" -w '%{http_code}' "$@"
}
header() { tr -d '\r' <"$TMP/head" | sed -n "s/^$1: //Ip"; }
member() # NAME: of the last answer
{
	/usr/bin/python3 -c 'import json, sys
print(json.load(open(sys.argv[1])).get(sys.argv[2], ""))' "$TMP/answer" "$1"
}
sign_in() # ACCOUNT PASSWORD: their session at the portal into $TMP/portal.ACCOUNT
{
	leave_enter "$CITY" "$1" "$2" "$TMP/portal.$1"
}
token() # ACCOUNT [CLIENT SCOPE]: an access token, as a phone app gets it
{
	at -G "$PORTAL_URL/openid/authorize" \
	    -H "Cookie: __Host-portal=$(cat "$TMP/portal.$1")" \
	    -d response_type=code -d "client_id=${2:-pocket}" \
	    --data-urlencode "scope=openid ${3:-leave}" -d "redirect_uri=$BACK" -d state=s \
	    -d "code_challenge=$CHALLENGE" -d code_challenge_method=S256 \
	    >/dev/null
	at "$PORTAL_URL/openid/token" -d grant_type=authorization_code \
	    -d "client_id=${2:-pocket}" -d "redirect_uri=$BACK" \
	    -d "code_verifier=$VERIFIER" \
	    -d "code=$(header location | sed 's/.*[?&]code=\([^&]*\).*/\1/')" \
	    >/dev/null
	member access_token
}
session_of() # TOKEN: the status of what begins a session
{
	at -X POST -H "Authorization: Bearer $1" "$LEAVE_URL/api/v1/session"
}
begin() # ACCOUNT: their session into $TMP/session.ACCOUNT
{
	[ "$(session_of "$(token "$1")")" = 200 ] &&
	member session >"$TMP/session.$1"
}
me() # SESSION: the status of who that is
{
	at -H "Authorization: Bearer $1" "$LEAVE_URL/api/v1/me"
}

for who in demoa1 demoa2 demoa3 demoa4 demoa5 demoa8 demob2; do
	portal_await sign_in "$who" "Mango-tram-41-$who" &&
	    portal_await begin "$who" || exit 1
done
access=$(token demoa2)
is 'a token of the portal begins a session' '200 demoa2' \
    "$(session_of "$access") $(member account)"
session=$(member session)
it 'that is no longer than a browser'\''s' test "$(member expires)" -le \
    $(($(date +%s) + 1800))
is 'and says who it is' '200 demoa2 014501' \
    "$(me "$session") $(member account) $(member school)"
is 'the answer is kept nowhere, and no page elsewhere may read it' \
    'no-store application/json ' "$(header cache-control) $(
    header content-type) $(header access-control-allow-origin)"
is 'a session goes on' 200 "$(at -X POST -H "Authorization: Bearer $session" \
    "$LEAVE_URL/api/v1/session/renew")"
is 'as another text, which is as good' '200 demoa2' \
    "$(me "$(member session)") $(member account)"

# --- what begins none
is 'a token without the scope leave begins none' '403 insufficient_scope' \
    "$(session_of "$(token demoa2 books profile)") $(member reason)"
is 'and says which it wants' \
    'Bearer realm="leave", error="insufficient_scope", scope="leave"' \
    "$(header www-authenticate)"
is 'nor one that did not ask for it, of a client that may' \
    '403 insufficient_scope' \
    "$(session_of "$(token demoa2 pocket profile)") $(member reason)"
is 'a client that may not ask for the scope gets none' \
    '403 insufficient_scope' \
    "$(session_of "$(token demoa2 books leave)") $(member reason)"
# aged SECONDS: a token of demoa2's that was made that long ago
aged() { token demoa2 | "$BUILD/tests/e2e/aged_token" "$CITY/keys" "$1"; }
is 'a token is good for ten minutes' 200 "$(session_of "$(aged 540)")"
while IFS='|' read -r sentence text; do
	is "$sentence begins no session" '401 sign_in_again' \
	    "$(session_of "$text") $(member reason)"
	is 'and is told so in the header' \
	    'Bearer realm="leave", error="invalid_token"' \
	    "$(header www-authenticate)"
done <<END
a word|x
a token that has expired|$(aged 600)
a session of leave's|$session
a session of the portal's|$(cat "$TMP/portal.demoa2")
END
is 'an access token alone opens nothing else' '401 sign_in_again' \
    "$(me "$access") $(member reason)"
while IFS='|' read -r sentence line; do
	is "$sentence is nobody" '401 no_session Bearer realm="leave"' \
	    "$(at -H "$line" "$LEAVE_URL/api/v1/me") $(member reason) $(
	    header www-authenticate)"
done <<END
who says nothing|X-None: x
who has only a cookie|Cookie: __Host-leave=$session
who says it in another way|Authorization: Basic eDp5
END

# --- what may be asked, and what comes of it
# One lesson of demoa2's every day.
printf '節次,開始,結束\n2,09:05,09:50\n' >"$TMP/periods.csv"
{
	echo 帳號,星期,節次,科目
	printf 'demoa2,%s,2,國文\n' 一 二 三 四 五
} >"$TMP/lessons.csv"
leaved_ask "$CITY" take-periods "$TMP/periods.csv" --school 014501 &&
    leaved_ask "$CITY" take-lessons "$TMP/lessons.csv" --school 014501 \
    --from "$(day_after 0)" --until "$(day_after 120)" || exit 1
export PORTAL_PORT PORTAL_CA LEAVE_URL
/usr/bin/python3 tests/e2e/leave_api.py "$TMP" >"$TMP/asked"
while IFS='|' read -r sentence expected got; do
	is "$sentence" "$expected" "$got"
done <"$TMP/asked"
it 'and that is all that was asked' grep -q '^the end|' "$TMP/asked"

# --- what ends it
access=$(token demoa8)
give demoa8 userPassword Mango-tram-42-demoa8
is 'a new password ends a token at once' '401 sign_in_again' \
    "$(session_of "$access") $(member reason)"
is_over() { [ "$(me "$(cat "$TMP/session.demoa8")")" = 401 ]; }
it 'and a session as soon as leaved has heard of it' portal_await is_over
portal_await sign_in demoa8 Mango-tram-42-demoa8
it 'whoever signs in anew has one' portal_await begin demoa8
give demoa8 portalSignOutCount 7
it 'signing out at the portal ends it' portal_await is_over
give demoa3 portalState suspended
is_suspended() { [ "$(me "$(cat "$TMP/session.demoa3")")" = 403 ]; }
it 'a suspension does' portal_await is_suspended

# --- somebody is away
portal_end "$CITY" identityd
is 'without identityd nobody begins a session' '503 directory_away' \
    "$(session_of "$access") $(member reason)"
is 'and who has one goes on' 200 "$(me "$session")"
portal_end "$CITY" leaved
is 'without leaved the answer is an answer' '503 no_answer' \
    "$(me "$session") $(member reason)"
portal_end "$CITY" leave
is 'and without leave-front as well' '503 leave_down' \
    "$(me "$session") $(member reason)"
fails 'no log has a token, a session or a reason' 1 grep -rqE \
    "$access|$session|Mango-tram|牙科" "$CITY" --include='log.*' \
    --include='*.log'
is 'nothing was logged that IT must mend' '' \
    "$(grep -h '^<[0-3]>' "$CITY/log.leaved" "$CITY/log.identityd")"
finish
