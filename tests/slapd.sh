#!/bin/sh
# slapd.sh - a real portal directory for a test, in well under a second.
#
# As a library (from the top of the tree):
#	. tests/slapd.sh
#	slapd_start DIR [NAME=VALUE...]	parameters of portal-slapd-init
#	slapd_stop DIR
#	slapd_run DIR	again, as /etc/default/slapd of portal-directory(7) has it: a
#				crash is mended first
#	slapd_mend DIR	that alone
#	slapd_haste | as_config ldapmodify	cheap hashes, no fsync
# As a command, for other languages: tests/slapd.sh start DIR [NAME=VALUE...],
# tests/slapd.sh stop DIR.
#
# Everything lives in DIR and runs as whoever starts it. DIR/env then holds
# NAME='value' lines, which slapd_start also sets in a sourcing shell:
#	SLAPD_PID SLAPD_DIR SLAPD_BASE SLAPD_CA (PEM)
#	SLAPD_LDAPI SLAPD_LDAPS (URIs)
#	SLAPD_IT SLAPD_LEAVED SLAPD_CONFIG (DNs), their passwords in
#	DIR/secret/it, leaved, config (no newline, for ldapsearch -y)
#
# Everything in a test has one uid, so who is who is told like this:
#	identityd	ldapi, SASL EXTERNAL (IDENTITYD_UID is our own uid)
#	IT		simple bind as uid=it-test, a member of cn=it, over either
#	leaved		simple bind as cn=leaved,ou=services
#	cn=config	simple bind as cn=config (to change slapd while it runs)
# root over ldapi (ROOT_UID) is nobody here unless a test asks for it.
#
# Secrets are made at start. A second provider is a second DIR with
# SERVER_ID=2 TREE=no. SLAPD_ADDRESS is where it listens, 127.0.0.1 if not set;
# DIR/port may say the port.
# shellcheck disable=SC2034 # the variables are for who sources this
SLAPD_ROOT=${SLAPD_ROOT:-$PWD/build/root}
SLAPD_QUALITY=$PWD/build/plain/daemon/dir/portal_quality.so
SLAPD_GUARD=${SLAPD_QUALITY%.so}_guard.so
SLAPD_LIBRARY=$SLAPD_ROOT/slapd/usr/lib/$(gcc -print-multiarch)
SLAPD_ADDRESS=${SLAPD_ADDRESS:-127.0.0.1}

slapd_certificate() # AUTHORITY FOLDER ADDRESS: server.pem and .key there
{
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -subj "/CN=$3" -keyout "$2/server.key" \
	    -out "$2/server.csr" 2>/dev/null &&
	echo "subjectAltName=IP:$3" >"$2/san" &&
	openssl x509 -req -in "$2/server.csr" -CA "$1/ca.pem" \
	    -CAkey "$1/ca.key" -set_serial "0x$(openssl rand -hex 8)" \
	    -days 3650 -extfile "$2/san" -out "$2/server.pem" 2>/dev/null
}

