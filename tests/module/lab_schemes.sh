#!/bin/sh
# lab_schemes.sh - people whose passwords are stored in six ways, in one
# directory, log in through PAM.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab
mkdir "$dir"
at_exit "lab_stop '$dir'"
lab_prepare "$dir"
lab_service "$dir" portal ''
right='right paSSword of 41 kites'
# Debian's slapd has all six; two of them as modules.
schemes='SSHA SHA SMD5 CRYPT SSHA512 ARGON2'

ldapmodify -x -D "$SLAPD_CONFIG" -y "$dir/secret/config" -H "$SLAPD_LDAPI" \
    >/dev/null <<END
dn: cn=module{0},cn=config
changetype: modify
add: olcModuleLoad
olcModuleLoad: pw-sha2
END
# shellcheck disable=SC2016 # a salt for crypt(3)
hash() # SCHEME
{
	slapd_tool slappasswd -n -h "{$1}" -s "$right" -c '$6$%.16s' \
	    -o module-path="$SLAPD_ROOT/slapd/usr/lib/ldap" \
	    -o module-load=pw-sha2 -o module-load=argon2
}
slapd_stop "$dir"
number=20100
for scheme in $schemes; do
	number=$((number + 1))
	person "by-$scheme" $number active "userPassword: $(hash "$scheme")"
done >"$TMP/people.ldif"
slapd_tool slapadd -n 1 -w -S 1 -F "$dir/slapd.d" -l "$TMP/people.ldif"
slapd_run "$dir"
lab_run "$dir"

log_in() # USER PASSWORD
{
	printf '%s\n' "$2" | "$BUILD/daemon/tools/labctl" -P "$dir/pam.d" \
	    -S portal test-login "$1"
}
for scheme in $schemes; do
	it "a password in {$scheme} logs in" log_in "by-$scheme" "$right"
	fails "another does not, in {$scheme}" 77 log_in "by-$scheme" wrong
done
finish
