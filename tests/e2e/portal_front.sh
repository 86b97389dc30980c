#!/bin/sh
# portal_front.sh - portal-front at its own socket, without nginx before it:
# what no page of ours sends gets a clear refusal and changes nothing.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
dir=$TMP/portal
mkdir "$dir"
portal_start "$dir" || exit 1
at_exit portal_stop "$dir"
portal_people "$dir"
portal_activate "$dir" 2 a2@school.example Blue-Harbor-77
front=$dir/front.sock
here=http://portal.localhost

ask() # ARG...: as nginx asks
{
	curl --silent --unix-socket "$front" --max-time 40 --path-as-is \
	    -H 'X-Real-IP: 192.0.2.7' "$@"
}

status() # ARG...: of the answer; the page is in TMP/page, its head in TMP/head
{
	ask -o "$TMP/page" -D "$TMP/head" -w '%{http_code}' "$@" || :
}

header() # NAME: of the last answer
{
	tr -d '\r' <"$TMP/head" | sed -n "s/^$1: //Ip"
}

cookie() # NAME: that the last answer sets
{
	header Set-Cookie | sed -n "s/^$1=\([^;]*\);.*/\1/p" | tail -n 1
}

value() # NAME: of a hidden field of the last page
{
	sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$TMP/page" |
	    tail -n 1
}

proof() # ID FORM: 10 bits of work, as tests/portal.sh wants them
{
	/usr/bin/python3 -c 'import hashlib, itertools, sys
print(next(n for n in itertools.count() if hashlib.sha256(
    f"{sys.argv[1]}:{sys.argv[2]}:{n}".encode()).digest()[:2] < b"\x00\x40"))' \
	    "$@"
}

form() # PATH [COOKIE]: fetched; its token and cookie are in $token and $seed
{
	status -H "Cookie: ${2:-}" "$here$1" >/dev/null
	seed=$(cookie __Host-form)
	[ -n "$seed" ] || seed=${2##*__Host-form=}
	token=$(sed -n "/action=\"$(echo "$1" | sed 's,/,\\/,g')\"/,/name=\"token\"/s/.*name=\"token\" value=\"\([^\"]*\)\".*/\1/p" \
	    "$TMP/page" | head -n 1)
}

sign_in() # ACCOUNT PASSWORD [NEXT [COOKIE]]: prints the status
{
	form /sign-in "${4:-}"
	captcha=$(value captcha)
	status "$here/sign-in" -H "Cookie: ${4:+$4; }__Host-form=$seed" \
	    --data-urlencode "token=$token" --data-urlencode "account=$1" \
	    --data-urlencode "password=$2" --data-urlencode "next=${3:-/}" \
	    -d "captcha=$captcha" -d "proof=$(proof "$captcha" sign-in)"
}

# --- before anybody signs in
before=$(portal_admin "$dir" person show demoa2
    portal_admin "$dir" audit list | wc -l
    find "$dir/mail/new" -type f | wc -l)

refused() # STATUS SENTENCE ARG...
{
	refused_status=$1 refused_sentence=$2
	shift 2
	is "$refused_sentence" "$refused_status" "$(status "$@")"
}

# Header for header, where curl would mend it.
said() # STATUS SENTENCE HEADER...
{
	said_status=$1 said_sentence=$2
	shift 2
	is "$said_sentence" "$said_status" "$({
		printf 'GET /sign-in HTTP/1.1\r\n'
		printf '%s\r\n' "$@" 'Connection: close' ''
	} | /usr/bin/python3 tests/e2e/front_crowd.py say "$front")"
}

refused 421 'another host name is not ours' -H 'Host: evil.example' "$here/"
refused 421 'no host name is not ours' -H 'Host:' -0 "$here/"
said 400 'two host names are none' \
    'Host: portal.localhost' 'hOst: evil.example' 'X-Real-IP: 192.0.2.7'
