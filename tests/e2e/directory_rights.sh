#!/bin/sh
# directory_rights.sh - who may see and change what, in a table.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

as_lab1() { as "$(machine lab1)" "$@"; }
as_lab2() { as "$(machine lab2)" "$@"; }
as_self() { directory_bind "$(person active1)" active1 "$@"; }
(umask 077 && printf blue-River-8 >"$SLAPD_DIR/secret/active1")
as_personnel() { as "$(person personnel1)" "$@"; }

base=$SLAPD_BASE
school=o=014501,ou=units,$base
as_identityd ldapmodify >/dev/null <<END || exit 1
dn: $(person active1)
changetype: modify
add: portalCodeNonce
portalCodeNonce:: AAECAwQFBgcICQoLDA0ODw==
-
add: portalCodeExpires
portalCodeExpires: 20991231000000Z
-
add: portalCodeTries
portalCodeTries: 0
-
add: portalCodeKid
portalCodeKid: 1
-
add: portalCodeHome
portalCodeHome: 1
-
add: portalCodePurpose
portalCodePurpose: 2
-
add: portalOpenID
portalOpenID: https://portal.example/id/active1
-
replace: userPassword
userPassword: blue-River-8
-
add: portalSignOutCount
portalSignOutCount: 1

dn: cn=1-1,ou=audit,$base
changetype: add
objectClass: portalAudit
cn: 1-1
portalAuditSeq: 1
portalAuditTime: 20260901000000Z
portalAuditActor: personnel1
portalAuditAction: code_show
portalAuditResult: ok
END
# The attributes of active1 that each of them is shown, of all there are.
sees() # WHO
{
	look "$1" -b "$(person active1)" -s base '(objectClass=*)' \
	    '*' entryUUID entryCSN pwdChangedTime pwdHistory |
		sed -n 's/^\([A-Za-z]*\):.*/\1/p' | grep -v '^dn$' |
		LC_ALL=C sort -u | tr '\n' ' ' | sed 's/ $//'
}

posix='cn entryCSN entryUUID gidNumber homeDirectory loginShell objectClass'
login="$posix portalSignOutCount portalState pwdChangedTime uid uidNumber"
code='portalCodeExpires portalCodeHome portalCodePurpose portalCodeTries'
file='portalOpenID portalSignOutCount portalStaffKind portalState'
rest='pwdChangedTime sn uid uidNumber'

is 'identityd sees all but password and old hashes' \
    "cn entryCSN entryUUID gidNumber homeDirectory loginShell mail objectClass \
portalCodeExpires portalCodeHome portalCodeKid portalCodeNonce \
portalCodePurpose portalCodeTries portalNationalIdIndex $file portalUnitDN $rest" \
    "$(sees as_identityd)"
is 'IT sees no seed of the code' \
    "cn entryCSN entryUUID gidNumber homeDirectory loginShell mail objectClass \
$code portalNationalIdIndex $file portalUnitDN $rest" \
    "$(sees as_it)"
is 'a person sees nothing of code and index' \
    "cn entryCSN entryUUID gidNumber homeDirectory loginShell mail objectClass \
$file portalUnitDN $rest" "$(sees as_self)"
is 'the leave service sees people, no code and no index' \
    "cn entryCSN entryUUID gidNumber homeDirectory loginShell mail objectClass \
$file portalUnitDN $rest" "$(sees as_leaved)"
is 'a machine sees what a login and a sync need' "$login" "$(sees as_lab1)"
is 'the machine of another school sees nothing' '' "$(sees as_lab2 2>&1 |
	grep -v 'No such object')"
is 'personnel see nobody in the directory' '' "$(sees as_personnel 2>&1 |
	grep -v 'No such object')"

finds() # WHO FILTER: the uids and cns it finds from the suffix
{
	look "$1" -b "$base" "$2" uid cn 2>/dev/null |
		sed -n 's/^dn: [a-z]*=\([^,]*\),.*/\1/p' | sort | tr '\n' ' '
}
people='(objectClass=posixAccount)'
groups='(|(objectClass=posixGroup)(objectClass=groupOfNames))'
is 'a machine finds the people of its school, in every state' \
    'active1 left1 new1 personnel1 suspended1 ' "$(finds as_lab1 "$people")"
is 'and not one more' 'active2 ' "$(finds as_lab2 "$people")"
is 'its groups and those of everybody' 'everyone it teachers ' \
    "$(finds as_lab1 "$groups")"
