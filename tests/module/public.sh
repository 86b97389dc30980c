#!/bin/sh
# public.sh - test suites that others wrote for any module, run on ours as they
# are: Python's of pwd and grp on our names, Authen::PAM's on our logins.
#
# Sources: Debian's libpython3.11-testsuite (test_pwd.py, test_grp.py) and
# libauthen-pam-perl (test.pl); got by "make test", never installed.
set -eu
# shellcheck disable=SC1091
[ "${PORTAL_GETENT:-}" = inside ] || {
	tests/unpack.sh libpython3.11-testsuite libauthen-pam-perl
	tests/suite.sh
}
# shellcheck disable=SC1091
. tests/getent.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab root=$PWD/build/root
mkdir "$dir"
chmod 755 "$TMP" "$dir"
at_exit "lab_stop '$dir'"
lab_prepare "$dir"
echo 'shadow_group = 0;' >>"$dir/labd.conf"
lab_run "$dir"
cat >"$TMP/group.ldif" <<END
dn: cn=kites,ou=groups,$SLAPD_BASE
objectClass: posixGroup
cn: kites
gidNumber: 30001
memberUid: anna
memberUid: dora
END
ldapadd -Q -Y EXTERNAL -H "$SLAPD_LDAPI" -f "$TMP/group.ldif" >"$TMP/added"
it 'the lab knows its names' \
    await_line 'kites:*:30001:anna,dora' group kites
# As on a lab machine, seen from in here alone.
printf '%s: files portal\n' passwd group shadow >"$TMP/nsswitch.conf"
mount --bind "$TMP/nsswitch.conf" /etc/nsswitch.conf
# Perl can load the plain flavour only, whichever is under test.
(
	# shellcheck disable=SC2034 # read by lab_service
	BUILD=build/plain
	lab_service "$dir" login ''
)
mount --bind "$dir/pam.d" /etc/pam.d

# The suite begins with everybody; a directory's people are not listed, so it is
# told whom to begin with.
python_case() # MODULE.CLASS.CASE
{
	LD_LIBRARY_PATH=$TMP /usr/bin/python3 -B -W error - "$1" <<END
import grp, pwd, sys, test, unittest
test.__path__.append(
    "$root/libpython3.11-testsuite/usr/lib/python3.11/test")
pwd.getpwall = lambda *none: people(*none)
grp.getgrall = lambda *none: groups(*none)
def people():
    return [pwd.getpwnam(name) for name in ("root", "anna", "dora", "emil")]
def groups():
    return [grp.getgrnam(name) for name in ("root", "kites")]
unittest.main(module=None, argv=["public", "test." + sys.argv[1]])
END
}
for case in test_pwd.PwdTest test_grp.GroupDatabaseTestCase; do
	for what in values values_extended errors; do
		it "Python: $case.test_$what" python_case "$case.test_$what"
	done
done

# It logs in whoever runs it, at a terminal.
cat >"$TMP/type" <<'END'
set timeout 30
spawn -noecho unshare --user --map-user=20001 --map-group=20001 \
    perl $env(AUTHEN_PAM)/test.pl
expect {
	-nocase "password:" {
		send "$env(PASSWORD)\r"
		exp_continue
	}
	eof
}
exit [lindex [wait] 3]
END
authen_pam() # PASSWORD
{
	PASSWORD=$1 AUTHEN_PAM=$root/authen-pam LC_ALL=C LD_LIBRARY_PATH=$TMP \
	    PERL5LIB=$(echo "$root"/libauthen-pam-perl/usr/lib/*/perl5/*) \
	    expect "$TMP/type" | tr -d '\r'
}
authen_pam 'right paSSword of 41 kites' >"$TMP/right" || :
authen_pam 'wrong' >"$TMP/wrong" || :
it 'Authen::PAM runs as anna of the directory' \
    grep -q "^---- .* user 'anna'" "$TMP/right"
at=0
while [ "$at" -lt 11 ]; do
	at=$((at + 1))
	it "Authen::PAM: test $at" grep -qx "ok $at" "$TMP/right"
done
it 'Authen::PAM: a wrong password fails test 9 alone' \
    [ "$(grep '^not ok' "$TMP/wrong" | cut -d' ' -f1-4)" = 'not ok 9 (7' ]
finish
