#!/bin/sh
# browser.sh TEST.mjs - a test in the browser, with a portal of its own where
# demoa1 (personnel), demoa2 (a teacher), demoa3 (資訊執秘) and demoa4 (IT) have
# the password Blue-Harbor-77.
# PORTAL_IDS are the national IDs of demoa1 to demoa9.
set -eu
# shellcheck disable=SC1091
. tests/portal.sh
# shellcheck disable=SC1091
. tests/directory.sh
PORTAL_DIR=$(mktemp -d)
stop()
{
	portal_stop "$PORTAL_DIR"
	rm -rf "$PORTAL_DIR"
}
trap stop EXIT
trap 'exit 1' INT TERM
[ -d build/node ] || MAKEFLAGS="" make -s build/node
portal_start "$PORTAL_DIR"
portal_people "$PORTAL_DIR"
portal_admin "$PORTAL_DIR" role grant officer demoa3 --school 014501 >/dev/null
as_it ldapmodify >/dev/null <<END
dn: cn=it,ou=groups,$SLAPD_BASE
changetype: modify
add: member
member: uid=demoa4,ou=people,$SLAPD_BASE
END
for n in 1 2 3 4; do
	portal_activate "$PORTAL_DIR" $n a$n@school.example Blue-Harbor-77
done
PORTAL_IDS=$(for n in 1 2 3 4 5 6 7 8 9; do national_id $n; done)
export PORTAL_IDS PORTAL_DIR PORTAL_URL PORTAL_HOST PORTAL_PORT PORTAL_CA
node "$@"