is 'and another machine its own' 'choir everyone it ' \
    "$(finds as_lab2 "$groups")"
is 'who personnel are in its school' 'personnel ' \
    "$(finds as_lab1 '(objectClass=organizationalRole)')"
is 'and not elsewhere' '' "$(finds as_lab2 '(objectClass=organizationalRole)')"
is 'it cannot ask about what it cannot see' '' \
    "$(finds as_lab1 '(mail=active1@school.example)')"
fails 'nor compare it' 32 as_lab2 ldapcompare "$(person active1)" \
    uid:active1
is 'nor see a change of it in the log of changes' '' \
    "$(look as_lab2 -b cn=accesslog '(reqDN=*)' | grep '^dn:')"
is 'nor about the index' '' "$(finds as_lab1 '(portalNationalIdIndex=*)')"
is 'identityd may ask who of those who are not active has a password' \
    'left1 new1 suspended1 ' "$(finds as_identityd '(userPassword=*)')"
is 'and IT, who sets them, may not' '' "$(finds as_it '(userPassword=*)')"
is 'nor can a person look around' '' "$(finds as_personnel "$people")"
as_identityd ldapmodify >/dev/null <<END
dn: $(person active2)
changetype: modify
replace: portalUnitDN
portalUnitDN: ou=teaching,$school
END
is 'who is transferred is seen by the new school at once' \
    'active1 active2 left1 new1 personnel1 suspended1 ' \
    "$(finds as_lab1 "$people")"
is 'and no more by the old one' '' "$(finds as_lab2 "$people")"

# WHO|SENTENCE|RESULT|DN|CHANGE, a change is ldapmodify's lines after ';'
while IFS='|' read -r who sentence result dn change; do
	fails "$sentence" "$result" "$who" ldapmodify <<END
$(eval "echo \"dn: $dn;$change\"" | tr ';' '\n')
END
done <<'END'
as_identityd|identityd writes a state|0|$(person new1)|changetype: modify;replace: portalState;portalState: active
as_identityd|identityd adds an audit entry|0|cn=1-2,ou=audit,$base|changetype: add;objectClass: portalAudit;cn: 1-2;portalAuditSeq: 2;portalAuditTime: 20260901000000Z;portalAuditActor: x;portalAuditAction: x;portalAuditResult: ok
as_identityd|identityd cannot add it twice|68|cn=1-2,ou=audit,$base|changetype: add;objectClass: portalAudit;cn: 1-2;portalAuditSeq: 2;portalAuditTime: 20260901000000Z;portalAuditActor: x;portalAuditAction: x;portalAuditResult: ok
as_identityd|identityd cannot change an audit entry|50|cn=1-1,ou=audit,$base|changetype: modify;replace: portalAuditResult;portalAuditResult: denied
as_identityd|nor add to it|50|cn=1-1,ou=audit,$base|changetype: modify;add: portalAuditReason;portalAuditReason: later
as_identityd|nor delete it|50|cn=1-1,ou=audit,$base|changetype: delete
as_identityd|nor rename it|50|cn=1-1,ou=audit,$base|changetype: modrdn;newrdn: cn=1-9;deleteoldrdn: 1
as_identityd|nor move it away|50|cn=1-1,ou=audit,$base|changetype: modrdn;newrdn: cn=1-1;deleteoldrdn: 0;newsuperior: ou=people,$base
as_it|IT cannot change an audit entry|50|cn=1-1,ou=audit,$base|changetype: modify;replace: portalAuditResult;portalAuditResult: denied
as_it|nor delete it|50|cn=1-1,ou=audit,$base|changetype: delete
as_it|nor add one|50|cn=1-3,ou=audit,$base|changetype: add;objectClass: portalAudit;cn: 1-3;portalAuditSeq: 3;portalAuditTime: 20260901000000Z;portalAuditActor: x;portalAuditAction: x;portalAuditResult: ok
as_it|nor delete the branch|50|ou=audit,$base|changetype: delete
as_identityd|nor identityd|50|ou=audit,$base|changetype: delete
as_identityd|identityd cannot say who IT is|50|cn=it,ou=groups,$base|changetype: modify;add: member;member: uid=active1,ou=people,$base
as_identityd|nor delete IT and make it anew|50|cn=it,ou=groups,$base|changetype: delete
as_identityd|nor change the policy|50|cn=default,ou=policies,$base|changetype: modify;replace: pwdMaxFailure;pwdMaxFailure: 0
as_identityd|nor give a service a password|50|cn=leaved,ou=services,$base|changetype: modify;replace: userPassword;userPassword: blue-River-9-and-more-of-it
as_identityd|identityd takes a uidNumber|0|cn=uidNext-1,ou=services,$base|changetype: modify;increment: portalCounterNext;portalCounterNext: 1
as_identityd|identityd registers a client|0|cn=library,ou=apps,$base|changetype: add;objectClass: portalApp;cn: library;portalAppClient: confidential;portalAppSecret: hash
as_it|IT cannot write the code|50|$(person active1)|changetype: modify;replace: portalCodeTries;portalCodeTries: 0
as_it|nor its seed|50|$(person active1)|changetype: modify;replace: portalCodeNonce;portalCodeNonce:: AAECAwQFBgcICQoLDA0ODw==
as_it|IT says who IT is|0|cn=it,ou=groups,$base|changetype: modify;add: member;member: uid=left1,ou=people,$base
as_self|a person cannot change their name|50|$(person active1)|changetype: modify;replace: cn;cn: Somebody
as_self|nor their state|50|$(person active1)|changetype: modify;replace: portalState;portalState: new
as_self|nor their mail|50|$(person active1)|changetype: modify;replace: mail;mail: a@b.example
as_personnel|personnel cannot change anybody|50|$(person new1)|changetype: modify;replace: mail;mail: a@b.example
as_personnel|nor add anybody|50|uid=x,ou=people,$base|changetype: add;objectClass: inetOrgPerson;objectClass: portalPerson;cn: x;sn: x;portalState: active
as_lab1|a machine changes nothing|50|$(person active1)|changetype: modify;replace: loginShell;loginShell: /bin/sh
as_lab1|not even itself|50|$(machine lab1)|changetype: modify;add: portalMachineSchool;portalMachineSchool: o=014602,ou=units,$base
as_leaved|the leave service changes nothing|50|$(person active1)|changetype: modify;replace: portalSchedule;portalSchedule: ADM
END

