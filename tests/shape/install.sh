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
