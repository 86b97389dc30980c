#!/bin/sh
# directory_code.sh - a check code is taken by one Modify that slapd judges.
#
# With ordinary tools: what the daemon sends is what ldapmodify -e sends here.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

me=$(person new1)
nonce=AAECAwQFBgcICQoLDA0ODw==
alive='(&(portalState=new)(portalCodeHome=1)(portalCodeExpires>=20260901000000Z)(!(pwdAccountLockedTime=000001010000Z)))'

issue() # EXPIRES: a fresh code
{
	as_identityd ldapmodify <<END
dn: $me
changetype: modify
replace: portalState
portalState: new
-
replace: portalCodeNonce
portalCodeNonce:: $nonce
-
replace: portalCodeExpires
portalCodeExpires: $1
-
replace: portalCodeTries
portalCodeTries: 0
-
replace: portalCodeHome
portalCodeHome: 1
END
}

ticket()
{
	as_identityd ldapmodify -e "!assert=(&${alive}(portalCodeTries<=9))" \
	    -e '!postread=portalCodeTries,portalCodeNonce,entryUUID' <<END
dn: $me
changetype: modify
increment: portalCodeTries
portalCodeTries: 1
END
}

redeem() # PASSWORD [NONCE]
{
	as_identityd ldapmodify -e "!assert=$alive" \
	    -e '!postread=pwdChangedTime' -e ppolicy <<END
dn: $me
changetype: modify
delete: portalCodeNonce
portalCodeNonce:: ${2:-$nonce}
-
delete: portalCodeExpires
-
delete: portalCodeTries
-
delete: portalCodeHome
-
replace: portalState
portalState: active
-
replace: userPassword
userPassword: $1
END
}

code_is_alive()
{
	look as_identityd -b "$me" -s base portalCodeNonce |
		grep -q "$nonce"
}

signs_in() # PASSWORD
{
	ldapwhoami -x -H "$SLAPD_LDAPS" -D "$me" -w "$1"
}

lock_for_good()
{
	as_it ldapmodify <<END
dn: $me
changetype: modify
replace: pwdAccountLockedTime
pwdAccountLockedTime: 000001010000Z
END
}

issue 20991231000000Z >/dev/null || exit 1
ticket >"$TMP/ticket" 2>&1
is 'a ticket counts the try and tells what the code is derived from' \
    '1 1 1' "$(grep -c 'portalCodeTries: 1' "$TMP/ticket") $(
    grep -c "portalCodeNonce:: $nonce" "$TMP/ticket") $(
    grep -c entryUUID: "$TMP/ticket")"
for _ in 2 3 4 5 6 7 8 9 10; do ticket >/dev/null 2>&1; done
fails 'the eleventh try gets no ticket' 122 ticket
is 'and is not counted' 'portalCodeTries: 10' \
    "$(look as_identityd -b "$me" -s base portalCodeTries | grep Tries)"

issue 20200101000000Z >/dev/null
fails 'a code past its end gets no ticket' 122 ticket
fails 'and sets no password' 122 redeem blue-River-9
issue 20991231000000Z >/dev/null
fails 'another code sets no password' 16 redeem blue-River-9 \
    AAAAAAAAAAAAAAAAAAAAAA==
fails 'a bad password is refused' 19 redeem P@ssw0rd123
fails 'a short one is refused' 19 redeem kW4_x
fails 'one hashed elsewhere is refused' 19 redeem \
    '{SSHA}mK4vbQ9mK4vbQ9mK4vbQ9mK4vbQ9mK4v'
it 'and the code is alive after all that' code_is_alive

redeem blue-River-9 >"$TMP/redeemed" 2>&1
is 'the right code sets the password; the answer tells since when' 1 \
    "$(grep -c '^pwdChangedTime: 20' "$TMP/redeemed")"
it 'which signs in' signs_in blue-River-9
fails 'the code is over' 122 redeem green-River-9
is 'nothing of it is left' '' \
    "$(look as_identityd -b "$me" -s base portalCodeNonce portalCodeTries \
    portalCodeExpires portalCodeHome | grep -v '^dn:')"

issue 20991231000000Z >/dev/null
fails 'a password of before is refused' 19 redeem blue-River-9
it 'and the code is alive' code_is_alive
it 'and sets another' redeem green-River-9

# 12 askers, one code
issue 20991231000000Z >/dev/null
for i in $(seq 12); do
	(redeem "brown-River-$i" >/dev/null 2>&1; echo $? >"$TMP/asker.$i") &
	askers="${askers:-} $!"
done
# shellcheck disable=SC2086
wait $askers
is 'of twelve at once exactly one succeeds' '1 11' \
    "$(cat "$TMP"/asker.* | grep -c '^0$') $(
    cat "$TMP"/asker.* | grep -c '^122$')"

issue 20991231000000Z >/dev/null
as_it ldapmodify >/dev/null <<END
dn: $me
changetype: modify
replace: portalState
portalState: active
END
for _ in 1 2 3 4 5; do signs_in wrong 2>/dev/null || :; done
issue 20991231000000Z >/dev/null
it 'whom five wrong passwords locked a code lets in again' redeem red-River-42
it 'at once' signs_in red-River-42
issue 20991231000000Z >/dev/null
lock_for_good >/dev/null
fails 'whom IT locked it does not' 122 redeem grey-River-42
fails 'for they stay out' 49 signs_in red-River-42
finish
