#!/bin/sh
# directory_policy.sh - how passwords are kept, and values that are unique.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

me=$(person active1)
change() # WHO PASSWORD
{
	"$1" ldapmodify <<END
dn: $me
changetype: modify
replace: userPassword
userPassword: $2
END
}

# As slapcat shows it: nobody may read it.
kept() # ATTRIBUTE
{
	slapd_tool slapcat -n 1 -o ldif-wrap=no -F "$SLAPD_DIR/slapd.d" \
	    -a '(uid=active1)' | sed -n "s/^$1: *:* //p"
}

kept_as()
{
	kept userPassword | sed 's/^: *//' | base64 -d | cut -d'$' -f1-4
}

config() # RDN ATTRIBUTE
{
	look as_config -b "$1${1:+,}cn=config" -s base "$2" |
		sed -n "s/^$2: //p"
}

it 'a password is set' change as_identityd blue-River-9
# shellcheck disable=SC2016 # that is how argon2 writes it
is 'it is kept as argon2 with the memory and passes we ask for' \
    '{ARGON2}$argon2i$v=19$m=19456,t=3,p=1' \
    "$(kept_as)"
it 'the old one is remembered' test -n "$(kept pwdHistory)"
it 'IT sets one' as_it ldappasswd -s green-River-9 "$me"
# shellcheck disable=SC2016
is 'kept the same way' '{ARGON2}$argon2i$v=19$m=19456,t=3,p=1' \
    "$(kept_as)"
fails 'who writes but does not manage cannot go past the history: identityd' \
    19 change as_identityd blue-River-9
fails 'nor IT' 19 change as_it blue-River-9
fails 'nor can either bring a hash: identityd' 19 \
    change as_identityd '{SSHA}mK4vbQ9mK4vbQ9mK4vbQ9mK4vbQ9mK4v'
fails 'nor IT' 19 change as_it '{SSHA}mK4vbQ9mK4vbQ9mK4vbQ9mK4vbQ9mK4v'
it 'no clear text is in the database' \
    sh -c "! grep -rq -e River-9 '$SLAPD_DIR/data' '$SLAPD_DIR/accesslog'"
it 'a decoy would have been found' \
    grep -rq active1@school.example "$SLAPD_DIR/data"

is 'ppolicy is the last overlay' '{5}ppolicy' \
    "$(look as_config -b 'olcDatabase={1}mdb,cn=config' -s one \
    '(objectClass=olcOverlayConfig)' olcOverlay |
    sed -n 's/^olcOverlay: //p' | sort | tail -1)"
is 'sign-ins are not written down in the entry' FALSE \
    "$(config 'olcDatabase={1}mdb' olcLastBind)"
before=$(look as_it -b "$me" -s base entryCSN)
ldapwhoami -x -H "$SLAPD_LDAPS" -D "$me" -w green-River-9 >/dev/null
is 'a sign-in writes nothing' "$before" \
    "$(look as_it -b "$me" -s base entryCSN)"
is 'slapd does not wait for readers that stopped' 5 \
    "$(config '' olcWriteTimeout)"

# SENTENCE|RESULT|CHANGE
while IFS='|' read -r sentence result change; do
	fails "$sentence" "$result" as_it ldapmodify <<END
$(eval "echo \"dn: $change\"" | tr ';' '\n')
END
done <<'END'
a second person of one uidNumber is refused|19|$(person active2);changetype: modify;replace: uidNumber;uidNumber: 100001
also when added|19|uid=active9,ou=people,$SLAPD_BASE;changetype: add;objectClass: inetOrgPerson;objectClass: posixAccount;objectClass: portalPerson;cn: x;sn: x;uidNumber: 100001;gidNumber: 1;homeDirectory: /;portalState: new
a second person of one national ID is refused|19|$(person active2);changetype: modify;replace: portalNationalIdIndex;portalNationalIdIndex: {1}aW5kZXgtb2YtYWN0aXZlMQ==
a second name in use is refused|19|$(person active2);changetype: modify;add: uid;uid: active1
a second school of one code is refused|19|o=x,ou=units,$SLAPD_BASE;changetype: add;objectClass: organization;objectClass: portalSchool;o: x;portalSchoolCode: 014501;portalSchoolKind: special
a second group of one gidNumber is refused|19|cn=x,ou=groups,$SLAPD_BASE;changetype: add;objectClass: posixGroup;cn: x;gidNumber: 100100
a staff kind that is none is refused|19|$(person active2);changetype: modify;replace: portalStaffKind;portalStaffKind: COOK
a school kind that is none is refused|19|o=014602,ou=units,$SLAPD_BASE;changetype: modify;replace: portalSchoolKind;portalSchoolKind: castle
a readable national ID is refused|19|$(person active2);changetype: modify;replace: portalNationalIdIndex;portalNationalIdIndex: A123456789
a state alone is no person|65|uid=x,ou=people,$SLAPD_BASE;changetype: add;objectClass: inetOrgPerson;cn: x;sn: x;portalState: new
a person without a state is refused|65|uid=x,ou=people,$SLAPD_BASE;changetype: add;objectClass: inetOrgPerson;objectClass: portalPerson;cn: x;sn: x
a time that is none is refused|21|$(person active2);changetype: modify;replace: portalPostedUntil;portalPostedUntil: tomorrow
END

# eight identityds take numbers at once
for i in 1 2 3 4 5 6 7 8; do
	(for _ in 1 2 3 4 5; do
		as_identityd ldapmodify -e '!postread=portalCounterNext' <<END
dn: cn=uidNext-1,ou=services,$SLAPD_BASE
changetype: modify
increment: portalCounterNext
portalCounterNext: 1
END
	done >"$TMP/taker.$i" 2>&1) &
	takers="${takers:-} $!"
done
# shellcheck disable=SC2086
wait $takers
is 'forty uidNumbers taken at once are forty numbers' 40 \
    "$(cat "$TMP"/taker.* | sed -n 's/^portalCounterNext: //p' | sort -u |
    wc -l)"
finish
