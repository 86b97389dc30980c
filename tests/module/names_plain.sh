#!/bin/sh
# names_plain.sh - names from directories that are not ours, without the sync
# control, with a branch that lies on another server.
set -eu
# shellcheck disable=SC1091
. tests/getent.sh
# shellcheck disable=SC1091
. tests/lab.sh
# shellcheck disable=SC1091
. tests/plain.sh
near=$TMP/near far=$TMP/far base=dc=plain,dc=example
mkdir "$TMP/lab"
stop()
{
	[ -z "${LAB_PID:-}" ] || kill "$LAB_PID"
	plain_stop "$near"
	plain_stop "$far"
}
at_exit stop

# NAME and a number behind it, as entries of that branch.
members() # NAME COUNT FIRST-NUMBER BRANCH
{
	awk -v name="$1" -v count="$2" -v number="$3" -v branch="$4" 'BEGIN {
		for (i = 1; i <= count; i++) {
			uid = name i
			print "\ndn: uid=" uid "," branch
			print "objectClass: account\nobjectClass: posixAccount"
			print "uid: " uid "\ncn: " uid
			print "uidNumber: " number + i
			print "gidNumber: " number + i
			print "homeDirectory: /home/" uid
		}
	}'
}

tree() # of the far server too: there it is empty but for its branch
{
	cat <<END
dn: $base
objectClass: dcObject
objectClass: organization
dc: plain
o: plain

dn: ou=people,$base
objectClass: organizationalUnit
ou: people
END
}
{
	tree
	cat <<END

dn: ou=far,ou=people,$base
objectClass: organizationalUnit
ou: far
END
	members far 2000 50000 "ou=far,ou=people,$base"
} >"$TMP/far.ldif"
plain_start "$far" "$base" "$TMP/far.ldif"
far_uri=$PLAIN_URI
{
	tree
	members near 700 40000 "ou=people,$base"
	cat <<END

dn: ou=far,ou=people,$base
objectClass: referral
objectClass: extensibleObject
ou: far
ref: $far_uri/ou=far,ou=people,$base??sub

dn: ou=circle,ou=people,$base
objectClass: referral
objectClass: extensibleObject
ou: circle
ref: $far_uri/ou=far,ou=people,$base??sub

dn: ou=groups,$base
objectClass: organizationalUnit
ou: groups

dn: cn=choir,ou=groups,$base
objectClass: posixGroup
cn: choir
gidNumber: 60001
memberUid: near1
memberUid: far2000
END
} >"$TMP/near.ldif"
plain_start "$near" "$base" "$TMP/near.ldif"

cat >"$TMP/lab/labd.conf" <<END
servers = [ "$PLAIN_URI" ];
ca_file = "$SLAPD_ROOT/tls/ca.pem";
bind_dn = "cn=admin,$base";
password_file = "$near/admin";
base = "ou=people,$base";
groups_base = "ou=groups,$base";
state_attribute = "";
state_dir = "$LAB_STATE";
sync = "search";
poll_s = 1;
full_s = 4;
socket = "$TMP/lab/run/labd.sock";
workers = 1;
timeout_ms = 3000;
END
mkdir "$TMP/lab/run"
sed -i 's/^sync = .*/sync = "poll";/' "$TMP/lab/labd.conf"
lab_run "$TMP/lab"
says_why() { grep -q 'has no content synchronisation' "$TMP/lab/labd.log"; }
it 'a server without the sync control is told by what it lacks' await 20 says_why
kill "$LAB_PID"
wait "$LAB_PID" || :
sed -i 's/^sync = .*/sync = "search";/' "$TMP/lab/labd.conf"
lab_run "$TMP/lab"
it 'everybody comes, page by page' \
    await_line 'near700:*:40700:40700::/home/near700:/bin/bash' \
    passwd near700
is 'the branch on another server too' \
    'far2000:*:52000:52000::/home/far2000:/bin/bash' \
    "$(portal passwd far2000)"
it 'a group has members of both' \
    await_line 'choir:*:60001:near1,far2000' group choir

as_admin ldapmodify >/dev/null <<END
dn: uid=near1,ou=people,$base
changetype: modify
replace: loginShell
loginShell: /bin/near
END
it 'a change shows' await_line 'near1:*:40001:40001::/home/near1:/bin/near' \
    passwd near1
