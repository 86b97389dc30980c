#!/bin/sh
# directory_rfc2307.sh - what nslcd and SSSD ask, in their words.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

as_lab1() { as "$(machine lab1)" "$@"; }

finds() # FILTER ATTRIBUTE...: lab1's answer, a line of values
{
	look as_lab1 -b "$SLAPD_BASE" "$@" | sed -n 's/^[a-zA-Z]*: //p' |
		grep -v '^uid=\|^cn=' | LC_ALL=C sort | tr '\n' ' '
}

is 'nslcd finds a person by name' \
    '/bin/bash /home/active1 100001 100001 active1 ' \
    "$(finds '(&(objectClass=posixAccount)(uid=active1))' uid uidNumber \
    gidNumber gecos homeDirectory loginShell)"
is 'and by number' 'active1 ' \
    "$(finds '(&(objectClass=posixAccount)(uidNumber=100001))' uid)"
is 'it finds a group by name' '100100 active1 teachers ' \
    "$(finds '(&(objectClass=posixGroup)(cn=teachers))' cn gidNumber memberUid)"
is 'and the groups of somebody' 'teachers ' \
    "$(finds '(&(objectClass=posixGroup)(|(memberUid=active1)(member=x)))' cn)"
is 'somebody of another school is not there' '' \
    "$(finds '(&(objectClass=posixAccount)(uid=active2))' uid)"
is 'SSSD finds a person' 'active1 ' "$(finds \
    '(&(uid=active1)(objectclass=posixAccount)(uid=*)(&(uidNumber=*)(!(uidNumber=0))))' \
    uid)"
is 'and the groups of somebody' '100100 teachers ' "$(finds \
    '(&(memberUid=active1)(objectClass=posixGroup)(cn=*)(&(gidNumber=*)(!(gidNumber=0))))' \
    cn gidNumber)"
is 'it reads what the server can do' 1 \
    "$(look as_lab1 -b '' -s base supportedControl |
    grep -c 1.3.6.1.4.1.42.2.27.8.5.1)"
is 'a search in pages works' 5 "$(as_lab1 ldapsearch -LLL \
    -E pr=2/noprompt -b "ou=people,$SLAPD_BASE" '(objectClass=posixAccount)' \
    1.1 | grep -c '^dn: uid=')"
it 'both then sign in as the person' as "$(person active1)" ldapwhoami
fails 'whom slapd refuses when suspended, without their knowing why' 49 \
    as "$(person suspended1)" ldapwhoami
ldapwhoami -x -H "$SLAPD_LDAPS" -e ppolicy -D "$(person active1)" \
    -y "$SLAPD_DIR/secret/everybody" >"$TMP/whoami" 2>&1
is 'nothing but the password decides: no warning, no forced change' \
    "dn:$(person active1)" "$(cat "$TMP/whoami")"
finish
