#!/bin/sh
# lab.sh - a lab machine for a test: slapd with some people, labd, PAM files.
#
# From the top of the tree:
#	. tests/lab.sh
#	lab_prepare DIR		all but labd
#	lab_start DIR		DIR/run/labd.sock answers then
#	lab_stop DIR
#	lab_service DIR NAME OPTIONS	a PAM service of our module alone
#	person NAME UID STATE [LINE...]	an entry as LDIF
#
# LAB_STATE and LAB_SOCKET, if set, are where labd keeps its files. All passwords are
# "right paSSword of 41 kites". LAB_PID is labd. Needs nobody's rights;
# BUILD names the flavour. See slapd.sh for SLAPD_*.
# shellcheck disable=SC1091,SC2034
. tests/slapd.sh
. tests/conf.sh
BUILD=${BUILD:-build/plain}

person()
{
	cat <<END

dn: uid=$1,ou=people,$SLAPD_BASE
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
portalUnitDN: o=east,ou=units,$SLAPD_BASE
END
	shift 3
	[ $# -eq 0 ] || printf '%s\n' "$@"
}

lab_people()
{
	ssha=$(slapd_tool slappasswd -n -h '{SSHA}' -s 'right paSSword of 41 kites')
	password="userPassword: $ssha"
	cat <<END
dn: cn=strict,ou=policies,$SLAPD_BASE
objectClass: applicationProcess
objectClass: pwdPolicy
cn: strict
pwdAttribute: userPassword
pwdMustChange: TRUE

dn: o=east,ou=units,$SLAPD_BASE
objectClass: organization
objectClass: portalSchool
o: east
portalSchoolCode: 100001
portalSchoolKind: elementary

dn: cn=lab1,ou=machines,$SLAPD_BASE
objectClass: portalMachine
cn: lab1
portalMachineSchool: o=east,ou=units,$SLAPD_BASE
userPassword: $(slapd_tool slappasswd -n -h '{SSHA}' -T "$1/machine")
END
	person anna 20001 active "$password"
	person berta 20002 active "$password" pwdReset:\ TRUE \
	    "pwdPolicySubentry: cn=strict,ou=policies,$SLAPD_BASE"
	person carl 20003 suspended "$password"
	person dora 20004 active "$password"
	person root 20005 active "$password"
	person low 999 active "$password"
	person nobodys 65534 active "$password"
	person emil 20008 active "$password"
	person pers 20009 active "$password"
	cat <<END

dn: cn=personnel,o=east,ou=units,$SLAPD_BASE
objectClass: organizationalRole
cn: personnel
roleOccupant: uid=pers,ou=people,$SLAPD_BASE
END
	person twin 20006 active "$password" 'uid: twin2'
	person elsewhere 20007 active "$password" |
	    sed "s/^portalUnitDN: .*/portalUnitDN: o=west,ou=units,$SLAPD_BASE/"
}

lab_conf()
{
	conf_labd "$1/machine" "${LAB_STATE:-$1/state}" \
	    "${LAB_SOCKET:-$1/run/labd.sock}" 'poll_s = 1;' 'workers = 2;' \
	    'timeout_ms = 1000;' "portal_conf = \"$1/portal.conf\";"
}

# Runs the labd of DIR, DIR/labd.conf as it is.
lab_run()
{
	lab_socket=${LAB_SOCKET:-$1/run/labd.sock}
	rm -f "$lab_socket"
	"$BUILD/daemon/labd/labd" -d -c "$1/labd.conf" 2>>"$1/labd.log" &
	LAB_PID=$!
	while [ ! -S "$lab_socket" ]; do
		kill -0 $LAB_PID || { cat "$1/labd.log" >&2; return 1; }
		sleep 0.02
	done
}

lab_prepare()
{
	slapd_start "$1" || return 1
	printf 'machine secret of lab1' >"$1/machine"
	chmod 600 "$1/machine"
	# While it is stopped: a running one tells nobody of what it has not seen.
	slapd_stop "$1"
	lab_people "$1" |
	    slapd_tool slapadd -n 1 -w -S 1 -F "$1/slapd.d" || return 1
	slapd_run "$1" || return 1
	mkdir -m 755 "$1/run" "$1/pam.d" "$1/state"
	echo 'server = "https://portal.example.edu";' >"$1/portal.conf"
	lab_conf "$1" >"$1/labd.conf"
}

lab_start()
{
	lab_prepare "$1" && "$BUILD/daemon/labd/labd" -n -c "$1/labd.conf" &&
	lab_run "$1"
}

lab_stop()
{
	[ -z "${LAB_PID:-}" ] || kill "$LAB_PID"
	slapd_stop "$1"
}

lab_service()
{
	for type in auth account password session; do
		conf_pam "$1/run/labd.sock" "$type" "$3"
	done >"$1/pam.d/$2"
}
