#!/bin/sh
# unpack.sh PACKAGE... - unpacks Debian packages below build/root/PACKAGE.
#
# For servers that must not be installed on the host. Downloaded once, the
# folder appears whole or not at all; asked again it costs nothing.
set -eu
root=build/root
mkdir -p "$root"
for package; do
	[ ! -d "$root/$package" ] || continue
	new=$(mktemp -d "$root/$package.XXXXXX")
	(cd "$new" && apt-get -q download "$package" >log 2>&1) || {
		cat "$new/log" >&2
		echo "unpack.sh: cannot download $package" >&2
		rm -rf "$new"
		exit 1
	}
	dpkg-deb -x "$new/$package"_*.deb "$new/tree"
	mv -T "$new/tree" "$root/$package" 2>/dev/null || :
	rm -rf "$new"
	[ -d "$root/$package" ]
done
