#!/bin/sh
# portal_api.sh - the portal for programs: JSON, and portal-passwd from another
# machine.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
at_exit "portal_stop '$TMP'"
portal_start "$TMP"
portal_people "$TMP"
cat >"$TMP/portal.conf" <<END
server = "$PORTAL_URL";
ca_file = "$PORTAL_CA";
END

# What was typed, a line each, from a machine without identityd's socket.
remote() # ARG...
{
	env LC_ALL=C "$BUILD/daemon/tools/portal-passwd" \
	    --config "$TMP/portal.conf" "$@" <"$TMP/typed" >"$TMP/said" 2>&1
}
typed() { printf '%s\n' "$@" >"$TMP/typed"; }

typed "$(national_id 2)" a2@school.example
it 'a forgotten password: portal-passwd asks over the network' \
    remote forgot
it 'and says what the portal says' grep -q 'letter' "$TMP/said"
typed "$(national_id 2)" "$(portal_letter "$TMP" a2@school.example)" short
fails 'a password that breaks a rule is refused with the reason' 65 \
    remote reset
it 'in words' grep -q 'portal-passwd: .*characters' "$TMP/said"
typed "$(national_id 2)" '0000 0000 0000' Blue-Harbor-77
fails 'a wrong code is refused' 77 remote reset
typed "$(national_id 2)" "$(portal_letter "$TMP" a2@school.example)" \
    Blue-Harbor-77
it 'the right code sets the password' remote reset
it 'and tells the account' grep -q demoa2 "$TMP/said"
typed demoa2 Blue-Harbor-77 Green-Harbor-78
it 'a change works with the present password' remote change
fails 'and no more with the one before' 77 remote change
typed "$(national_id 900)" a2@school.example
fails 'a stranger hears that there is no such record' 1 remote forgot

printf 'server = "https://127.0.0.1:%s";\nca_file = "%s";\n' \
    "$PORTAL_PORT" "$PORTAL_CA" >"$TMP/portal.conf"
fails 'a server with another name is not believed' 70 remote forgot
printf 'server = "%s";\n' "$PORTAL_URL" >"$TMP/portal.conf"
fails 'nor one whose authority is unknown' 70 remote forgot
printf 'server = "http://portal.localhost";\n' >"$TMP/portal.conf"
fails 'nothing is sent in the clear' 65 remote forgot
printf 'server = "https://portal.localhost:1";\n' >"$TMP/portal.conf"
fails 'nobody there is an answer of its own' 69 remote forgot
cp conf/portal.conf "$TMP/portal.conf"
fails 'the sample names no server' 69 remote forgot

api() # NAME JSON [ARG...]: the status, and the answer in TMP/answer
{
	api_name=$1 api_json=$2
	shift 2
	browse -o "$TMP/answer" -w '%{http_code}' --path-as-is \
	    -H 'Content-Type: application/json' --data-binary "$api_json" \
	    "$@" "$PORTAL_URL/api/v1/$api_name" || :
}

member() # NAME: of the last answer
{
	/usr/bin/python3 -c 'import json, sys
print(json.load(open(sys.argv[1])).get(sys.argv[2], ""))' "$TMP/answer" "$1"
}

# work FORM: "challenge":...,"proof":... for it
work()
{
	browse "$PORTAL_URL/api/v1/challenge?form=$1" | /usr/bin/python3 -c '
import hashlib, json, sys
asked = json.load(sys.stdin)
challenge, bits, number = asked["challenge"], asked["bits"], 0
head = challenge + ":" + asked["form"] + ":"
while int.from_bytes(hashlib.sha256(f"{head}{number}".encode()).digest(),
                     "big") >> (256 - bits):
    number += 1
print(f"\"challenge\":\"{challenge}\",\"proof\":\"{number}\"")'
}

who="\"national_id\":\"$(national_id 3)\",\"mail\":\"a3@school.example\""
is 'the rules are told without any work' ok \
    "$(browse -o "$TMP/answer" "$PORTAL_URL/api/v1/rules"; member result)"
is 'without a proof nothing is asked' '403 no_proof' \
    "$(api forgot "{$who}") $(member reason)"
is 'a proof for another question is none' '403 no_proof' \
    "$(api forgot "{$who,$(work change)}") $(member reason)"
proof=$(work forgot)
is 'with one it is' '200 ok' \
    "$(api forgot "{$who,$proof}") $(member result)"
is 'a proof counts once' '403 no_proof' \
    "$(api forgot "{$who,$proof}") $(member reason)"
is 'the reader has a language' '查無此資料' \
    "$(api forgot "{\"national_id\":\"$(national_id 900)\",\"mail\":\"x@y.example\",$(work forgot)}" \
    -H 'Accept-Language: zh-TW' >/dev/null; member text | grep -o '^查無此資料')"

# What is not a question changes nothing and is told so.
while IFS='|' read -r name json status reason; do
	is "$status for $name $json" "$status $reason" \
	    "$(api "$name" "$json") $(member reason)"
done <<'END'
forgot|{|400|malformed
forgot|[]|400|malformed
forgot|"x"|400|malformed
forgot|{"mail":"a","mail":"b"}|400|malformed
forgot|{"mail":5}|400|malformed
forgot|{"colour":"red"}|400|malformed
forgot|{"session":"x"}|400|malformed
forgot|{"address":"10.0.0.1"}|400|malformed
redeem|{"password":"a\u0000b"}|400|malformed
sign_in|{}|404|no_question
../forgot|{}|404|no_question
END
is 'a mail address brings no header along' '400 malformed' \
    "$(api forgot "{\"national_id\":\"$(national_id 3)\",\
\"mail\":\"a3@school.example\\r\\nBcc: b@evil.example\",$(work forgot)}") $(member reason)"
is 'a form of a page elsewhere is no question' '415 no_json' \
    "$(browse -o "$TMP/answer" -w '%{http_code}' -H 'Content-Type: text/plain' \
    --data-binary "{$who}" "$PORTAL_URL/api/v1/forgot") $(member reason)"
is 'nor one that a page elsewhere sends' '403 origin' \
    "$(api forgot "{$who}" -H 'Origin: https://elsewhere.example') $(member reason)"
is 'GET is no question' '405 method' "$(browse -o "$TMP/answer" \
    -w '%{http_code}' "$PORTAL_URL/api/v1/forgot") $(member reason)"
is 'and an address that is not there says so' '404 no_address' \
    "$(browse -o "$TMP/answer" -w '%{http_code}' \
    "$PORTAL_URL/api/v2") $(member reason)"
is 'a challenge for nothing is none' 404 "$(browse -o /dev/null \
    -w '%{http_code}' "$PORTAL_URL/api/v1/challenge?form=sign-in")"
head -c 20000 /dev/zero | tr '\0' ' ' >"$TMP/long"
is 'a question past its bound is refused' '413 too_long' \
    "$(api forgot "@$TMP/long") $(member reason)"
is 'and so is an odd address' '400 malformed' "$(browse -o "$TMP/answer" \
    -w '%{http_code}' "$PORTAL_URL/api/v1/rules?colour=red") $(member reason)"
portal_end "$TMP" identityd
is 'without identityd the answer is an answer' '503 no_answer' \
    "$(api forgot "{$who,$(work forgot)}") $(member reason)"
fails 'no log has a secret' 1 grep -rqE \
    'Blue-Harbor|Green-Harbor|A1[0-9]{8}|[0-9]{4} [0-9]{4} [0-9]{4}' \
    "$TMP/log.front" "$TMP/log.identityd" "$TMP/nginx/portal.log" \
    "$TMP/nginx/portal-error.log" "$TMP/nginx/error.log"
finish