said 400 'nor are two equal ones' \
    'Host: portal.localhost' 'Host: portal.localhost' 'X-Real-IP: 192.0.2.7'
said 400 'without the address that nginx gives nobody is answered' \
    'Host: portal.localhost'
said 400 'two cookie headers are none' 'Host: portal.localhost' \
    'X-Real-IP: 192.0.2.7' 'Cookie: a=1' 'Cookie: b=1'
refused 400 'two addresses are none' -H 'x-real-ip: 192.0.2.8' "$here/"
refused 400 'a header that is no ASCII is refused' -H 'Cookie: a=é' "$here/"
refused 400 'a header without end is refused' \
    -H "Cookie: a=$(printf '%05000d' 0)" "$here/"
refused 414 'an address without end is refused' "$here/$(printf '%07000d' 0)"
for path in /nowhere /sign-in/ //sign-in /./sign-in /x/../sign-in \
    /%73ign-in /sign-in%00 /sign-in%2f /static/../frame.html \
    /static/%2e%2e/frame.html /static/ /captcha/x.png \
    '/captcha/../../etc/passwd' /SIGN-IN '/sign-in;x=1' '/sign-in%3Fx'; do
	refused 404 "$path is no page" "$here$path"
done
for query in x=1 'next=/a&next=/b' 'next=%FF' 'next=%' 'next=a%00b' \
    'next=a%0Ab' next "ended=$(printf '%0300d' 0)" 'lang=en&lang=en'; do
	refused 400 "?$(echo "$query" | cut -c1-20) is refused" \
	    "$here/sign-in?$query"
done
for method in PUT DELETE PATCH OPTIONS TRACE PROPFIND get; do
	refused 405 "$method is no method here" -X "$method" "$here/sign-in"
done
is 'it is told which are' 'GET, HEAD, POST' "$(header Allow)"

# Every address that takes a form of ours, as the table has it; what others may
# send is openid_door.sh's.
posts=$(sed -n 's/.*{POST("\([^"*]*\)".*/\1/p' daemon/portal/routes.c |
    grep -vxE '/openid/(end_session|token|userinfo)')
for path in $posts; do
	got=$(status "$here$path")
	head=$(status -I "$here$path")
	case $got in
	200 | 303) ok=same ;;
	405) ok=$(header Allow) ;;
	*) ok="GET $got" ;;
	esac
	is "GET and HEAD on $path show a form or say POST" "$got $got" \
	    "$got $head"
	[ "$ok" = same ] || is "$path says POST" POST "$ok"
	refused 403 "a form from elsewhere is refused at $path" \
	    -H 'Origin: https://evil.example' -d a=1 "$here$path"
	refused 403 "a form from nowhere is refused at $path" \
	    -H 'Origin: null' -d a=1 "$here$path"
	refused 400 "JSON is no form at $path" \
	    -H 'Content-Type: application/json' -d '{}' "$here$path"
	refused 400 "an unknown field is refused at $path" -d colour=red \
	    "$here$path"
	refused 400 "a token twice is refused at $path" -d 'token=a&token=a' \
	    "$here$path"
	refused 400 "bad UTF-8 is refused at $path" -d 'token=%C3%28' \
	    "$here$path"
	refused 400 "a line break is refused at $path" \
	    -d 'token=a%0D%0ABcc%3A%20b%40evil.example' "$here$path"
	got=$(status -d token= "$here$path")
	case $got-$(header Location) in
	403- | 303-/sign-in*) got=refused ;;
	esac
	is "a form without a token is refused at $path" refused "$got"
done
for path in /forgot /me/mail /me/mail/confirm /staff/add /staff/person \
    /staff/take-in; do
	for break in %0D%0A %0A %0D %C2%85; do
		refused 400 "no header comes with a mail address at $path: $break" \
		    -d "mail=a%40school.example${break}Bcc%3A%20b%40evil.example" \
		    "$here$path"
	done
