#!/bin/sh
# guests.sh - what we load into other people's programs: exports and links.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
BUILD=${BUILD:-build/plain}

# The names between "global:" and "local:" of a map.
mapped()
{
	sed -n '/global:/,/local:/{s/^[[:space:]]*\([a-z_0-9]*\);$/\1/p}' "$1" |
	    sort
}

needed()
{
	readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort |
	    tr '\n' ' '
}

for map in pam_module/*.map; do
	module=$BUILD/${map%.map}.so
	is "${map%.map}.so exports its map and nothing else" "$(mapped "$map")" \
	    "$(nm -D --defined-only "$module" | awk '{ print $3 }' | sort)"
done
is 'pam_portal.so links libc and libpam only' 'libc.so.6 libpam.so.0 ' \
    "$(needed "$BUILD/pam_module/pam_portal.so")"
if nm -D --undefined-only "$BUILD/pam_module/pam_portal.so" |
    grep -wE 'exit|abort|signal|sigaction|fork|setenv|openlog' >"$TMP/bad"; then
	is 'pam_portal.so leaves its host alone' '' "$(cat "$TMP/bad")"
else
	it 'pam_portal.so leaves its host alone' true
fi
finish
