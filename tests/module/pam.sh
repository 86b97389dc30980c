#!/bin/sh
# pam.sh - pam_portal.so through libpam, labd and slapd, nobody's rights needed.
set -eu
# shellcheck disable=SC1091
. tests/slapd.sh
BUILD=${BUILD:-build/plain}
dir=$(mktemp -d)
labd=
trap '[ -z "$labd" ] || kill $labd; slapd_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
slapd_start "$dir"
people=ou=people,$SLAPD_BASE
school=o=east,ou=units,$SLAPD_BASE

# person NAME UID STATE [LINE...]
person()
{
	cat <<END

dn: uid=$1,$people
objectClass: inetOrgPerson
objectClass: posixAccount
objectClass: portalPerson
uid: $1
cn: $1
sn: $1
uidNumber: $2
gidNumber: $2
homeDirectory: /home/$1
portalState: $3
portalUnitDN: $school
END
	shift 3
	[ $# -eq 0 ] || printf '%s\n' "$@"
}

ssha=$(slapd_tool slappasswd -n -h '{SSHA}' -s 'right paSSword')
password="userPassword: $ssha"
printf 'machine secret of lab1' >"$dir/machine"
chmod 600 "$dir/machine"
{
	cat <<END
dn: cn=strict,ou=policies,$SLAPD_BASE
objectClass: applicationProcess
objectClass: pwdPolicy
cn: strict
pwdAttribute: userPassword
pwdMustChange: TRUE

dn: $school
objectClass: organization
objectClass: portalSchool
o: east
portalSchoolCode: 100001
portalSchoolKind: elementary

dn: cn=lab1,ou=machines,$SLAPD_BASE
objectClass: portalMachine
cn: lab1
portalMachineSchool: $school
userPassword: $(slapd_tool slappasswd -n -h '{SSHA}' -T "$dir/machine")
END
	person anna 20001 active "$password"
	person berta 20002 active "$password" pwdReset:\ TRUE \
	    "pwdPolicySubentry: cn=strict,ou=policies,$SLAPD_BASE"
	person carl 20003 suspended "$password"
	person dora 20004 active "$password"
	person root 20005 active "$password"
	person low 999 active "$password"
	person nobodys 65534 active "$password"
	person twin 20006 active "$password" 'uid: twin2'
	person elsewhere 20007 active "$password" |
	    sed "s/^portalUnitDN: .*/portalUnitDN: o=west,ou=units,$SLAPD_BASE/"
} | slapd_tool slapadd -n 1 -F "$dir/slapd.d"

mkdir -m 755 "$dir/run" "$dir/pam.d"
cat >"$dir/labd.conf" <<END
servers = [ "$SLAPD_LDAPS" ];
ca_file = "$SLAPD_CA";
bind_dn = "cn=lab1,ou=machines,$SLAPD_BASE";
password_file = "$dir/machine";
base = "$people";
socket = "$dir/run/labd.sock";
workers = 2;
timeout_ms = 1000;
END
"$BUILD/daemon/labd/labd" -n -c "$dir/labd.conf"
"$BUILD/daemon/labd/labd" -d -c "$dir/labd.conf" 2>"$dir/labd.log" &
labd=$!
while [ ! -S "$dir/run/labd.sock" ]; do
	kill -0 $labd || { cat "$dir/labd.log" >&2; exit 1; }
	sleep 0.02
done

# service NAME OPTIONS: auth, account and password by our module alone.
service()
{
	module="$PWD/$BUILD/pam_module/pam_portal.so socket=$dir/run/labd.sock"
	for type in auth account password session; do
		echo "$type required $module $2"
	done >"$dir/pam.d/$1"
}
service portal ''
service nowhere "socket=$dir/run/none.sock"
service open "socket=$dir/open/labd.sock"
service quiet no_warn
service above minimum_uid=1000
service odd colour=red
service try try_first_pass
service first use_first_pass
service ignore 'ignore_unknown_user ignore_authinfo_unavail'
sed 's|required|sufficient|; /^auth/a auth required pam_permit.so' \
    "$dir/pam.d/ignore" >"$dir/pam.d/permit"
# Two of ours: the first asks, the second has what the first was given.
for name in try first; do
	sed 's/required/optional/; 1q' "$dir/pam.d/portal"
	sed 1q "$dir/pam.d/$name"
done >"$dir/pam.d/both"
sed '3,$d' "$dir/pam.d/both" >"$dir/pam.d/stack"
sed '1,2d' "$dir/pam.d/both" >"$dir/pam.d/stack_first"
mkdir -m 777 "$dir/open"
ln -s ../run/labd.sock "$dir/open/labd.sock"
chmod 777 "$dir/open"

LABD_PID=$labd SLAPD_PID_FILE=$dir/slapd.pid PAM_DIR=$dir/pam.d \
    LABD_LOG=$dir/labd.log "$BUILD/tests/module/pam_test"
