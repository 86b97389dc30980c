#!/bin/sh
# directory_state.sh - slapd itself lets in who is active, and nobody else.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

signs_in() # UID
{
	as "$(person "$1")" ldapwhoami
}

guess() # UID
{
	ldapwhoami -x -H "$SLAPD_LDAPS" -D "$(person "$1")" -w wrong
}

guesses() # UID COUNT
{
	for _ in $(seq "$2"); do guess "$1" 2>"$TMP/guess" || :; done
}

set_state() # UID STATE: by IT, with an ordinary tool
{
	as_it ldapmodify <<END
dn: $(person "$1")
changetype: modify
replace: portalState
portalState: $2
END
}

it 'who is active signs in' signs_in active1
for state in new suspended left; do
	fails "who is $state does not" 49 signs_in "${state}1"
done
fails 'who does not exist gets the same answer' 49 signs_in nobody
is 'in the same words' "$(guess nobody 2>&1)" "$(signs_in suspended1 2>&1)"

it 'IT suspends somebody' set_state active1 suspended
fails 'who is refused at once' 49 signs_in active1
it 'IT restores them' set_state active1 active
it 'who signs in at once' signs_in active1
fails 'a state that is none is refused' 19 set_state active1 retired
fails 'also in other letters' 19 set_state active1 Active
as_it ldapmodify >/dev/null <<END
dn: $(person active2)
changetype: modify
delete: objectClass
objectClass: portalPerson
-
delete: portalState
-
delete: portalStaffKind
-
delete: portalUnitDN
END
fails 'who has no state does not sign in' 49 signs_in active2

guesses active1 5
fails 'five wrong passwords lock' 49 signs_in active1
locked=$(look as_it -b "$(person active1)" -s base pwdAccountLockedTime |
	grep -c ^pwdAccountLockedTime)
is 'IT sees the lock' 1 "$locked"
it 'IT unlocks' as_it ldapmodify <<END
dn: $(person active1)
changetype: modify
delete: pwdAccountLockedTime
END
it 'and the right password counts again' signs_in active1
guesses active1 4
it 'four wrong passwords do not lock' signs_in active1

guesses personnel1 5
lock_for() # SECONDS
{
	as_it ldapmodify <<END
dn: cn=default,ou=policies,$SLAPD_BASE
changetype: modify
replace: pwdLockoutDuration
pwdLockoutDuration: $1
END
}
fails 'who is locked' 49 signs_in personnel1
lock_for 1 >/dev/null
it 'is let in again when the time is over' await 5 signs_in personnel1
lock_for 900 >/dev/null

as_config ldapmodify >/dev/null <<END
dn: olcDatabase={1}mdb,cn=config
changetype: modify
delete: olcRootDN
END
guesses active1 9
it 'without olcRootDN nine wrong passwords lock nobody: it must stay' \
    signs_in active1

guesses_machine()
{
	for _ in 1 2 3 4 5 6; do
		ldapwhoami -x -H "$SLAPD_LDAPS" -D "$(machine lab1)" -w wrong \
		    2>"$TMP/guess" || :
	done
	as "$(machine lab1)" ldapwhoami
}
it 'nobody locks a lab out by guessing at its machine' guesses_machine
finish
