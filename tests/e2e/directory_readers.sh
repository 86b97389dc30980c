#!/bin/sh
# directory_readers.sh - many results, readers that stop, and synchronisation.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

slapd_stop "$SLAPD_DIR"
awk -v base="$SLAPD_BASE" 'BEGIN {
	for (i = 0; i < 2000; i++) {
		print "dn: uid=many" i ",ou=people," base
		print "objectClass: inetOrgPerson"
		print "objectClass: posixAccount"
		print "objectClass: portalPerson"
		print "cn: many\nsn: many\nuid: many" i
		print "uidNumber: " 200000 + i "\ngidNumber: 200000"
		print "homeDirectory: /home/many" i "\nportalState: active"
		print "portalUnitDN: ou=teaching,o=014501,ou=units," base "\n"
	}
}' | slapd_tool slapadd -q -n 1 -w -S 1 -F "$SLAPD_DIR/slapd.d" || exit 1
slapd_run "$SLAPD_DIR" || exit 1

people='(objectClass=posixAccount)'
as_lab1() { as "$(machine lab1)" "$@"; }
for who in as_identityd as_leaved as_it as_lab1; do
	is "${who#as_} is not cut off at 500" 1 \
	    "$(($(look $who -b "$SLAPD_BASE" "$people" 1.1 |
	    grep -c ^dn:) > 2000))"
done

freeze() # more readers than slapd has threads
{
	mkfifo "$TMP/thaw"
	/usr/bin/python3 tests/e2e/frozen_readers.py "$SLAPD_DIR/ldapi" \
	    "$SLAPD_BASE" 40 <"$TMP/thaw" >"$TMP/frozen" &
	exec 3>"$TMP/thaw"
	await 20 grep -q frozen "$TMP/frozen"
}

thaw()
{
	exec 3>&-
	wait $!
	rm "$TMP/thaw"
}

write_timeout() # SECONDS
{
	as_config ldapmodify <<END
dn: cn=config
changetype: modify
replace: olcWriteTimeout
olcWriteTimeout: $1
END
}

answers() { timeout "$1" ldapwhoami -Q -Y EXTERNAL -H "$SLAPD_LDAPI"; }

it 'forty readers stop reading' freeze
it 'slapd answers the others' answers 20
thaw
write_timeout 0 >/dev/null
it 'and without olcWriteTimeout' freeze
fails 'it would not: it must stay' 124 answers 5
thaw

sync() # [COOKIE]
{
	as_lab1 ldapsearch -o ldif-wrap=no -b "$SLAPD_BASE" \
	    -E "!sync=ro${1:+/$1}" "$people" uid >"$TMP/sync" 2>&1
	cookie=$(sed -n 's/^# cookie: //p' "$TMP/sync" | tail -1)
}

# Who came, a few names of them at most.
changed() { sed -n 's/^uid: //p' "$TMP/sync" | head -5 | tr '\n' ' '; }

set_state() # UID STATE
{
	as_it ldapmodify >/dev/null <<END
dn: $(person "$1")
changetype: modify
replace: portalState
portalState: $2
END
}

# The server names whom it knows to be gone, and says so at the end; otherwise
# it would name everybody who is still there, at every change.
is_told_what_is_gone()
{
	sed -n 's/^control: 1.3.6.1.4.1.4203.1.9.1.3 false //p' "$TMP/sync" |
	    base64 -d | od -An -tx1 | tr -d ' \n' | grep -q '0101ff$'
}

slapd_stop "$SLAPD_DIR"
slapd_run "$SLAPD_DIR"
sync ''
is 'a machine loads everybody of its school' 2005 "$(grep -c '^uid: ' "$TMP/sync")"
first=$cookie
set_state many7 suspended
sync "$first"
is 'and later only what has changed' 'many7 ' "$(changed)"
set_state many8 suspended
sync "$cookie"
is 'and what changed since then' 'many8 ' "$(changed)"
it 'without a word about everybody else' is_told_what_is_gone
second=$cookie
slapd_stop "$SLAPD_DIR"
slapd_run "$SLAPD_DIR"
sync "$first"
is 'also when slapd was restarted' 'many7 many8 ' "$(changed)"
sync "$second"
is 'and nothing if nothing has changed' '' "$(changed)"
set_state many9 suspended
sync "$second"
it 'nor then a word about everybody' is_told_what_is_gone
awk -v dn="$(person many9)" 'BEGIN {
	for (i = 0; i < 2001; i++) {
		print "dn: " dn "\nchangetype: modify\nreplace: displayName"
		print "displayName: " i "\n"
	}
}' | as_it ldapmodify >/dev/null
third=$cookie
sync "$third"
fails 'who has missed more than the session log holds is told who is there' 1 \
    is_told_what_is_gone
is 'and what has changed' 'many9 ' "$(changed)"
finish
