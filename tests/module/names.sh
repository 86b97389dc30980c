#!/bin/sh
# names.sh - from ldapmodify to getent, and what happens when things break.
set -eu
# shellcheck disable=SC1091
. tests/getent.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab
mkdir "$dir"
at_exit "lab_stop '$dir'"
lab_prepare "$dir"
# The only group in here; the folder's, as tmpfiles make it.
echo 'shadow_group = 0;' >>"$dir/labd.conf"
lab_run "$dir"
people=ou=people,$SLAPD_BASE groups=ou=groups,$SLAPD_BASE
as_identityd="ldapmodify -Q -Y EXTERNAL -H $SLAPD_LDAPI"
{
	person 'li,ming' 20010 active | sed 's/^dn: uid=li,/dn: uid=li\\2C/'
	person control 20013 active | sed 's|^homeDirectory: .*|homeDirectory: /home/a:b|'
	cat <<END

dn: cn=east-staff,$groups
objectClass: posixGroup
cn: east-staff
gidNumber: 30001
memberUid: anna
memberUid: carl
END
	cat <<END

dn: cn=by-dn,$groups
objectClass: groupOfNames
objectClass: extensibleObject
cn: by-dn
gidNumber: 30002
member: UID=Anna, OU=People,$SLAPD_BASE
member: uid=li\\2Cming,$people
member: cn=inner,$groups
member: uid=not-there,$people

dn: cn=inner,$groups
objectClass: groupOfNames
objectClass: extensibleObject
cn: inner
gidNumber: 30003
member: uid=berta,$people
member: cn=by-dn,$groups
member: cn=inner,$groups

dn: cn=localish,$groups
objectClass: posixGroup
cn: localish
gidNumber: 27

dn: cn=big,$groups
objectClass: posixGroup
cn: big
gidNumber: 30004
END
	seq -f 'memberUid: member-with-a-long-name-%04g' 1 1000
} >"$TMP/more.ldif"
ldapadd -Q -Y EXTERNAL -H "$SLAPD_LDAPI" -f "$TMP/more.ldif" >"$TMP/added" ||
	{ cat "$TMP/added"; exit 1; }
await 5 portal group big >/dev/null || cat "$dir/labd.log"

it 'nobody is listed' test -z "$(portal passwd; portal group)"
kill "$LAB_PID"
wait "$LAB_PID" || :
echo 'enumerate = true;' >>"$dir/labd.conf"
lab_run "$dir"
listed() { [ -n "$(portal passwd)" ]; }
it 'but where the settings say so' await 10 listed
is 'with everybody whose name is one here' \
    "$(for name in anna berta carl dora emil pers twin; do
	portal passwd $name
    done)" "$(portal passwd | sort | grep -E '^(anna|berta|carl|dora|emil|pers|twin):')"
is 'and nobody else' '' "$(portal passwd | cut -d: -f1 |
    grep -xE 'root|low|nobodys|elsewhere|control|li,ming' || :)"
is 'and all groups with their members' \
    "$(for name in big by-dn east-staff inner; do
	portal group $name
    done | cksum)" "$(portal group | sort | cksum)"
is 'a person is found by name' \
    'anna:*:20001:20001::/home/anna:/bin/bash' "$(portal passwd anna)"
is 'and by number' "$(portal passwd anna)" "$(portal passwd 20001)"
absent 'nobody is nobody' passwd nobody-there
absent 'another case is another name' passwd Anna
absent 'an empty name is nobody' passwd ''
absent 'a person of another school is nobody here' passwd elsewhere
absent 'a local name is not taken' passwd root
absent 'a low uid is not taken' passwd low
absent 'a reserved uid is not taken' passwd nobodys
absent 'a name that no file could hold is not taken' passwd 'li,ming'
absent 'a home that no file could hold is not taken' passwd control
absent 'a gid of the machine is not taken' group localish
changed_day()
{
	changed=$(ldapsearch -Q -LLL -Y EXTERNAL -H "$SLAPD_LDAPI" \
	    -b "uid=anna,$people" -s base pwdChangedTime |
	    sed -n 's/^pwdChangedTime: \(....\)\(..\)\(..\).*/\1-\2-\3/p')
	echo $(($(date -u -d "$changed" +%s) / 86400))
}
printf '%s\n' "dn: uid=anna,$people" 'changetype: modify' \
    'replace: userPassword' 'userPassword: Garden-Walnut-61' |
    $as_identityd >/dev/null
await 5 says "anna:*:$(changed_day)::::::" shadow anna || :
is 'root reads when a password was changed' \
    "anna:*:$(changed_day)::::::" "$(portal shadow anna)"
is 'and that nobody knows' 'carl:*:::::::' "$(portal shadow carl)"
absent 'who is nobody is no shadow' shadow nobody1
is 'the file is for root and a group' 640 \
    "$(stat -c %a /var/lib/labd/shadow.cdb)"
chmod 0 /var/lib/labd/shadow.cdb
fails 'a program that may not read it finds nobody' 2 setpriv \
    --bounding-set=-all --inh-caps=-all env LD_LIBRARY_PATH="$TMP" \
    getent -s portal shadow anna
chmod 640 /var/lib/labd/shadow.cdb
is 'suspended people keep their name' 'carl:*:20003:20003::/home/carl:/bin/bash' \
    "$(portal passwd carl)"
