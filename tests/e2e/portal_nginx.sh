#!/bin/sh
# portal_nginx.sh - what nginx lets through to portal-front, and what it says
# by itself.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/nginx.sh
mkdir "$TMP/seen"

front_up()
{
	rm -f "$TMP/front.sock"
	/usr/bin/python3 tests/e2e/front_recorder.py "$TMP/front.sock" \
	    "$TMP/seen" 2>"$TMP/recorder.log" &
	recorder=$!
	await 10 test -S "$TMP/front.sock"
}

front_down()
{
	kill "$recorder"
	wait "$recorder" 2>/dev/null || :
}

browse() # ARG...: curl, the page to standard output
{
	curl --silent --cacert "$PORTAL_CA" --max-time 20 \
	    --resolve "$PORTAL_HOST:$PORTAL_PORT:127.0.0.1" "$@"
}

status() # ARG...: of the answer
{
	browse -o "$TMP/page" -w '%{http_code}' "$@" || :
}

# What reached the front since the last time, by request.
seen()
{
	cat "$TMP"/seen/* 2>/dev/null | tr -d '\r'
	find "$TMP/seen" -type f -exec truncate -s 0 {} +
}

front_up
# shellcheck disable=SC2016 # expanded then
at_exit 'kill $recorder; nginx_stop "$TMP"'
nginx_start "$TMP" "$TMP/front.sock"

is 'a page comes from the front' front "$(browse "$PORTAL_URL/sign-in")"
is 'HTTP/2 is spoken' 2 \
    "$(browse -o /dev/null -w '%{http_version}' "$PORTAL_URL/")"
is 'TLS 1.1 is not' 000 "$(status --tls-max 1.1 "$PORTAL_URL/")"
is 'plain HTTP leads to the portal, whatever host was asked for' \
    "301 $PORTAL_URL/forgot" "$(curl -s -o /dev/null \
    -w '%{http_code} %{redirect_url}' -H 'Host: elsewhere.example' \
    "http://127.0.0.1:$PORTAL_PLAIN_PORT/forgot")"

seen >/dev/null
browse -o /dev/null --http1.1 -H 'X-Real-IP: 10.0.0.1' \
    -H 'X-Forwarded-For: 10.0.0.1' -H 'User-Agent: prober' \
    -H 'Authorization: Bearer x' -H 'Origin: https://a.example' \
    -H 'Cookie: tracker=1; __Host-portal=abc; other=__Host-portal=x; __Host-form=def' \
    -d 'a=1' "$PORTAL_URL/sign-in?lang=en"
is 'only listed headers and our cookies reach the front' \
"POST /sign-in?lang=en HTTP/1.1
Host: $PORTAL_HOST:$PORTAL_PORT
X-Real-IP: 127.0.0.1
Origin: https://a.example
Content-Type: application/x-www-form-urlencoded
Cookie: __Host-portal=abc; __Host-form=def; 
Content-Length: 3

a=1" "$(seen)"
browse -o /dev/null -H 'Cookie: x__Host-portal=1; __Host-portalx=2' \
    "$PORTAL_URL/"
is 'a cookie with a name like ours does not' '' \
    "$(seen | grep -i '^cookie' || :)"
is 'a path goes on as it was sent' 'GET //a/%2e%2e/b?x=%0d HTTP/1.1' \
    "$(browse -o /dev/null --path-as-is "$PORTAL_URL//a/%2e%2e/b?x=%0d"
    seen | head -n 1)"

head -c 70000 /dev/zero >"$TMP/large"
is 'a body that is too large is refused by nginx' '413 ' \
    "$(status --data-binary "@$TMP/large" "$PORTAL_URL/forgot") $(seen)"
it 'with a page that says so in both languages' \
    grep -q 'This request cannot be handled' "$TMP/page"
it 'it has its own line in the log' \
    grep -q ' /forgot 413 ' "$TMP/nginx/portal.log"
is 'a roster may be larger' 200 \
    "$(status --data-binary "@$TMP/large" "$PORTAL_URL/staff/import")"
fails 'what was sent is never in a file' 1 \
    grep -rq . "$TMP/nginx/body" "$TMP/nginx/proxy"
seen >/dev/null

echo 'p { margin: 0 }' >"$TMP/share/static/probe.css"
is 'a static file comes from disk' '200 text/css; charset=utf-8 ' \
    "$(status -w '%{http_code} %{content_type}' "$PORTAL_URL/static/probe.css"
    ) $(seen)"
is 'one that is not there is asked for at the front' \
    'GET /static/none.css?v=1 HTTP/1.1' \
    "$(browse -o /dev/null "$PORTAL_URL/static/none.css?v=1"
    seen | head -n 1)"
is 'nothing above is served' '' \
    "$(browse --path-as-is "$PORTAL_URL/static/../nginx/pages/bad.html" |
    grep -o '<h1>.*' || :)"

/usr/bin/python3 tests/e2e/smuggle.py "$PORTAL_PORT" "$TMP/seen" >"$TMP/shapes"
while read -r verdict shape; do
	is "no second request comes through: ${shape%%:*}" ok "$verdict"
	[ "$verdict" = ok ] || echo "# $shape"
done <"$TMP/shapes"

front_down
is 'without portal-front there is a page that says so' 502 \
    "$(status "$PORTAL_URL/sign-in")"
it 'in Chinese and in English' grep -q 'lang="en"' "$TMP/page"
is 'and JSON for programs' '503 offline' \
    "$(status "$PORTAL_URL/api/v1/rules") $(/usr/bin/python3 -c 'import json, sys
print(json.load(sys.stdin)["result"])' <"$TMP/page")"
is 'that page is as strict as any' "default-src 'none'" \
    "$(browse -I "$PORTAL_URL/sign-in" | tr -d '\r' |
    sed -n 's/^content-security-policy: \([^;]*\).*/\1/p')"
is 'static files are still there' 200 \
    "$(status "$PORTAL_URL/static/probe.css")"
front_up
is 'with portal-front back, so are its pages' front \
    "$(browse "$PORTAL_URL/sign-in")"

flood() # COUNT PATH: how many had which status, and of what type
{
	seq "$1" | sed "s|.*|url = \"$PORTAL_URL$2?secret=typed\"\noutput = \"/dev/null\"|" \
	    >"$TMP/flood"
	curl --silent --no-progress-meter --cacert "$PORTAL_CA" --parallel --parallel-max 50 \
	    --resolve "$PORTAL_HOST:$PORTAL_PORT:127.0.0.1" \
	    -w '%{http_code} %{content_type}\n' -K "$TMP/flood" |
	    sort | uniq -c
}
flood 600 /sign-in >"$TMP/floods"
it 'a flood from one address is stopped' \
    grep -q ' 429 text/html' "$TMP/floods"
it 'a whole school at once is not' \
    test "$(sed -n 's/ 200 $//p' "$TMP/floods")" -ge 300
flood 100 /api/v1/rules >"$TMP/floods"
it 'programs are told so in JSON' \
    grep -q ' 429 application/json$' "$TMP/floods"
fails 'no log of nginx has a query string' 1 \
    grep -rqE 'secret=|lang=en|v=1' "$TMP/nginx" --include='*.log'
it 'but each request has its line' \
    grep -q 'GET /sign-in 200 ' "$TMP/nginx/portal.log"
finish
