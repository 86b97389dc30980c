#!/bin/sh
# relying.sh TEST.mjs - a test in the browser, as browser.sh makes them, with
# services that people sign on to: Apache's mod_auth_openidc at APACHE_URL, and
# three clients for one that the test starts at NODE_URL with openid-client:
# node (a secret), node-public (none), node-own (first party).
# RELYING_SECRETS is theirs, NAME=SECRET each.
set -eu
# shellcheck disable=SC1091
. tests/portal.sh
# shellcheck disable=SC1091
. tests/apache.sh
PORTAL_DIR=$(mktemp -d)
stop()
{
	apache_stop "$PORTAL_DIR"
	portal_stop "$PORTAL_DIR"
	rm -rf "$PORTAL_DIR"
}
trap stop EXIT
trap 'exit 1' INT TERM
[ -d build/node ] || MAKEFLAGS="" make -s build/node

app() # NAME TITLE TITLE_EN KIND URL BACK: prints its secret
{
	portal_admin "$PORTAL_DIR" app add "$1" "$5/" --name "$2" \
	    --name-en "$3" --client "$4" --redirect-uri "$6" \
	    --logout-uri "$5/bye.html" \
	    --scope 'profile email school kind groups' >"$PORTAL_DIR/app" &&
	sed -n 's/^secret[:[:space:]]*//p' "$PORTAL_DIR/app"
}

portal_start "$PORTAL_DIR"
portal_people "$PORTAL_DIR"
for n in 1 2 3 4; do
	portal_activate "$PORTAL_DIR" $n a$n@school.example Blue-Harbor-77
done
APACHE_URL=https://apache.localhost:$(nginx_port)
NODE_URL=https://node.localhost:$(nginx_port)
apache_secret=$(app apache 研習報名 'Course booking' confidential \
    "$APACHE_URL" "$APACHE_URL/signed-on")
node_secret=$(app node 場地借用 'Room booking' confidential "$NODE_URL" \
    "$NODE_URL/back")
own_secret=$(app node-own 差勤 Leave first_party "$NODE_URL" \
    "$NODE_URL/posted")
RELYING_SECRETS="apache=$apache_secret node=$node_secret node-own=$own_secret"
app node-public 行動應用 'A phone app' public "$NODE_URL" "$NODE_URL/back" \
    >/dev/null
apache_start "$PORTAL_DIR" "$apache_secret"
PORTAL_IDS=$(for n in 1 2 3 4 5 6 7 8 9; do national_id $n; done)
export PORTAL_IDS PORTAL_DIR PORTAL_URL PORTAL_HOST PORTAL_PORT PORTAL_CA \
    APACHE_URL NODE_URL RELYING_TLS RELYING_SECRETS SLAPD_BASE SLAPD_DIR \
    SLAPD_IT SLAPD_LDAPI
node "$@"