# An authority and a certificate for 127.0.0.1, made once per build; the
# keys protect nothing and may be read by whoever runs the tests.
slapd_tls()
{
	[ ! -s "$SLAPD_ROOT/tls/server.pem" ] || return 0
	new=$(mktemp -d "$SLAPD_ROOT/tls.XXXXXX")
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -days 3650 -subj '/CN=portal test authority' \
	    -keyout "$new/ca.key" -out "$new/ca.pem" 2>/dev/null &&
	slapd_certificate "$new" "$new" 127.0.0.1 || return 1
	chmod 755 "$new" && chmod 644 "$new"/*
	mv -T "$new" "$SLAPD_ROOT/tls" 2>/dev/null || rm -rf "$new"
}

# slapd can load the plain flavour only, whichever is under test.
slapd_quality()
{
	[ -e "$SLAPD_GUARD" ] || MAKEFLAGS='' make -s FLAVOUR=plain \
	    build/plain/daemon/dir/portal_quality.so \
	    build/plain/daemon/dir/portal_quality_guard.so
}

slapd_tool()
{
	tool=$1
	shift
	LD_LIBRARY_PATH=$SLAPD_LIBRARY "$SLAPD_ROOT/slapd/usr/sbin/$tool" "$@"
}

# Standard input into the data of a stopped slapd; slapmodify (2.5) leaves the
# indices behind. No -q, here and elsewhere: it makes the database file as long
# as olcDbMaxSize, and whoever looks through it then reads gigabytes of holes.
slapd_change() # DIR
{
	slapd_tool slapmodify -n 1 -w -S "$slapd_id" -F "$1/slapd.d" &&
	slapd_tool slapindex -n 1 -F "$1/slapd.d" 2>>"$1/log"
}

# The test's own additions: who IT is, and passwords for leaved and cn=config.
slapd_extra()
{
	cat >"$1/config.ldif" <<END
dn: olcDatabase={0}config,cn=config
changetype: modify
replace: olcRootDN
olcRootDN: cn=config
-
replace: olcRootPW
olcRootPW: $(cat "$1/secret/config")
END
	cat >"$1/people.ldif" <<END
dn: cn=it,ou=groups,$2
changetype: modify
add: member
member: uid=it-test,ou=people,$2

dn: uid=it-test,ou=people,$2
changetype: add
objectClass: inetOrgPerson
objectClass: portalPerson
uid: it-test
cn: IT
sn: IT
portalState: active
userPassword: $(slapd_tool slappasswd -n -h '{SSHA}' -T "$1/secret/it")

dn: cn=leaved,ou=services,$2
changetype: modify
add: objectClass
objectClass: simpleSecurityObject
-
add: userPassword
userPassword: $(slapd_tool slappasswd -n -h '{SSHA}' -T "$1/secret/leaved")
-
add: pwdPolicySubentry
pwdPolicySubentry: cn=service,ou=policies,$2
END
}

slapd_port()
{
	/usr/bin/python3 -S -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# LDIF for cn=config: the test is about who wins, not about how long a hash or
# a disk takes; that slapd is killed costs it nothing that it has written.
slapd_haste()
{
	cat <<END
dn: olcDatabase={-1}frontend,cn=config
replace: olcPasswordHash
olcPasswordHash: {SSHA}

dn: olcDatabase={1}mdb,cn=config
replace: olcDbNoSync
olcDbNoSync: TRUE

dn: olcDatabase={2}mdb,cn=config
replace: olcDbNoSync
olcDbNoSync: TRUE
END
}

slapd_lives() # DIR
{
	slapd_pid=$(cat "$1/slapd.pid" 2>/dev/null) &&
	grep -qs '(slapd) [^ZX]' "/proc/$slapd_pid/stat"
}

slapd_mend() # DIR
{
	# Killed just now, it may not have ended.
	for _ in $(seq 1000); do
		slapd_lives "$1" || break
		sleep 0.02
	done
	LD_LIBRARY_PATH=$SLAPD_LIBRARY schema/portal-slapd-mend DIR="$1" \
	    SBIN="$SLAPD_ROOT/slapd/usr/sbin"
}

# Runs the slapd of DIR, on the port it had before if it ran before.
slapd_run()
{
	SLAPD_DIR=$1
	slapd_mend "$1" || return 1
	for _ in 1 2 3; do
		[ -s "$1/port" ] || slapd_port >"$1/port"
		SLAPD_LDAPS=ldaps://$SLAPD_ADDRESS:$(cat "$1/port")
		LD_LIBRARY_PATH=$SLAPD_LIBRARY LD_PRELOAD=$SLAPD_GUARD \
		    "$SLAPD_ROOT/slapd/usr/sbin/slapd" -F "$1/slapd.d" -d 0 \
		    -h "$SLAPD_LDAPI $SLAPD_LDAPS" </dev/null >>"$1/log" 2>&1 &
		SLAPD_PID=$!
		while kill -0 "$SLAPD_PID" 2>/dev/null; do
			ldapwhoami -Q -Y EXTERNAL -H "$SLAPD_LDAPI" \
			    >/dev/null 2>&1 && slapd_env && return
			sleep 0.02
		done
		rm -f "$1/port"
	done
	cat "$1/log" >&2
	return 1
}

slapd_env()
{
	for name in ADDRESS PID DIR BASE CA LDAPI LDAPS IT LEAVED CONFIG; do
		eval "echo \"SLAPD_$name='\$SLAPD_$name'\""
	done >"$SLAPD_DIR/env"
}

slapd_names() # DIR: who is who there, with secrets of their own
{
	SLAPD_DIR=$1
	SLAPD_IT=uid=it-test,ou=people,$SLAPD_BASE
	SLAPD_LEAVED=cn=leaved,ou=services,$SLAPD_BASE
	SLAPD_CONFIG=cn=config
	SLAPD_CA=$SLAPD_ROOT/tls/ca.pem
	SLAPD_LDAPI=ldapi://$(echo "$SLAPD_DIR/ldapi" | sed 's|/|%2F|g')
	(umask 077 && mkdir -p "$SLAPD_DIR/secret")
	for name in it leaved config; do
		(umask 077 && head -c 18 /dev/urandom | base64 | tr -d '\n' \
		    >"$SLAPD_DIR/secret/$name")
	done
	slapd_extra "$SLAPD_DIR" "$SLAPD_BASE"
}

slapd_init() # NAME=VALUE...: portal-slapd-init for SLAPD_DIR
{
	slapd_cert=$SLAPD_ROOT/tls
	if [ "$SLAPD_ADDRESS" != 127.0.0.1 ]; then
		slapd_cert=$SLAPD_DIR
		slapd_certificate "$SLAPD_ROOT/tls" "$slapd_cert" \
		    "$SLAPD_ADDRESS" || return 1
	fi
	LD_LIBRARY_PATH=$SLAPD_LIBRARY schema/portal-slapd-init \
	    DIR="$SLAPD_DIR" IDENTITYD_UID="$(id -u)" ROOT_UID=4294967294 \
	    SBIN="$SLAPD_ROOT/slapd/usr/sbin" \
	    MODULES="$SLAPD_ROOT/slapd/usr/lib/ldap" \
	    SCHEMA="$SLAPD_ROOT/slapd/etc/ldap/schema" \
	    TLS_CA="$SLAPD_CA" TLS_CERT="$slapd_cert/server.pem" \
	    TLS_KEY="$slapd_cert/server.key" \
	    QUALITY="$SLAPD_QUALITY" EXTRA="$SLAPD_DIR/config.ldif" "$@"
}

slapd_start()
{
	slapd_dir=$1 SLAPD_BASE=dc=example,dc=edu slapd_id=1 slapd_tree=yes
	shift
	for pair; do
		case $pair in
		BASE=*) SLAPD_BASE=${pair#BASE=} ;;
		SERVER_ID=*) slapd_id=${pair#SERVER_ID=} ;;
		TREE=*) slapd_tree=${pair#TREE=} ;;
		esac
	done
	tests/unpack.sh slapd && slapd_tls && slapd_quality || return 1
	slapd_names "$slapd_dir" && slapd_init "$@" &&
	{ [ "$slapd_tree" != yes ] ||
	    slapd_change "$SLAPD_DIR" <"$SLAPD_DIR/people.ldif"; } &&
	slapd_run "$SLAPD_DIR"
}

slapd_stop()
{
	# shellcheck disable=SC1091
	. "$1/env"
	kill "$SLAPD_PID" 2>/dev/null || return 0
	kill -CONT "$SLAPD_PID" 2>/dev/null
	# Its last act is to remove the file; kill -0 would await its reaper.
	while [ -e "$1/slapd.pid" ] && kill -0 "$SLAPD_PID" 2>/dev/null; do
		sleep 0.02
	done
	wait "$SLAPD_PID" 2>/dev/null || :
}

case ${0##*/} in
slapd.sh)
	command=$1
	shift
	"slapd_$command" "$@"
	;;
esac
