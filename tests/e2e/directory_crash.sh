#!/bin/sh
# directory_crash.sh - a provider is killed between a change and the log of it:
# the other one gets that change all the same, as portal-slapd-mend says.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
# shellcheck disable=SC1091
. tests/pair.sh
tests/unpack.sh slapd
at_exit pair_stop
pair_directory || exit 1
person="uid=crash,ou=people,$SLAPD_BASE"

# Whatever is changed at a now is in its directory alone: b is away, and a's log
# is that of before.
forget_begin()
{
	pair_one stop b slapd && pair_one stop a slapd &&
	rm -rf "$TMP/log" && cp -r "$TMP/a/accesslog" "$TMP/log" &&
	pair_one start a slapd
}

forget_end()
{
	kill -9 "$(pair_value a PID)" &&
	await 20 eval "! slapd_lives '$TMP/a'" &&
	cp "$TMP/log/data.mdb" "$TMP/a/accesslog/data.mdb"
}

change_at() # HOST LDIF
{
	it_at "$1" ldapmodify >/dev/null <<END
dn: $person
$2
END
}

told() # TITLE LDIF [LDIF of b, while a is away]
{
	it "a is killed before its log has: $1" forget_begin
	change_at a "$2"
	forget_end || it 'it is killed' false
	pair_one start b slapd
	[ $# -lt 3 ] || change_at b "$3"
	is '  there is something to tell' 1 "$(slapd_mend "$TMP/a" | wc -l)"
	is '  once' '' "$(slapd_mend "$TMP/a")"
	pair_one start a slapd
}

changed() # as told
{
	told "$@"
	it '  b has it, and all of it' await 20 same_people b
}

changed 'somebody new' "changetype: add
objectClass: inetOrgPerson
objectClass: portalPerson
uid: crash
cn: 測試
sn: 試
displayName: one\\2C and a colon:
portalState: active
mail: crash@example.edu
userPassword: Blue-Harbor-77"
changed 'another name' "changetype: modify
replace: displayName
displayName: 測試二
-
delete: mail
-
replace: userPassword
userPassword: Blue-Harbor-78"
is 'what was taken away is gone there' '' "$(people_at b | grep ^mail)"
it 'and the password is good there' \
    ldapwhoami -x -H "$(pair_value b LDAPI)" -D "$person" -w Blue-Harbor-78

changed 'a phone, and b changes more' "changetype: modify
add: telephoneNumber
telephoneNumber: 02 2720 8889
-
replace: displayName
displayName: the earlier one" "changetype: modify
replace: roomNumber
roomNumber: 301
-
replace: displayName
displayName: the later one"
is 'of both what only one changed, of the later one the rest' \
    "$(printf '%s\n' 'displayName: the later one' 'roomNumber: 301' \
	'telephoneNumber: 02 2720 8889')" \
    "$(people_at a | grep -E '^(displayName|roomNumber|telephoneNumber):')"

changed 'a name above the account, and another place' "changetype: modrdn
newrdn: cn=測試
deleteoldrdn: 0
newsuperior: ou=units,$SLAPD_BASE"
person="cn=測試,ou=units,$SLAPD_BASE"
changed 'another account, where it was' "changetype: modrdn
newrdn: uid=crash2
deleteoldrdn: 0
newsuperior: ou=people,$SLAPD_BASE"
person="uid=crash2,ou=people,$SLAPD_BASE"
change_at a 'changetype: modify
add: mail
mail: crash@example.edu'

crash=$person person="ou=部門,o=crash,ou=units,$SLAPD_BASE"
it_at a ldapmodify >/dev/null <<END
dn: o=crash,ou=units,$SLAPD_BASE
changetype: add
objectClass: organization
o: crash

dn: $person
changetype: add
objectClass: organizationalUnit
ou: 部門

dn: o=crash,ou=units,$SLAPD_BASE
changetype: modrdn
newrdn: o=crash2
deleteoldrdn: 1
END
person="ou=部門,o=crash2,ou=units,$SLAPD_BASE"
it 'what is below a school of another name' await 20 it_at b \
    ldapsearch -LLL -b "$person" -s base 1.1
told '  gets a description' 'changetype: modify
replace: description
description: of a unit'
described() { it_at b ldapsearch -LLL -b "$person" -s base | grep -q 'of a unit'; }
it '  b has it' await 20 described
person=$crash

# What comes after goes on as changes.
change_at a 'changetype: modify
add: roomNumber
roomNumber: 300'
it 'later changes arrive, too' await 20 same_people b
change_at b 'changetype: modify
add: mail
mail: other@example.edu'
it 'both ways' await 20 same_people b
pair_one stop a slapd
is 'who ended by itself has nothing to tell' '' "$(slapd_mend "$TMP/a")"
pair_one start a slapd && pair_merged || exit 1

it 'once more' forget_begin
change_at a 'changetype: modify
replace: displayName
displayName: unheard'
forget_end || it 'it is killed' false
pair_one start b slapd
rm "$TMP/a/slapd.pid"
it 'a starts without telling' pair_one start a slapd
change_at a 'changetype: modify
replace: roomNumber
roomNumber: 302'
room_at() { people_at "$1" | grep -qx "roomNumber: $2"; } # HOST NUMBER
it 'a later change arrives' await 20 room_at b 302
is 'that one never' '' "$(people_at b | grep -x 'displayName: unheard')"
finish
