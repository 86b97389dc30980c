#!/bin/sh
# openid_door.sh - portal-front where other services come in: what is no request
# gets a clear refusal, in JSON where programs ask, and leads nowhere.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
dir=$TMP/portal
mkdir "$dir"
portal_start "$dir" || exit 1
at_exit portal_stop "$dir"
front=$dir/front.sock
here=http://portal.localhost
elsewhere='Origin: https://evil.example'

status() # ARG...: of the answer; the page is in TMP/page, its head in TMP/head
{
	curl --silent --unix-socket "$front" --max-time 40 --path-as-is \
	    -H 'X-Real-IP: 192.0.2.7' -o "$TMP/page" -D "$TMP/head" \
	    -w '%{http_code}' "$@" || :
}

header() # NAME: of the last answer
{
	tr -d '\r' <"$TMP/head" | sed -n "s/^$1: //Ip"
}

member() # NAME: of the last answer's JSON
{
	/usr/bin/python3 -c 'import json, sys
print(json.load(open(sys.argv[1])).get(sys.argv[2], ""))' "$TMP/page" "$1"
}

answers() # SENTENCE STATUS ERROR ARG...
{
	answers_sentence=$1 answers_status=$2 answers_error=$3
	shift 3
	is "$answers_sentence" "$answers_status $answers_error" \
	    "$(status "$@") $(member error)"
}

# --- the token endpoint: RFC 6749, 3.2 and 5.2
token=$here/openid/token
basic=$(printf 'nobody:secret' | base64)
answers 'RFC 6749 5.2: an unknown client is invalid_client' \
    401 invalid_client "$token" -d grant_type=authorization_code -d code=x \
    -d client_id=nobody -d client_secret=x
is 'RFC 6749 5.2: with the scheme it may use' 'Basic realm="portal"' \
    "$(header WWW-Authenticate)"
is 'RFC 6749 5.1: nothing of it is kept' 'no-store application/json' \
    "$(header Cache-Control) $(header Content-Type)"
answers 'RFC 6749 2.3.1: Basic is understood' 401 invalid_client "$token" \
    -H "Authorization: Basic $basic" -d grant_type=authorization_code -d code=x
answers 'RFC 6749 2.3: two ways at once are none' 400 invalid_request \
    "$token" -H "Authorization: Basic $basic" -d client_secret=secret
answers 'RFC 6749 2.3: nor two clients' 400 invalid_request \
    "$token" -H "Authorization: Basic $basic" -d client_id=other
answers 'a malformed Authorization is no client' 401 invalid_client \
    "$token" -H 'Authorization: Basic x' -d code=x
answers 'Bearer is no client' 401 invalid_client \
    "$token" -H 'Authorization: Bearer x' -d code=x
answers 'RFC 6749 3.2: a parameter twice is refused' 400 invalid_request \
    "$token" -d code=a -d code=a -d client_id=nobody
answers 'RFC 6749 3.2: one we do not know is passed over' \
    401 invalid_client "$token" -d colour=red -d colour=blue -d client_id=nobody
answers 'RFC 6749 3.2: a query is not looked at' 401 invalid_client \
    "$token?client_id=a&client_id=b" -d client_id=nobody
answers 'bad UTF-8 is refused' 400 invalid_request "$token" -d code=%FF
answers 'a NUL is refused' 400 invalid_request "$token" -d code=a%00b
answers 'a value past its bound is refused' 400 invalid_request "$token" \
    -d "code_verifier=$(printf '%0200d' 0)" -d client_id=nobody
answers 'RFC 6749 4.1.3: JSON is no form' 400 invalid_request "$token" \
    -H 'Content-Type: application/json' -d '{"client_id":"nobody"}'
answers 'multipart is none here' 400 invalid_request "$token" \
    -F client_id=nobody
answers 'no body at all is no request' 400 invalid_request "$token" -X POST
head -c 20000 /dev/zero | tr '\0' a >"$TMP/long"
answers 'a body past its bound is refused' 413 invalid_request "$token" \
    --data-binary "@$TMP/long"
is 'RFC 6749 3.2: GET is no request' '405 POST' \
    "$(status "$token?grant_type=authorization_code") $(header Allow)"
is 'nor HEAD' 405 "$(status -I "$token")"

# --- userinfo: RFC 6750, 2 and 3
user=$here/openid/userinfo
is 'RFC 6750 3.1: without a token there is no error, but a challenge' \
    '401 Bearer realm="portal"' "$(status "$user") $(header WWW-Authenticate)"
answers 'RFC 6750 3.1: a wrong token is invalid_token' 401 invalid_token \
    "$user" -H 'Authorization: Bearer x.y'
is 'and says so in the header' \
    'Bearer realm="portal", error="invalid_token"' "$(header WWW-Authenticate)"
answers 'RFC 6750 2.2: a token may be in the body' 401 invalid_token \
    "$user" -d access_token=x.y
answers 'RFC 6750 2: but not in both' 400 invalid_request \
    "$user" -d access_token=x.y -H 'Authorization: Bearer x.y'