secret_of() # WHO
{
	look "$1" -b "cn=library,ou=apps,$base" -s base portalAppSecret \
	    2>/dev/null | grep '^portalAppSecret:'
}
is 'the hash of a secret is read by identityd' 'portalAppSecret: hash' \
    "$(secret_of as_identityd)"
for who in as_it as_leaved as_lab1 as_self; do
	is "and not by ${who#as_}" '' "$(secret_of $who)"
done
it 'IT may take it away' as_it ldapmodify <<END
dn: cn=library,ou=apps,$base
changetype: modify
delete: portalAppSecret
END
is 'and it is gone' '' "$(secret_of as_identityd)"

is 'the audit entries are as they were written' 'ok ok ' \
    "$(look as_it -b "ou=audit,$base" '(portalAuditSeq=*)' portalAuditResult |
	sed -n 's/^portalAuditResult: //p' | tr '\n' ' ')"
connections() # WHO: how many there are, or the server's answer
{
	"$1" ldapsearch -LLL -b cn=Current,cn=Connections,cn=Monitor -s base \
	    monitorCounter >"$TMP/monitor" 2>&1
	echo "$? $(grep -c '^monitorCounter: [1-9]' "$TMP/monitor")"
}
is 'IT sees in cn=monitor how slapd fares' '0 1' "$(connections as_it)"
for who in as_identityd as_leaved as_lab1 as_personnel; do
	is "${who#as_} does not" '32 0' "$(connections $who)"
done
is 'a sync service is not cut off at 500' 'size=unlimited size=unlimited' \
    "$(look as_config -b 'olcDatabase={1}mdb,cn=config' -s base olcLimits |
	grep -E 'ou=(services|machines)' | grep -o 'size=unlimited' |
	tr '\n' ' ' | sed 's/ $//')"

it 'a person changes the own password with the old one' \
    as_self ldappasswd -a blue-River-8 -s green-River-9
fails 'the old one is over' 49 as_self ldapwhoami
fails 'a wrong old one changes nothing' 1 ldappasswd -x -H "$SLAPD_LDAPS" \
    -D "$(person active1)" -w green-River-9 -a wrong -s brown-River-9
it 'IT sets somebody a password' \
    as_it ldappasswd -s brown-River-9 "$(person active1)"
it 'who signs in with it' ldapwhoami -x -H "$SLAPD_LDAPS" \
    -D "$(person active1)" -w brown-River-9
finish
