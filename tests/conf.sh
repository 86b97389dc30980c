#!/bin/sh
# conf.sh - settings of our daemons for a test, on standard output:
# . tests/conf.sh after tests/slapd.sh.
#
#	conf_identityd DIR [LINE...]	sockets in DIR/run, DIR/keys, DIR/outbox
#	conf_mailer DIR PORT [LINE...]	of that identityd, to a relay at PORT
#	conf_leaved DIR DATABASE [LINE...]	sockets in DIR/leaved, as cn=leaved
#	conf_labd PASSWORD_FILE STATE_DIR SOCKET [LINE...]	as cn=lab1
#	conf_pam SOCKET TYPE [OPTION...]	a line of a PAM service
#
# Everybody is whoever runs the test; LINE... are more settings.

conf_more() { [ $# -eq 0 ] || printf '%s\n' "$@"; }

conf_identityd()
{
	cat <<END
base_dn = "$SLAPD_BASE";
ldap_uri = "$SLAPD_LDAPI";
run_dir = "$1/run";
key_dir = "$1/keys";
outbox_dir = "$1/outbox";
front_uid = $(id -u);
front_gid = $(id -g);
mailer_uid = $(id -u);
mailer_gid = $(id -g);
it_gid = $(id -g);
END
	shift
	conf_more "$@"
}

conf_mailer()
{
	cat <<END
from = "portal@bureau.example";
relays = [ "smtp://127.0.0.1:$2" ];
tls = "none";
outbox_dir = "$1/outbox";
socket = "$1/run/mailer/mailer.sock";
metrics_socket = "$1/mailer.metrics";
identityd_uid = $(id -u);
END
	shift 2
	conf_more "$@"
}

conf_leaved()
{
	cat <<END
base_dn = "$SLAPD_BASE";
ldap_uri = "$SLAPD_LDAPI";
bind_dn = "$SLAPD_LEAVED";
password_file = "$SLAPD_DIR/secret/leaved";
database = "$2";
plugin = "$PWD/${BUILD:-build/plain}/daemon/db/portal_sql_pgsql.so";
rules_dir = "$PWD/conf/leave";
run_dir = "$1/leaved";
identityd_socket = "$1/run/self/self.sock";
identityd_uid = $(id -u);
front_uid = $(id -u);
front_gid = $(id -g);
it_gid = $(id -g);
mailer_uid = $(id -u);
mailer_gid = $(id -g);
END
	shift 2
	conf_more "$@"
}

conf_labd()
{
	cat <<END
servers = [ "$SLAPD_LDAPS" ];
ca_file = "$SLAPD_CA";
bind_dn = "cn=lab1,ou=machines,$SLAPD_BASE";
password_file = "$1";
base = "ou=people,$SLAPD_BASE";
groups_base = "ou=groups,$SLAPD_BASE";
state_dir = "$2";
socket = "$3";
END
	shift 3
	conf_more "$@"
}

conf_pam()
{
	conf_socket=$1 conf_type=$2
	shift 2
	echo "$conf_type required $PWD/$BUILD/pam_module/pam_portal.so" \
	    "socket=$conf_socket $*"
}