is 'members by name are members' 'east-staff:*:30001:anna,carl' \
    "$(portal group east-staff)"
is 'members by DN are, however it is written, and a circle ends' \
    'by-dn:*:30002:anna,berta' "$(portal group 30002)"
is 'a group in a group brings its members along' \
    'inner:*:30003:berta,anna' "$(portal group inner)"
is 'a person has the groups in server order' '30001 30002 30003' \
    "$(portal initgroups anna | cut -c5- | tr -s ' ' | sed 's/^ *//')"
is 'a thousand members fit' 1000 \
    "$(portal group big | cut -d: -f4 | tr , '\n' | wc -l)"

$as_identityd <<END >/dev/null
dn: uid=anna,$people
changetype: modify
replace: loginShell
loginShell: /bin/sh

dn: uid=dora,$people
changetype: delete

dn: uid=twin,$people
changetype: modrdn
newrdn: uid=other
deleteoldrdn: 1
END
it 'a change shows' await_line 'anna:*:20001:20001::/home/anna:/bin/sh' \
    passwd anna
it 'who is deleted is gone' await 5 is_gone passwd dora
it 'who is renamed has the new name' await 5 portal passwd other
absent 'and no other' passwd twin2
printf '%s\n' "dn: uid=anna,$people" 'changetype: modify' \
    'replace: portalUnitDN' "portalUnitDN: o=west,ou=units,$SLAPD_BASE" |
    $as_identityd >/dev/null
it 'who moves to another school is gone' await 5 is_gone passwd anna
printf '%s\n' "dn: uid=anna,$people" 'changetype: modify' \
    'replace: portalUnitDN' "portalUnitDN: o=east,ou=units,$SLAPD_BASE" |
    $as_identityd >/dev/null
it 'and is back with the school' await 5 portal passwd anna

inode=$(stat -c %i /var/lib/labd/names.cdb)
printf '%s\n' "dn: uid=anna,$people" 'changetype: modify' 'replace: mail' \
    'mail: new@example.edu' | $as_identityd >/dev/null
turns() { grep -c 'names turn=' "$dir/labd.log"; }
before=$(turns)
two_turns_later() { [ "$(turns)" -ge $((before + 2)) ]; }
await 5 two_turns_later
is 'what names do not show makes no new file' "$inode" \
    "$(stat -c %i /var/lib/labd/names.cdb)"

it 'threads, forks and dlclose() find it while it is replaced' \
    "$BUILD/tests/module/names_test" "$PWD/$BUILD/pam_module/libnss_portal.so.2"

kill -STOP "$SLAPD_PID"
is 'a frozen server changes nothing' \
    'anna:*:20001:20001::/home/anna:/bin/sh' "$(portal passwd anna)"
kill -CONT "$SLAPD_PID"
kill "$LAB_PID"
wait "$LAB_PID" || :
slapd_stop "$dir"
is 'without labd and slapd names are there' \
    'anna:*:20001:20001::/home/anna:/bin/sh' "$(portal passwd anna)"
lab_run "$dir"
is 'and after a start without the directory' \
    'anna:*:20001:20001::/home/anna:/bin/sh' "$(portal passwd anna)"
slapd_run "$dir"
printf '%s\n' "dn: uid=anna,$people" 'changetype: modify' \
    'replace: loginShell' 'loginShell: /bin/dash' | $as_identityd >/dev/null
it 'changes go on when it is back' \
    await_line 'anna:*:20001:20001::/home/anna:/bin/dash' passwd anna
kill "$LAB_PID"
wait "$LAB_PID" || :
LAB_PID=

file=/var/lib/labd/names.cdb
cp -p "$file" "$TMP/good"
damage() # SENTENCE COMMAND...
{
	sentence=$1
	shift
	"$@"
	fails "$sentence" 2 portal passwd anna
	rm -rf "$file"
	cp -p "$TMP/good" "$file"
}
damage 'no file, no names' rm "$file"
damage 'an empty file is none' truncate -s 0 "$file"
damage 'half a file is none' truncate -s 2100 "$file"
damage 'garbage is none' dd if=/dev/urandom of="$file" bs=4096 count=8 \
    status=none
damage 'a file that others can write is none' chmod 666 "$file"
damage 'a link is none' ln -sf "$TMP/good" "$file"
chmod 777 /var/lib/labd
fails 'a directory that others can write holds none' 2 portal passwd anna
chmod 755 /var/lib/labd
it 'the good file is believed again' portal passwd anna

printf garbage >/var/lib/labd/state.cdb
sed -i 's/^poll_s = 1;/sync = "persist";/' "$dir/labd.conf"
lab_run "$dir"
rm "$file"
it 'a damaged state is made anew' await 5 portal passwd anna
printf '%s\n' "dn: uid=anna,$people" 'changetype: modify' \
    'replace: loginShell' 'loginShell: /bin/told' | $as_identityd >/dev/null
it 'a change shows without a poll where the server tells by itself' \
    await_line 'anna:*:20001:20001::/home/anna:/bin/told' passwd anna
printf '%s\n' "dn: uid=berta,$people" 'changetype: delete' |
    $as_identityd >/dev/null
it 'and who is deleted is gone' await 5 is_gone passwd berta
finish
