#!/bin/sh
# directory_start.sh - a fresh directory, and who may come in at all.
. tests/lib.sh
. tests/slapd.sh

it 'a directory starts from an empty folder' slapd_start "$TMP/slapd"
at_exit slapd_stop "$TMP/slapd"
export LDAPTLS_CACERT="$SLAPD_CA"

is 'identityd is known by its uid' \
    "dn:cn=identityd,ou=services,$SLAPD_BASE" \
    "$(ldapwhoami -Q -Y EXTERNAL -H "$SLAPD_LDAPI")"
is 'IT signs in over TLS' "dn:$SLAPD_IT" \
    "$(ldapwhoami -x -H "$SLAPD_LDAPS" -D "$SLAPD_IT" \
    -y "$SLAPD_DIR/secret/it")"
is 'the leave service signs in over TLS' "dn:$SLAPD_LEAVED" \
    "$(ldapwhoami -x -H "$SLAPD_LDAPS" -D "$SLAPD_LEAVED" \
    -y "$SLAPD_DIR/secret/leaved")"
fails 'nobody is anonymous' 48 ldapwhoami -x -H "$SLAPD_LDAPS"
fails 'an empty password is no password' 53 \
    ldapwhoami -x -H "$SLAPD_LDAPS" -D "$SLAPD_IT" -w ''
fails 'identityd has no password to guess' 49 \
    ldapwhoami -x -H "$SLAPD_LDAPS" -w guess \
    -D "cn=identityd,ou=services,$SLAPD_BASE"
fails 'the root DN of the database has no password to guess' 49 \
    ldapwhoami -x -H "$SLAPD_LDAPS" -w guess -D "cn=slapd,$SLAPD_BASE"
it 'it stops' slapd_stop "$TMP/slapd"
it 'it starts again with what it had' slapd_run "$TMP/slapd"
is 'on the port it had' "dn:$SLAPD_IT" \
    "$(ldapwhoami -x -H "$SLAPD_LDAPS" -D "$SLAPD_IT" \
    -y "$SLAPD_DIR/secret/it")"
fails 'a folder in use is not overwritten' 64 \
    schema/portal-slapd-init DIR="$TMP/slapd" IDENTITYD_UID=1 TLS_CA=x \
    TLS_CERT=x TLS_KEY=x
fails 'an unknown parameter is named' 64 schema/portal-slapd-init COLOUR=red
finish
