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
	kill -9 "$(pair_value a PID)" && await 20 eval \
	    "! kill -0 $(pair_value a PID) 2>/dev/null" &&
	cp "$TMP/log/data.mdb" "$TMP/a/accesslog/data.mdb"
}

look_at() # HOST
{
	it_at "$1" ldapsearch -LLL -o ldif-wrap=no -b "ou=people,$SLAPD_BASE" \
	    -s one '(uid=crash)' '*' '+' | sort
}

are_same()
{
	look_at a >"$TMP/has.a" && look_at b >"$TMP/has.b" &&
	[ -s "$TMP/has.a" ] && diff "$TMP/has.a" "$TMP/has.b"
}

changed() # TITLE LDIF
{
	it "a is killed before its log has: $1" forget_begin
	it_at a ldapmodify >/dev/null <<END
dn: $person
$2
END
	forget_end || it 'it is killed' false
	pair_one start b slapd
	"${3:-true}"
	is '  there is something to tell' 1 "$(slapd_mend "$TMP/a" | wc -l)"
	is '  once' '' "$(slapd_mend "$TMP/a")"
	pair_one start a slapd
	it '  b has it, and all of it' await 20 are_same
}

elsewhere()
{
	it_at b ldapmodify >/dev/null <<END
dn: $person
changetype: modify
replace: roomNumber
roomNumber: 301
-
replace: displayName
displayName: the later one
END
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
is 'what was taken away is gone there' '' "$(look_at b | grep ^mail)"
it 'and the password is good there' \
    ldapwhoami -x -H "$(pair_value b LDAPI)" -D "$person" -w Blue-Harbor-78

changed 'a phone, and b changes more' "changetype: modify
add: telephoneNumber
telephoneNumber: 02 2720 8889
-
replace: displayName
displayName: the earlier one" elsewhere
is 'of both what only one changed, of the later one the rest' \
    "$(printf '%s\n' 'displayName: the later one' 'roomNumber: 301' \
	'telephoneNumber: 02 2720 8889')" \
    "$(look_at a | grep -E '^(displayName|roomNumber|telephoneNumber):')"

# What comes after goes on as changes.
it_at a ldapmodify >/dev/null <<END
dn: $person
changetype: modify
add: mail
mail: crash@example.edu
END
it 'later changes arrive, too' await 20 are_same
it_at b ldapmodify >/dev/null <<END
dn: $person
changetype: modify
add: mail
mail: other@example.edu
END
it 'both ways' await 20 are_same
pair_one stop a slapd
is 'who ended by itself has nothing to tell' '' "$(slapd_mend "$TMP/a")"
finish