done
head -c 20000 /dev/zero | tr '\0' a >"$TMP/long"
refused 413 'a body that is too long is refused unread' \
    --data-binary "@$TMP/long" "$here/sign-in"
refused 413 'one that does not tell its length, too' \
    -H 'Transfer-Encoding: chunked' --data-binary "@$TMP/long" "$here/sign-in"
# roster LENGTH HEADER...: the status of the head of one, whose body never comes
roster()
{
	roster_len=$1
	shift
	{
		printf 'POST /staff/import HTTP/1.1\r\n'
		printf '%s\r\n' 'Host: portal.localhost' \
		    'X-Real-IP: 192.0.2.7' "Content-Length: $roster_len" "$@" ''
	} | timeout 5 /usr/bin/python3 tests/e2e/front_crowd.py say "$front"
}
is 'a long roster of a stranger is refused before it comes' 303 \
    "$(roster 200000)"
is 'one from elsewhere, too' 403 \
    "$(roster 200000 'Origin: https://evil.example')"
is 'one that is too long, whoever sends it' 413 "$(roster 2000000)"
refused 413 'GET has no body' -X GET -d a=1 "$here/sign-in"
refused 400 'a length that is no number is refused' \
    -H 'Content-Length: 1x' -d a "$here/sign-in"

form /sign-in
refused 403 'a token is good for its own form only' "$here/forgot" \
    -H "Cookie: __Host-form=$seed" -d "token=$token" -d national_id=A -d mail=a
refused 403 'and for its own browser only' "$here/sign-in" \
    -H 'Cookie: __Host-form=00000000000000000000000000000000' \
    -d "token=$token" -d account=demo-typed -d password=Secret-Typed-1
it 'the form is shown again with what was typed' \
    grep -q 'value="demo-typed"' "$TMP/page"
fails 'but not with the password' 1 grep -q 'Secret-Typed-1' "$TMP/page"
form /sign-in
portal_one stop "$dir" front && portal_one start "$dir" front
refused 403 'after a restart an open form is stale' "$here/sign-in" \
    -H "Cookie: __Host-form=$seed" -d "token=$token" -d account=demo-typed \
    -d password=x
it 'and is shown again as well' grep -q 'value="demo-typed"' "$TMP/page"
is 'nothing of all that has changed anything' "$before" \
    "$(portal_admin "$dir" person show demoa2
    portal_admin "$dir" audit list | wc -l
    find "$dir/mail/new" -type f | wc -l)"

# --- signing in
refused 403 'without the captcha nobody signs in' "$here/sign-in" \
    -H "Cookie: __Host-form=$(form /sign-in; echo "$seed")" \
    -d "token=$(value token)" -d account=demoa2 -d password=Blue-Harbor-77
is 'a wrong password does not' 403 "$(sign_in demoa2 wrong)"
it 'and loses nothing else' grep -q 'value="demoa2"' "$TMP/page"
is 'the right one does' 303 "$(sign_in demoa2 Blue-Harbor-77 /me/mail)"
is 'and leads where one wanted to go' /me/mail "$(header Location)"
session=$(cookie __Host-portal) seed=$(cookie __Host-form)
for next in //evil.example '/\evil.example' https://evil.example 'javascript:x' \
    /a//b '/a?b' /%2f%2fevil.example evil.example; do
	sign_in demoa2 Blue-Harbor-77 "$next" >/dev/null
	case $(header Location) in
	/ | /a//b) got=ours ;;
	*) got=$(header Location) ;;
	esac
	is "next=$next leads nowhere else" ours "$got"
done
fixed=$(printf '%032d' 1)
sign_in demoa2 Blue-Harbor-77 / \
    "__Host-portal=fixed; __Host-form=$fixed" >/dev/null
fails 'a session that was there before is not the one after' 1 \
    test "$(cookie __Host-portal)" = fixed
fails 'nor is the name of the browser' 1 test "$(cookie __Host-form)" = "$fixed"

