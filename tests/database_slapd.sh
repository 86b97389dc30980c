#!/bin/sh
# database_slapd.sh PROGRAM - as tests/database.sh, which runs this: with a
# directory of two schools beside the database. The program finds SLAPD_LDAPI,
# SLAPD_LEAVED, LEAVED_SECRET (the file with its password), and SLAPD_HALT.
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
LEAVED_SECRET=$dir/secret/leaved
SLAPD_HALT=". tests/slapd.sh; slapd_stop $dir"
export SLAPD_LDAPI SLAPD_LDAPS SLAPD_LEAVED SLAPD_DIR LEAVED_SECRET SLAPD_HALT
"$@"
