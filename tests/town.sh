#!/bin/sh
# town.sh PROGRAM - runs a test in a small town: a slapd and an identityd of
# its own, town.h has the rest. TOWN_WORKERS, TOWN_DUE_MS and TOWN_MISSES are
# settings of identityd; TOWN_PID is its process. Without TOWN_TROUBLE an error in
# its log is a failure.
set -eu
# shellcheck disable=SC1091
. tests/slapd.sh
# shellcheck disable=SC1091
. tests/conf.sh
TOWN_DIR=$(mktemp -d)
TOWN_RUN=$TOWN_DIR/run
identityd=
stop()
{
	if [ -n "$identityd" ]; then
		kill "$identityd" || :
		wait "$identityd" || :
	fi
	slapd_stop "$TOWN_DIR"
	rm -rf "$TOWN_DIR"
}
trap stop EXIT
trap 'exit 1' INT TERM
slapd_start "$TOWN_DIR"
mkdir -m 700 "$TOWN_DIR/keys"
mkdir "$TOWN_RUN" "$TOWN_DIR/outbox"
chmod 2770 "$TOWN_DIR/outbox"
conf_identityd "$TOWN_DIR" "workers = ${TOWN_WORKERS:-3};" \
    "due_ms = ${TOWN_DUE_MS:-0};" "requests_per_hour = 1000000;" \
    "misses_per_hour = ${TOWN_MISSES:-20};" >"$TOWN_DIR/identityd.conf"
"${BUILD:-build/plain}/daemon/identityd/identityd" -d \
    -c "$TOWN_DIR/identityd.conf" 2>"$TOWN_DIR/identityd.log" &
identityd=$!
while [ ! -S "$TOWN_RUN/ctl/ctl.sock" ]; do
	kill -0 "$identityd" || { cat "$TOWN_DIR/identityd.log" >&2; exit 1; }
	sleep 0.02
done
TOWN_PID=$identityd
export SLAPD_DIR SLAPD_LDAPI TOWN_DIR TOWN_RUN TOWN_PID
SLAPD_PID_FILE=$SLAPD_DIR/slapd.pid "$@" && { [ -n "${TOWN_TROUBLE:-}" ] || ! grep '^<[0-3]>' "$TOWN_DIR/identityd.log"; }