PLAIN_URI=$far_uri as_admin ldapmodify >/dev/null <<END
dn: uid=far1,ou=far,ou=people,$base
changetype: modify
replace: loginShell
loginShell: /bin/far
END
it 'a change on the other server too' \
    await_line 'far1:*:50001:50001::/home/far1:/bin/far' passwd far1
as_admin ldapdelete "uid=near3,ou=people,$base"
it 'who is deleted is gone after the next full load' \
    await 20 is_gone passwd near3

# Their passwords, each at the server that has them.
password() # URI DN PASSWORD
{
	PLAIN_URI=$1 as_admin ldapmodify >/dev/null <<END
dn: $2
changetype: modify
replace: userPassword
userPassword: $(slapd_tool slappasswd -n -h '{SSHA}' -s "$3")
END
}
password "$PLAIN_URI" "uid=near1,ou=people,$base" 'near kites 41'
password "$far_uri" "uid=far1,ou=far,ou=people,$base" 'far kites 52'
mkdir "$TMP/lab/pam.d"
lab_service "$TMP/lab" portal ''
log_in() # USER PASSWORD
{
	printf '%s\n' "$2" | env LC_ALL=C "$BUILD/daemon/tools/labctl" \
	    -P "$TMP/lab/pam.d" -S portal test-login "$1" >"$TMP/said" 2>&1
}
it 'a person of this server logs in' log_in near1 'near kites 41'
it 'and one of the other server, by a bind there' log_in far1 'far kites 52'
fails 'with the password of there' 77 log_in far1 'near kites 41'
fails 'who has none there is no outage' 77 log_in far2 'far kites 52'

# pamtester can load the plain flavour only, whichever is under test.
(
	# shellcheck disable=SC2034 # read by lab_service
	BUILD=build/plain
	lab_service "$TMP/lab" tester ''
)
# In here we are root, who is asked for an old password only when it has expired.
change() # USER OLD NEW...
{
	changer=$1
	shift
	printf '%s\n' "$@" | env LC_ALL=C LD_PRELOAD=libpam_wrapper.so \
	    PAM_WRAPPER=1 PAM_WRAPPER_SERVICE_DIR="$TMP/lab/pam.d" \
	    pamtester tester "$changer" 'chauthtok(PAM_CHANGE_EXPIRED_AUTHTOK)' \
	    >"$TMP/said" 2>&1
}
better='far lanterns 63'
it 'who lives there changes the password here' \
    change far1 'far kites 52' "$better" "$better"
it 'which is the one from then on' log_in far1 "$better"
fails 'and the old one none' 77 log_in far1 'far kites 52'
fails 'the own name in it is seen' 1 \
    change far1 "$better" 'far1 flies 33 kites' 'far1 flies 33 kites'
it 'and said' grep -q 'your own account' "$TMP/said"
password "$far_uri" "uid=far4,ou=far,ou=people,$base" 'far kites 74'
PLAIN_URI=$far_uri as_admin ldapmodify >/dev/null <<END
dn: uid=far4,ou=far,ou=people,$base
changetype: modify
replace: description
description: fixed
END
fails 'whose password that server does not let change' 1 \
    change far4 'far kites 74' "$better" "$better"
it 'hears where else' grep -q 'Please change it on the portal' "$TMP/said"
kill -STOP "$(cat "$far/slapd.pid")"
fails 'who has not been here before does not log in while it is frozen' 69 \
    log_in far3 'far kites 52'
it 'and hears that nobody knows' grep -q 'cannot be reached' "$TMP/said"
it 'the other server makes no difference' log_in near1 'near kites 41'
it 'who has been here does' log_in far1 "$better"
kill -CONT "$(cat "$far/slapd.pid")"
it 'and by the server when it is back' await 20 log_in far1 "$better"

plain_stop "$far"
as_admin ldapmodify >/dev/null <<END
dn: uid=near2,ou=people,$base
changetype: modify
replace: loginShell
loginShell: /bin/later
END
complains() { grep -q "referral $far_uri.*refused" "$TMP/lab/labd.log"; }
it 'when one of the servers is away that is told' await 20 complains
is 'and all names stay as they were' \
    'near2:*:40002:40002::/home/near2:/bin/bash
far2:*:50002:50002::/home/far2:/bin/bash' "$(portal passwd near2 far2)"
plain_run "$far"
it 'until it is back' await_line \
    'near2:*:40002:40002::/home/near2:/bin/later' passwd near2
finish