me() # COOKIE: the status of the own data
{
	status -H "Cookie: __Host-portal=$1; __Host-form=$seed" "$here/me"
}

is 'who has signed in sees the own data' 200 "$(me "$session")"
it 'with the name' grep -q 示範甲2 "$TMP/page"
for forged in x "$(printf '%s' "$session" | tr 'A-Za-z' 'N-ZA-Mn-za-m')" \
    "$(printf '%s' "$session" | cut -c1-40)" "${session}A"; do
	is 'a session that identityd did not seal is none' '303 /sign-in?next=/me' \
	    "$(me "$forged") $(header Location)"
done
is 'and is taken away' '' "$(cookie __Host-portal)"
refused 303 'a page of personnel is not for a teacher who has not signed in' \
    "$here/staff"
refused 403 'nor for one who has' -H "Cookie: __Host-portal=$session" \
    "$here/staff"
is 'nor is a long roster read' 403 \
    "$(roster 200000 "Cookie: __Host-portal=$session")"
refused 403 'nor are those of IT' -H "Cookie: __Host-portal=$session" "$here/it"
refused 403 'signing somebody out from elsewhere is refused' "$here/sign-out" \
    -H "Cookie: __Host-portal=$session; __Host-form=$seed" \
    -H 'Origin: https://evil.example' -d token=x
is 'the session is as good as before' 200 "$(me "$session")"

# --- every answer
status "$here/nowhere" >/dev/null
is 'every answer is strict' \
"no-store
default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'
same-origin
nosniff" "$(for name in Cache-Control Content-Security-Policy Referrer-Policy \
    X-Content-Type-Options; do header $name; done)"
status "$here/static/style.css" >/dev/null
is 'but a file may be kept' 'public, max-age=604800' "$(header Cache-Control)"

# --- slow, and too many
is 'who says nothing is hung up on' 'closed in time' \
    "$(/usr/bin/python3 tests/e2e/front_crowd.py silent "$front")"
pkill -STOP -P "$(cat "$dir/pid.identityd")"
kill -STOP "$(cat "$dir/pid.identityd")"
/usr/bin/python3 tests/e2e/front_crowd.py wait "$front" 300 >"$TMP/crowd" &
crowd=$!
await 40 grep -q waiting "$TMP/crowd"
is 'one more than may wait for identityd gets 503 at once' '503 5' \
    "$(status --max-time 2 -H 'Cookie: __Host-portal=x' "$here/me") $(header Retry-After)"
refused 200 'a file is still served' --max-time 2 "$here/static/style.css"
refused 200 'and so is the answer to a health check' --max-time 2 "$here/health"
kill -CONT "$(cat "$dir/pid.identityd")"
pkill -CONT -P "$(cat "$dir/pid.identityd")"
wait "$crowd"
is 'the others have waited and are answered' '256 answered, 44 refused' \
    "$(tail -n 1 "$TMP/crowd")"
is 'and the next one as usual' 200 "$(me "$session")"

# --- the jail
pid=$(cat "$dir/pid.front")
if [ "$BUILD" != build/asan ]; then
	is 'system calls are filtered' 2 \
	    "$(sed -n 's/^Seccomp:[[:space:]]*//p' "/proc/$pid/status")"
fi
is 'no file is open but sockets, pipes and the log' '' \
    "$(find "/proc/$pid/fd" -type l -printf '%l\n' |
    grep -vE '^(socket:|pipe:|anon_inode:|/dev/null)|/log\.front$' || :)"
fails 'no secret is in its log' 1 \
    grep -E 'Blue-Harbor|Secret-Typed|demo-typed|192\.0\.2|A1000' "$dir/log.front"
kill "$pid"
it 'it ends when told to' await 10 sh -c "! kill -0 $pid 2>/dev/null"
it 'and says so' grep -q stopped "$dir/log.front"
finish
