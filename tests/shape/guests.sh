#!/bin/sh
# guests.sh - what we load into other people's programs: exports and links.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
BUILD=${BUILD:-build/plain}

# The names between "global:" and "local:" of a map.
mapped()
{
	sed -n '/global:/,/local:/p' "$1" | tr '[:blank:]' '\n' |
	    sed -n 's/^\([a-z_0-9]*\);$/\1/p' | sort
}

# Modules carry their map's name, but slapd's, which policies name.
module()
{
	case $1 in
	daemon/dir/quality_slapd.map) echo "$BUILD/daemon/dir/portal_quality.so" ;;
	*) echo "$BUILD/${1%.map}.so" ;;
	esac
}

needed()
{
	readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort |
	    tr '\n' ' '
}

for map in pam_module/*.map daemon/*/*.map; do
	module=$(module "$map")
	is "$(basename "$module") exports its map and nothing else" "$(mapped "$map")" \
	    "$(nm -D --defined-only "$module" | awk '{ print $3 }' | sort)"
done
is 'pam_portal.so links libc and libpam only' 'libc.so.6 libpam.so.0 ' \
    "$(needed "$BUILD/pam_module/pam_portal.so")"
is 'portal_quality.so links libc and libzxcvbn only' 'libc.so.6 libzxcvbn.so.0 ' \
    "$(needed "$BUILD/daemon/dir/portal_quality.so")"
if nm -D --undefined-only "$BUILD/pam_module/pam_portal.so" |
    grep -wE 'exit|abort|signal|sigaction|fork|setenv|openlog' >"$TMP/bad"; then
	is 'pam_portal.so leaves its host alone' '' "$(cat "$TMP/bad")"
else
	it 'pam_portal.so leaves its host alone' true
fi
finish
