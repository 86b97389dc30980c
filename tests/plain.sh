#!/bin/sh
# plain.sh - a directory that is not ours: . tests/plain.sh after tests/slapd.sh
#
#	plain_start DIR SUFFIX LDIF	slapd with nothing but mdb and the schemas
#					that it comes with: no sync control, no
#					more than 500 entries at once
#	plain_run DIR			after plain_stop
#	plain_stop DIR
#	as_admin TOOL ARG...		as the one who may do everything
#
# People change their own passwords, but those whose description is "fixed".
# Sets PLAIN_URI (ldap://, StartTLS), PLAIN_ADMIN (a DN, its password is in
# DIR/admin, the same for all of them). Several may run, in DIRs of their own;
# who binds may read.
# shellcheck disable=SC2034
plain_conf()
{
	schema=$SLAPD_ROOT/slapd/etc/ldap/schema
	for name in core cosine nis inetorgperson; do
		echo "include $schema/$name.schema"
	done
	cat <<END
modulepath $SLAPD_ROOT/slapd/usr/lib/ldap
moduleload back_mdb
pidfile $1/slapd.pid
TLSCACertificateFile $SLAPD_ROOT/tls/ca.pem
TLSCertificateFile $SLAPD_ROOT/tls/server.pem
TLSCertificateKeyFile $SLAPD_ROOT/tls/server.key
security simple_bind=128
database mdb
suffix "$2"
rootdn "cn=admin,$2"
rootpw $(cat "$1/admin")
directory $1/data
maxsize 268435456
index objectClass,uid,entryUUID eq
limits users size=500 size.prtotal=unlimited
access to filter=(description=fixed) attrs=userPassword by anonymous auth
access to attrs=userPassword by self =xw by anonymous auth
access to * by users read
END
}

plain_run()
{
	PLAIN_URI=ldap://127.0.0.1:$(cat "$1/port")
	PLAIN_ADMIN=$(cat "$1/admin_dn") plain_dir=$1
	LD_LIBRARY_PATH=$SLAPD_LIBRARY "$SLAPD_ROOT/slapd/usr/sbin/slapd" \
	    -f "$1/slapd.conf" -h "$PLAIN_URI" -d 0 >>"$1/log" 2>&1 &
	plain_pid=$!
	until as_admin ldapwhoami >/dev/null 2>&1; do
		kill -0 $plain_pid || { cat "$1/log" >&2; return 1; }
		sleep 0.02
	done
}

plain_start()
{
	tests/unpack.sh slapd && slapd_tls || return 1
	mkdir -p "$1/data"
	[ -n "${plain_secret:-}" ] ||
	    plain_secret=$(head -c 18 /dev/urandom | base64 | tr -d '\n')
	(umask 077 && printf %s "$plain_secret" >"$1/admin")
	echo "cn=admin,$2" >"$1/admin_dn"
	slapd_port >"$1/port"
	plain_conf "$1" "$2" >"$1/slapd.conf"
	slapd_tool slapadd -f "$1/slapd.conf" -l "$3" 2>>"$1/log" ||
	    { cat "$1/log" >&2; return 1; }
	plain_run "$1"
}

plain_stop()
{
	[ -s "$1/slapd.pid" ] || return 0
	plain_pid=$(cat "$1/slapd.pid")
	kill -CONT "$plain_pid" 2>/dev/null && kill "$plain_pid" || return 0
	while [ -e "$1/slapd.pid" ] && kill -0 "$plain_pid" 2>/dev/null; do
		sleep 0.02
	done
}

as_admin()
{
	plain_tool=$1
	shift
	LDAPTLS_CACERT=$SLAPD_ROOT/tls/ca.pem "$plain_tool" -x -ZZ \
	    -H "$PLAIN_URI" -D "$PLAIN_ADMIN" -y "$plain_dir/admin" "$@"
}
