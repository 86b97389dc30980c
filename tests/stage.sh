#!/bin/sh
# stage.sh PROGRAM - runs a test of identityd's operations on a real slapd.
#
# Passwords are stored as {SSHA} there and slapd does not sync to disk: the
# tests write thousands of times, and kill us, not slapd.
set -eu
# shellcheck disable=SC1091
. tests/slapd.sh
# shellcheck disable=SC1091
. tests/directory.sh
dir=$(mktemp -d)
trap 'slapd_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
slapd_start "$dir"
directory_fill
as_config ldapmodify >/dev/null <<END
dn: olcDatabase={-1}frontend,cn=config
replace: olcPasswordHash
olcPasswordHash: {SSHA}

dn: olcDatabase={1}mdb,cn=config
replace: olcDbNoSync
olcDbNoSync: TRUE

dn: olcDatabase={2}mdb,cn=config
replace: olcDbNoSync
olcDbNoSync: TRUE
END
mkdir "$dir/stage"
export SLAPD_LDAPI
STAGE_DIR=$dir/stage SLAPD_PID_FILE=$dir/slapd.pid "$@"
