#!/bin/sh
# browser.sh TEST.mjs - a test in the browser, with a portal of its own where
# demoa1 (personnel) and demoa2 (a teacher) have the password Blue-Harbor-77.
set -eu
# shellcheck disable=SC1091
. tests/portal.sh
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
for n in 1 2; do
	portal_activate "$PORTAL_DIR" $n a$n@school.example Blue-Harbor-77
done
export PORTAL_DIR PORTAL_URL PORTAL_HOST PORTAL_PORT PORTAL_CA
node "$@"
