#!/bin/sh
# names_odd.sh - names from entries as other directories have them: odd data,
# other attributes, another rule for who may log in.
set -eu
# shellcheck disable=SC1091
. tests/getent.sh
# shellcheck disable=SC1091
. tests/lab.sh
# shellcheck disable=SC1091
. tests/plain.sh
base=dc=odd,dc=example
people=ou=people,$base groups=ou=groups,$base
mkdir -p "$TMP/lab/run"
stop()
{
	[ -z "${LAB_PID:-}" ] || kill "$LAB_PID"
	plain_stop "$TMP/slapd"
}
at_exit stop

posix() # RDN UID NUMBER [LINE...]
{
	cat <<END

dn: $1,$people
objectClass: inetOrgPerson
objectClass: posixAccount
objectClass: extensibleObject
uid: $2
cn: Common $2
sn: $2
uidNumber: $3
gidNumber: $3
END
	odd_uid=$2
	shift 3
	case "$*" in
	*homeDirectory*) ;;
	*) echo "homeDirectory: /home/$odd_uid" ;;
	esac
	[ $# -eq 0 ] || printf '%s\n' "$@"
}

group() # NAME NUMBER LINE...
{
	cat <<END

dn: cn=$1,$groups
objectClass: groupOfNames
objectClass: extensibleObject
cn: $1
gidNumber: $2
END
	shift 2
	printf '%s\n' "$@"
}

{
	cat <<END
dn: $base
objectClass: dcObject
objectClass: organization
dc: odd
o: odd

dn: $people
objectClass: organizationalUnit
ou: people

dn: $groups
objectClass: organizationalUnit
ou: groups
END
	posix 'cn=Common twopart+uid=twopart' twopart 20001
	posix 'uid=Upper' Upper 20002
	posix 'uid=bare' bare 20003
	posix 'uid=named' named 20004 'gecos: Full (Name), of 1'
	posix 'uid=colon' colon 20005 'gecos: a:b'
	posix 'uid=newline' newline 20006 'gecos:: bGluZQpyb290Ojo6'
	posix 'cn=Li\, (Ming)' liming 20007 'cn: Li, (Ming)'
	posix 'cn=王\, 明' wangming 20008 'cn: 王, 明'
	posix 'uid=li(ming' 'li(ming' 20009
	posix 'cn=control' 'x' 20010 'cn: control' | sed 's/^uid: x/uid:: bAdi/'
	posix 'uid=low' low 999
	posix 'uid=null' null 0
	posix 'uid=minus' minus -1
	posix 'uid=nowhere' nowhere 65534
	posix 'uid=dynamic' dynamic 61184
	posix 'uid=relative' relative 20011 'homeDirectory: home'
	posix 'uid=second' second 20003
	posix 'uid=inusers' inusers 20012 | sed 's/^gidNumber: .*/gidNumber: 100/'
	posix 'uid=insudo' insudo 20013 | sed 's/^gidNumber: .*/gidNumber: 27/'
	posix 'uid=daemon' daemon 20014
	posix 'uid=Ninth' another 20015 'uid: ninth'
	posix 'cn=Common nameless' nameless 20016 'uid: nameless2'
	group itself 30001 "member: cn=itself,$groups" \
	    "member: uid=bare,$people"
	group twolevels 30002 "member: cn=onelevel,$groups" \
	    "member: uid=named,$people"
	group onelevel 30003 "member: cn=nolevel,$groups" \
	    "member: uid=bare,$people"
	group nolevel 30004 "member: cn=Li\\2C (Ming),$people" \
	    "member: cn=\\E7\\8E\\8B\\2C \\E6\\98\\8E,$people" \
	    "member: UID=TwoPart + CN=common twopart , $people"
	group spelled 30005 "member: uid=upper,$people" 'memberUid: upper'
	group insys 27 "member: uid=bare,$people"
	group sudo 30006 "member: uid=bare,$people"
	group order 30007 "member: uid=named,$people" \
	    "member: uid=bare,$people" 'memberUid: zed' 'memberUid: abe'
	group many 30008 $(seq -f 'memberUid:member-%04g' 1 1000) \
	    "member: $base"
	cat <<END

dn: uid=other,$people
objectClass: inetOrgPerson
uid: other
cn: mapped
sn: mapped
employeeNumber: 21001
departmentNumber: 21001
displayName: Mapped Name
roomNumber: /bin/mapped

dn: uid=locked,$people
objectClass: inetOrgPerson
uid: locked
cn: mappedtoo
sn: mapped
employeeNumber: 21002
departmentNumber: 21002
employeeType: locked

dn: ou=crew,$groups
objectClass: organizationalUnit
objectClass: extensibleObject
ou: crew
departmentNumber: 31001
seeAlso: uid=other,$people
description: mappedtoo
END
} | sed 's/^memberUid:m/memberUid: m/' >"$TMP/odd.ldif"
plain_start "$TMP/slapd" "$base" "$TMP/odd.ldif"

