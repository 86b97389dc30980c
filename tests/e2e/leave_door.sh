#!/bin/sh
# leave_door.sh - whoever has no session, or no token of the portal's, comes
# nowhere at the leave service; who has one, no further than is theirs.
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
# shellcheck disable=SC1091
. tests/directory.sh
# shellcheck disable=SC1091
. tests/issuer.sh
issuer_publish "$TMP/city" && leave_people "$TMP/city" || exit 1
NONCE=00112233445566778899aabbccddeeff
COOKIE=__Host-nonce=$NONCE

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

# --- tokens that the portal's key has signed
CITY=$TMP/city
openssl genrsa -out "$TMP/other.pem" 2048 2>/dev/null

put() # ACCOUNT ATTRIBUTE VALUE [ATTRIBUTE VALUE]
{
	printf 'dn: %s\nchangetype: modify\n' "$(person "$1")"
	shift
	while [ $# -gt 0 ]; do
		printf 'replace: %s\n%s: %s\n-\n' "$1" "$1" "$2"
		shift 2
	done
	echo
}
# Everybody has claimed their account.
VISITORS=$(sed -n 's/^visitors nobody *//p' tests/data/leave_walk)
for who in $VISITORS; do
	put "$who" portalState active userPassword "Mango-tram-41-$who"
done | as_it ldapmodify >/dev/null || exit 1

# post NONCE [key=value]...: the cookie's nonce; the token is a good one but
# for these.
post()
{
	post_nonce=$1
	shift
	ask -H "Cookie: __Host-nonce=$post_nonce" -H "Origin: $PORTAL_URL" \
	    -d "id_token=$(issuer_token "nonce=$post_nonce" "$@")" \
	    -d state=/requests "$LEAVE_URL/signed-on"
}
session() { header set-cookie | sed -n 's/^\(__Host-leave=[^;]\{1,\}\).*/\1/p'; }
# sign_on ACCOUNT: their session into a file; leaved may hear of them first.
sign_on()
{
	# shellcheck disable=SC2046 # claims are words
	[ "$(post "$(openssl rand -hex 16)" $(issuer_of "$1"))" = 303 ] &&
	session >"$CITY/session.$1"
}
portal_await sign_on demoa2 || exit 1
TEACHER=$(issuer_of demoa2 | tr '\n' ' ')
CHANGED=$(echo "$TEACHER" | sed 's/.*changed=\([0-9]*\).*/\1/')

while IFS='|' read -r sentence claims; do
	# shellcheck disable=SC2086 # claims are words
	is "a token $sentence signs nobody on" '403 ' \
	    "$(post "$NONCE" $TEACHER $claims) $(session)"
done <<END
that has expired|iat=-700 exp=-400
of the future|iat=600 exp=900
for another service|aud=library
of another portal|iss=https://portal.example
of another request|nonce=ffeeddccbbaa99887766554433221100
without a nonce|nonce=
about nobody|sub=
of a session with the password before|changed=$((CHANGED - 1))
that somebody else has signed|key=$TMP/other.pem
END
is 'nor does one about somebody whom the directory does not have' '404 ' \
    "$(post "$NONCE" sub=00000000-0000-4000-8000-000000000000) $(session)"
# shellcheck disable=SC2086 # claims are words
good=$(issuer_token "nonce=$NONCE" $TEACHER)
again() # NONCE
{
	ask -H "Cookie: __Host-nonce=$1" -H "Origin: $PORTAL_URL" \
	    -d "id_token=$good" -d state=/requests "$LEAVE_URL/signed-on"
}
is 'a good one leads to where its browser wanted to go' '303 /requests' \
    "$(again "$NONCE") $(header location)"
it 'and brings a session' test -n "$(session)"
is 'the same one signs nobody on a second time' '403 ' \
    "$(again "$NONCE") $(session)"
is 'nor in a browser that asked something else' '403 ' \
    "$(again ffeeddccbbaa99887766554433221100) $(session)"

# --- what ends a session at the portal ends it here
old=$(cat "$CITY/session.demoa2")
looks() { ask -H "Cookie: $old" "$LEAVE_URL/requests"; } # with the old session
is_over() { [ "$(looks)" = 303 ]; }
is 'a session goes on' 200 "$(looks)"
while IFS='|' read -r sentence attribute value; do
	before=$(issuer_of demoa2 | tr '\n' ' ')
	put demoa2 "$attribute" "$value" | as_it ldapmodify >/dev/null
	it "$sentence ends a session" portal_await is_over
	# shellcheck disable=SC2086 # claims are words
	is 'and a token from before begins none' '403 ' \
	    "$(post "$(openssl rand -hex 16)" $before) $(session)"
	cp "$CITY/session.demoa2" "$CITY/session.before"
	it 'but whoever signs on now has one' sign_on demoa2
	mv "$CITY/session.before" "$CITY/session.dead"
	old=$(cat "$CITY/session.demoa2")
	is 'which goes on' 200 "$(looks)"
done <<END
a new password|userPassword|Mango-tram-42-demoa2
signing out at the portal|portalSignOutCount|7
END

# --- a directory that is restored from a backup
dead=$(cat "$CITY/session.dead")
is 'a session that has ended is dead' 303 \
    "$(ask -H "Cookie: $dead" "$LEAVE_URL/requests")"
# Sessions of the very second in which it goes back stay.
begun=$(date +%s)
is_later() { [ "$(date +%s)" -gt "$begun" ]; }
portal_await is_later || exit 1
put demoa2 portalSignOutCount 0 | as_it ldapmodify >/dev/null
it 'an entry that goes back ends the session there is' portal_await is_over
is 'and wakes none that was dead' 303 \
    "$(ask -H "Cookie: $dead" "$LEAVE_URL/requests")"
portal_await sign_on demoa2 || exit 1
old=$(cat "$CITY/session.demoa2")
is 'whoever signs on now has one' 200 "$(looks)"

put demoa2 portalState suspended | as_it ldapmodify >/dev/null
is_suspended() { [ "$(looks)" = 403 ]; }
it 'a suspension does, within the second in which leaved looks' \
    portal_await is_suspended
put demoa2 portalState active | as_it ldapmodify >/dev/null
portal_await sign_on demoa2 || exit 1

# --- long bodies
leaved_made() # COMMAND... : the name of what it makes
{
	leaved_ask "$CITY" "$@" | sed -n 's/^request: //p'
}
papers=/papers/$(leaved_made file 事假 "$(day_ahead 5)" "$(day_ahead 5)" \
    --account demoa2 --deputy demoa3)
old=$(cat "$CITY/session.demoa2")
/usr/bin/python3 tests/e2e/front_body.py "$CITY/leave.sock" \
    "leave.localhost:$PORTAL_PORT" "$papers" "$old" "$TMP" >"$TMP/bodies" &
bodies=$!
it 'somebody is half through with a long body' \
    portal_await test -e "$TMP/half"
put demoa2 portalSignOutCount 8 | as_it ldapmodify >/dev/null
it 'and signs out elsewhere' portal_await is_over
touch "$TMP/ended"
wait "$bodies"
while IFS='|' read -r sentence expected got; do
	is "$sentence" "$expected" "$got"
done <"$TMP/bodies"
it 'and that is all of the bodies' grep -q '^the end|' "$TMP/bodies"
head -c 11000000 /dev/zero >"$TMP/large"
strangers=0
while [ $strangers -lt 20 ] && [ "$(ask -F "file=@$TMP/large" \
    -H "Origin: $LEAVE_URL" "$LEAVE_URL$papers")" = 303 ]; do
	strangers=$((strangers + 1))
done
is 'through nginx a stranger is sent to sign on, every time' \
    "20 $PORTAL_URL/openid/authorize" \
    "$strangers $(header location | sed 's/?.*//')"
is 'a page elsewhere is refused' 403 "$(ask -F "file=@$TMP/large" \
    -H 'Origin: https://evil.example' "$LEAVE_URL$papers")"
portal_await sign_on demoa2 || exit 1

# --- everybody goes everywhere
for who in $VISITORS; do
	portal_await sign_on "$who" || exit 1
done
today=$(day_after 0) day=$(day_ahead 1)
printf '節次,開始,結束\n1,08:10,08:55\n2,09:05,09:50\n' >"$TMP/periods.csv"
printf '帳號,星期,節次,科目\ndemoa2,%s,2,國文\n' "$(day_said "$day" weekday)" \
    >"$TMP/lessons.csv"
leaved_ask "$CITY" take-periods "$TMP/periods.csv" --school 014501 &&
    leaved_ask "$CITY" take-lessons "$TMP/lessons.csv" --school 014501 \
    --from "$today" --until "$(day_after 60)" || exit 1
# With one lesson.
request=$(leaved_made file 事假 "${day}T09:00" "${day}T12:00" \
    --account demoa2 --deputy demoa3)
asked=$(leaved_made file 事假 "$(day_ahead 3)" "$(day_ahead 3)" \
    --account demoa2 --deputy demoa3)
past=$(day_behind 1)
worked=$(leaved_made overtime "${past}T18:00" "${past}T19:00" \
    --account demoa2)
stayed=$(leaved_made overtime "${past}T19:00" "${past}T20:00" \
    --account demoa2)
served=$(leaved_made overtime "${past}T20:00" "${past}T21:00" \
    --account demoa2)
it 'there is something to be looked at' \
    test -n "$request" -a -n "$asked" -a -n "$worked" -a -n "$stayed" \
    -a -n "$served"
export PORTAL_URL PORTAL_PORT PORTAL_CA LEAVE_URL
"$BUILD/tests/e2e/leave_routes" >"$TMP/routes"
/usr/bin/python3 tests/walk.py "$CITY" tests/data/leave_walk \
    "request=$request" "asked=$asked" "worked=$worked" "stayed=$stayed" \
    "served=$served" \
    "day=$day" "later=$(day_ahead 2)" "past=$past" "today=$today" \
    "year=$(day_said "$today" academic_year)" "over=$((${today%%-*} - 1))" \
    <"$TMP/routes" >"$TMP/walk"
while IFS='|' read -r sentence expected got; do
	is "$sentence" "$expected" "$got"
done <"$TMP/walk"
it 'and that is all of the walk' test -s "$TMP/walk"
portal_end "$TMP/city" leaved
is 'without leaved it says so, and asks for no password' 503 \
    "$(ask -H 'Cookie: __Host-leave=AAAAAQAA' "$LEAVE_URL/requests")"
is 'nothing was logged that IT must mend' '' \
    "$(grep '^<[0-3]>' "$TMP/city/log.leaved")"
finish
