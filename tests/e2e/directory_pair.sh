#!/bin/sh
# directory_pair.sh - two providers keep one directory.
. tests/lib.sh
. tests/slapd.sh

slapd_start "$TMP/b" SERVER_ID=2 TREE=no || exit 1
at_exit slapd_stop "$TMP/b"
slapd_start "$TMP/a" || exit 1
at_exit slapd_stop "$TMP/a"
. tests/directory.sh
directory_fill || exit 1
cp "$TMP/a/secret/it" "$TMP/a/secret/everybody" "$TMP/b/secret/"

on() # a|b COMMAND...
{
	on_which=$1
	shift
	# shellcheck disable=SC1090
	(. "$TMP/$on_which/env" && "$@")
}

knows_on() # a|b UID ATTRIBUTE VALUE
{
	on "$1" look as_identityd -b "$(person "$2")" -s base "$3" 2>/dev/null |
		grep -qx "$3: $4"
}

follow() # a|b OTHER: as the page says
{
	peer=$(sed -n "s/^SLAPD_LDAPS='\(.*\)'$/\1/p" "$TMP/$2/env")
	sed -e "s|@PEER@|$peer|; s|@BASE@|$SLAPD_BASE|g" \
	    -e "s|@PEER_PASSWORD@|$password|; s|@TLS_CA@|$SLAPD_CA|" \
	    schema/provider.ldif >"$TMP/$1/provider.ldif"
	on "$1" as_config ldapmodify -f "$TMP/$1/provider.ldif"
}

set_name() # a|b UID NAME
{
	on "$1" as_identityd ldapmodify <<END
dn: $(person "$2")
changetype: modify
replace: displayName
displayName: $3
END
}

password=$(head -c 24 /dev/urandom | base64 | tr -d '+/=\n')
as_it ldapmodify >/dev/null <<END || exit 1
dn: cn=replica,ou=services,$SLAPD_BASE
changetype: modify
add: objectClass
objectClass: simpleSecurityObject
-
add: userPassword
userPassword: $password
-
add: pwdPolicySubentry
pwdPolicySubentry: cn=service,ou=policies,$SLAPD_BASE
END

it 'the second takes the first as its provider' follow b a
it 'and gets everybody' await 20 knows_on b active1 portalState active
it 'the first takes the second as its provider' follow a b
it 'what the first writes the second has' set_name a active1 one
it 'soon' await 20 knows_on b active1 displayName one
it 'what the second writes the first has' set_name b active1 two
it 'soon too' await 20 knows_on a active1 displayName two

signs_in_on() # a|b
{
	on "$1" as "$(person active1)" ldapwhoami
}
it 'a person signs in at the first' signs_in_on a
it 'and at the second' signs_in_on b
on a as_it ldapmodify >/dev/null <<END
dn: $(person active1)
changetype: modify
replace: portalState
portalState: suspended
END
it 'who is suspended at the first' await 20 knows_on b active1 \
    portalState suspended
fails 'is refused at the second' 49 signs_in_on b

slapd_stop "$TMP/a"
it 'the second serves while the first is gone' set_name b active2 three
slapd_run "$TMP/a"
it 'which then catches up' await 20 knows_on a active2 displayName three
it 'identityd finds a counter per provider' \
    on b as_it ldapadd <<END
dn: cn=uidNext-2,ou=services,$SLAPD_BASE
objectClass: portalCounter
cn: uidNext-2
portalCounterNext: 300000
portalCounterMax: 399999
END
finish