lab() # LINE...: labd with these settings beside the usual
{
	{
		cat <<END
servers = [ "$PLAIN_URI" ];
ca_file = "$SLAPD_ROOT/tls/ca.pem";
bind_dn = "cn=admin,$base";
password_file = "$TMP/slapd/admin";
base = "$people";
groups_base = "$groups";
state_dir = "$LAB_STATE";
sync = "search";
poll_s = 1;
socket = "$TMP/lab/run/labd.sock";
workers = 1;
timeout_ms = 3000;
END
		printf '%s\n' "$@"
	} >"$TMP/lab/labd.conf"
	lab_run "$TMP/lab"
}

line() { portal passwd "$1" | cut -d: -f1,3-; }
members() { portal group "$1" | cut -d: -f4; }
groups_of() { portal initgroups "$1" | tr -s ' ' | cut -d' ' -f2-; }

lab 'state_attribute = "";' 'full_names = true;' 'users_gid = 100;'
it 'a name of two parts is a name' await_line \
    'twopart:*:20001:20001:Common twopart:/home/twopart:/bin/bash' \
    passwd twopart
is 'a name keeps its case' Upper "$(portal passwd Upper | cut -d: -f1)"
absent 'and is not found by another' passwd upper
is 'who has no gecos shows cn' \
    'bare:20003:20003:Common bare:/home/bare:/bin/bash' "$(line bare)"
is 'brackets and commas are words' \
    'named:20004:20004:Full (Name), of 1:/home/named:/bin/bash' "$(line named)"
is 'a gecos with a colon is left out, not the person' \
    'colon:20005:20005::/home/colon:/bin/bash' "$(line colon)"
is 'nor does a gecos make another line' \
    'newline:20006:20006::/home/newline:/bin/bash' "$(line newline)"
for odd in 'li(ming' low null minus nowhere dynamic relative insudo daemon; do
	absent "$odd is nobody here" passwd "$odd"
done
absent 'a control character is nobody' passwd 20010
is 'of two people with one number the first has it' bare \
    "$(portal passwd 20003 | cut -d: -f1)"
is 'the second is still found by name' second \
    "$(portal passwd second | cut -d: -f1)"
# What the directory says of them, asked for a login.
said()
{
	LC_ALL=C "$BUILD/daemon/tools/labctl" -s "$TMP/lab/run/labd.sock" \
	    why "$1" | sed -n 's/^\([a-z]*\) *the directory.*/\1/p'
}
named() # of the names that are here for a look-up, or for a login
{
	for name; do
		portal passwd "$name" >/dev/null && echo "$name found"
		[ "$(said "$name")" = unknown ] || echo "$name known"
	done
}
is 'of several names one is in the DN, and is it; the others are nobody' \
    "$(printf '%s\n' 'ninth found' 'ninth known')" \
    "$(named ninth Ninth another nameless nameless2 ANOTHER)"
is 'the gid of all users is taken where the settings say so' 100 \
    "$(portal passwd inusers | cut -d: -f4)"

is 'a group in itself ends' bare "$(members itself)"
is 'members come in the order of the directory, with commas, brackets, UTF-8 and parts in another order' \
    'liming,wangming,twopart' "$(members nolevel)"
is 'groups bring members along over two levels' \
    'named,bare,liming,wangming,twopart' "$(members twolevels)"
is 'and their members have all three groups' '30002 30003 30004' \
    "$(groups_of liming)"
is 'a member by DN is found in any case, a member by name as written' \
    'Upper,upper' "$(members spelled | tr , '\n' | sort | tr '\n' , |
    sed 's/,$//')"
absent 'a group with a local number is none' group 27
absent 'nor is one with a local name' group sudo
is 'members by name and by DN are merged' 'zed,abe,named,bare' \
    "$(members order)"
is 'a thousand members fit' 1000 "$(members many | tr , '\n' | wc -l)"

kill "$LAB_PID"
wait "$LAB_PID" || :
lab 'people_filter = "(employeeNumber=*)";' 'name_attribute = "cn";' \
    'uid_attribute = "employeeNumber";' 'gid_attribute = "departmentNumber";' \
    'home_attribute = "";' 'home = "/srv/%u/home";' \
    'shell_attribute = "roomNumber";' 'gecos_attribute = "displayName";' \
    'full_names = true;' 'groups_filter = "(departmentNumber=*)";' \
    'group_name_attribute = "ou";' 'member_name_attribute = "description";' \
    'member_dn_attributes = [ "seeAlso" ];' \
    'state_attribute = "employeeType";' 'state_active = "";'
it 'attributes have the names that the settings give them' await_line \
    'mapped:*:21001:21001:Mapped Name:/srv/mapped/home:/bin/mapped' \
    passwd mapped
is 'those of groups too' 'crew:*:31001:mappedtoo,mapped' \
    "$(portal group crew)"
absent 'and who is asked for no more is gone' passwd bare
is 'who has no state may log in' ok "$(said mapped)"
is 'who has one may not' inactive "$(said mappedtoo)"
kill "$LAB_PID"
wait "$LAB_PID" || :
LAB_PID=
finish
