#!/bin/sh
# install.sh - make install and make uninstall, into a folder.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
to=$TMP/to

files()
{
	(cd "$to" && find . -type f | sort)
}

# Its own make: not a child of the one that runs the tests.
make_it()
{
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s "$@" DESTDIR="$to"
}

it 'make install fills DESTDIR' make_it install
files >"$TMP/first"
for program in sbin/portal-admin sbin/labd bin/portal-passwd; do
	it "$program is there" test -x "$to/usr/local/$program"
done
for page in daemon/*/*.[1-8] pam_module/*.[1-8]; do
	it "${page##*/} is among the man pages" \
	    test -f "$to/usr/local/share/man/man${page##*.}/${page##*/}"
done
for sample in conf/*.conf; do
	it "${sample##*/} is among the settings" \
	    cmp "$sample" "$to/etc/portal/${sample##*/}"
done
it 'the schema is there' test -f "$to/usr/local/share/portal/schema/portal.ldif"
fails 'tables that leaved carries are not' 1 grep -q '[.]sql$' "$TMP/first"
for unit in conf/systemd/*.service; do
	it "${unit##*/} is where systemd looks" \
	    cmp "$unit" "$to/usr/local/lib/systemd/system/${unit##*/}"
	it "its program is where systemd looks for one" \
	    test -x "$to/usr/local/sbin/$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$unit")"
done
for kind in sysusers tmpfiles; do
	for file in "conf/$kind"/*.conf; do
		it "${file##*/} is in $kind.d, where systemd looks" \
		    cmp "$file" "$to/usr/local/lib/$kind.d/${file##*/}"
	done
done
# As an admin runs it, with the files that were installed.
if [ -d build/root/slapd ]; then
	# shellcheck disable=SC1091
	. tests/slapd.sh
	slapd_tls
	it 'the installed portal-slapd-init makes a directory' env \
	    LD_LIBRARY_PATH="$SLAPD_LIBRARY" \
	    "$to/usr/local/share/portal/schema/portal-slapd-init" \
	    DIR="$TMP/directory" IDENTITYD_UID=64501 \
	    SBIN="$SLAPD_ROOT/slapd/usr/sbin" \
	    MODULES="$SLAPD_ROOT/slapd/usr/lib/ldap" \
	    SCHEMA="$SLAPD_ROOT/slapd/etc/ldap/schema" \
	    TLS_CA="$SLAPD_ROOT/tls/ca.pem" \
	    TLS_CERT="$SLAPD_ROOT/tls/server.pem" \
	    TLS_KEY="$SLAPD_ROOT/tls/server.key" \
	    QUALITY="$to/usr/local/lib/portal/portal_quality.so"
else
	skip 'the installed portal-slapd-init makes a directory' \
	    'no slapd unpacked yet: make build/root/slapd'
fi

echo '# ours' >>"$to/etc/portal/labd.conf"
it 'make install again succeeds' make_it install
is 'settings that are there stay' '# ours' \
    "$(tail -n 1 "$to/etc/portal/labd.conf")"
it 'make uninstall succeeds' make_it uninstall
is 'settings that somebody changed are left, nothing else' \
    './etc/portal/labd.conf' "$(files)"
rm -r "$to"

it 'other places can be asked for' make_it install prefix=/opt/portal \
    sysconfdir=/opt/etc pamdir=/opt/pam libdir=/opt/lib
is 'all of it is there then' '' "$(files | grep -v '^\./opt/' || :)"
is 'nothing is missing there' "$(wc -l <"$TMP/first")" "$(files | wc -l)"
it 'make uninstall finds those places' make_it uninstall prefix=/opt/portal \
    sysconfdir=/opt/etc pamdir=/opt/pam libdir=/opt/lib
is 'nothing is left, not even a folder' '' "$(ls -A "$to")"
finish
