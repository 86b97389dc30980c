#!/bin/sh
# directory.sh - a directory with two schools: . tests/directory.sh after
# tests/slapd.sh.
#
#	directory_fill			tests/data/directory.ldif into the
#					running slapd; everybody there gets the
#					password in DIR/secret/everybody
#	as_identityd TOOL ARG...	ldapsearch, ldapmodify ... as the one
#	as_it, as_leaved, as_config TOOL ARG...
#	as DN TOOL ARG...		with everybody's password, over TLS
#	person UID, machine CN		DNs
#
# The as_ functions hand standard input on and print results unwrapped.
export LDAPTLS_CACERT="${SLAPD_CA:-$SLAPD_ROOT/tls/ca.pem}"

person() { echo "uid=$1,ou=people,$SLAPD_BASE"; }
machine() { echo "cn=$1,ou=machines,$SLAPD_BASE"; }

as_identityd()
{
	directory_tool=$1
	shift
	"$directory_tool" -Q -Y EXTERNAL -H "$SLAPD_LDAPI" "$@"
}

directory_bind() # DN SECRET TOOL ARG...
{
	directory_dn=$1 directory_secret=$2 directory_tool=$3
	shift 3
	"$directory_tool" -x -H "$SLAPD_LDAPS" -D "$directory_dn" \
	    -y "$SLAPD_DIR/secret/$directory_secret" "$@"
}

as_it() { directory_bind "$SLAPD_IT" it "$@"; }
as_leaved() { directory_bind "$SLAPD_LEAVED" leaved "$@"; }
as_config() { directory_bind "$SLAPD_CONFIG" config "$@"; }

as()
{
	directory_as=$1
	shift
	directory_bind "$directory_as" everybody "$@"
}

# Prints the LDIF without the base64 and folding that are hard to compare.
look() # as... ldapsearch's own arguments follow: look as_it -b BASE FILTER
{
	directory_who=$1
	shift
	"$directory_who" ldapsearch -LLL -o ldif-wrap=no "$@"
}

directory_fill()
{
	(umask 077 && head -c 18 /dev/urandom | base64 | tr -d '\n' \
	    >"$SLAPD_DIR/secret/everybody")
	directory_hash=$(slapd_tool slappasswd -n -h '{SSHA}' \
	    -T "$SLAPD_DIR/secret/everybody")
	sed -e "s|dc=example,dc=edu|$SLAPD_BASE|" -e \
	    "s,^objectClass: portal\\(Person\\|Machine\\)\$,&\\nuserPassword: $directory_hash," \
	    tests/data/directory.ldif >"$SLAPD_DIR/fill.ldif"
	slapd_stop "$SLAPD_DIR" &&
	slapd_tool slapadd -n 1 -w -S 1 -F "$SLAPD_DIR/slapd.d" \
	    -l "$SLAPD_DIR/fill.ldif" &&
	slapd_run "$SLAPD_DIR"
}
