#!/bin/sh
# leaving.sh TEST.mjs - a test in the browser, as browser.sh makes them, with the
# leave service at LEAVE_URL. leave.sh says who is what; demoa1 to demoa6,
# demoa9 and demob1 have the password Blue-Harbor-77.
set -eu
# shellcheck disable=SC1091
. tests/leave.sh
# shellcheck disable=SC1091
. tests/days.sh
days_need
PORTAL_DIR=$(mktemp -d)
stop()
{
	leave_stop "$PORTAL_DIR"
	rm -rf "$PORTAL_DIR"
}
trap stop EXIT
trap 'exit 1' INT TERM
[ -d build/node ] || MAKEFLAGS="" make -s build/node
leave_start "$PORTAL_DIR"
leave_people "$PORTAL_DIR"
for n in 1 2 3 4 5 6 9; do
	portal_activate "$PORTAL_DIR" $n a$n@school.example Blue-Harbor-77
done
portal_activate "$PORTAL_DIR" 101 b1@school.example Blue-Harbor-77
export PORTAL_DIR PORTAL_URL PORTAL_HOST PORTAL_PORT PORTAL_CA LEAVE_URL
node "$@"