answers 'another scheme is no token' 400 invalid_request \
    "$user" -H "Authorization: Basic $basic"
is 'RFC 6750 2.3: in an address it is not looked at' 401 \
    "$(status "$user?access_token=x.y")"
is 'a token past its bound is none' 400 "$(status "$user" \
    -H "Authorization: Bearer $(printf '%01100d' 0)")"
is 'two Authorization headers are none' 400 "$(status "$user" \
    -H 'Authorization: Bearer a' -H 'authorization: Bearer b')"

# --- scripts of other origins may ask, cookies count for nothing
for path in token userinfo keys; do
	is "a page elsewhere may ask at $path" '204 * Authorization, Content-Type' \
	    "$(status -X OPTIONS -H "$elsewhere" \
	    -H 'Access-Control-Request-Method: POST' "$here/openid/$path") $(
	    header Access-Control-Allow-Origin) $(
	    header Access-Control-Allow-Headers)"
done
status "$here/sign-in" -H "$elsewhere" >/dev/null
is 'and nowhere else' '' "$(header Access-Control-Allow-Origin)"
status -H "$elsewhere" -d client_id=nobody "$token" >/dev/null
is 'it reads the answer without credentials' '* ' \
    "$(header Access-Control-Allow-Origin) $(
    header Access-Control-Allow-Credentials)"

# --- authorize and end_session: pages
for shape in 'client_id=a&client_id=b' 'state=%0d%0aSet-Cookie:%20x' \
    'state=%FF' 'redirect_uri' "nonce=$(printf '%0600d' 0)"; do
	is "?$(echo "$shape" | cut -c1-24) is no request and leads nowhere" \
	    '400 ' "$(status "$here/openid/authorize?$shape") $(header Location)"
	is "nor by POST" '400 ' \
	    "$(status "$here/openid/authorize" -d "$shape") $(header Location)"
done
is 'an unknown client is told to the person and leads nowhere' '400 ' \
    "$(status "$here/openid/authorize?client_id=nobody&response_type=code&redirect_uri=https%3A%2F%2Fevil.example%2F") $(
    header Location)"
it 'with a reason that its operator understands' \
    grep -q '400 openid_client' "$TMP/page"
fails 'and nothing of what was sent' 1 grep -q 'evil\.example' "$TMP/page"
is 'OpenID Core 3.1.2.1: POST becomes an address, with a page elsewhere as well' \
    '303 /openid/authorize?client_id=a%26b&scope=openid%20email&state=%20x' \
    "$(status "$here/openid/authorize" -H "$elsewhere" -d colour=red \
    -d 'scope=openid+email' -d 'client_id=a%26b' -d 'state=+x') $(
    header Location)"
long=$(head -c 2000 /dev/zero | tr '\0' '&' | sed 's/&/%26/g')
is 'one that makes no address is refused' 414 "$(status \
    "$here/openid/authorize" -d "redirect_uri=$long" -d "request_uri=$long")"
is 'an address past its bound is refused' 414 \
    "$(status "$here/openid/authorize?state=$(printf '%07000d' 0)")"
for path in authorize end_session; do
	is "HEAD on $path is GET without the page" \
	    "$(status "$here/openid/$path")" "$(status -I "$here/openid/$path")"
done
is 'signing out by POST becomes an address' \
    '303 /openid/end_session?client_id=a&state=x' \
    "$(status "$here/openid/end_session" -H "$elsewhere" -d client_id=a \
    -d state=x) $(header Location)"
is 'our own answer to "sign out?" is a form of ours' 403 \
    "$(status "$here/openid/end" -H "$elsewhere" -d client_id=a)"
fails 'no log has what was sent' 1 grep -rqE 'evil|nobody|secret|x\.y' \
    "$dir/log.front" "$dir/nginx/portal.log"

# --- through nginx
through() # ARG...: status and error
{
	through_status=$(browse -o "$TMP/page" -D "$TMP/head" -w '%{http_code}' \
	    "$@")
	echo "$through_status $(member error)"
}
is 'nginx passes Authorization on where clients ask' '401 invalid_client' \
    "$(through "$PORTAL_URL/openid/token" -H "Authorization: Basic $basic" \
    -d grant_type=authorization_code -d code=x)"
is 'and where tokens are shown' '401 invalid_token' \
    "$(through "$PORTAL_URL/openid/userinfo" -H 'Authorization: Bearer x.y')"
head -c 70000 /dev/zero >"$TMP/long"
is 'what nginx refuses itself is JSON, too' '413 invalid_request' \
    "$(through --data-binary "@$TMP/long" "$PORTAL_URL/openid/token")"
portal_one stop "$dir" front
is 'so is nobody behind it' '503 temporarily_unavailable' \
    "$(through -d client_id=a "$PORTAL_URL/openid/token")"
fails 'no log of nginx has a token or a secret' 1 \
    grep -rqE "x\\.y|$basic|client_id" "$dir/nginx" --include='*.log'
finish
