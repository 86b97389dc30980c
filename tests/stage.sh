#!/bin/sh
# stage.sh PROGRAM - runs a test of identityd's operations on a real slapd.
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
slapd_haste | as_config ldapmodify >/dev/null
mkdir "$dir/stage"
export SLAPD_LDAPI
STAGE_DIR=$dir/stage SLAPD_PID_FILE=$dir/slapd.pid "$@"
