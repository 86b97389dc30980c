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

needed()
{
	readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort |
	    tr '\n' ' '
}

# What ends, signals, forks or changes its host.
rude()
{
	nm -D --undefined-only "$1" | awk '{ print $2 }' | sed 's/@.*//' |
	    grep -xE 'exit|_exit|abort|signal|sigaction|fork|setenv|openlog' || :
}

check() # MODULE MAP LIBRARIES
{
	name=$(basename "$1")
	is "$name exports its map and nothing else" "$(mapped "$2")" \
	    "$(nm -D --defined-only "$BUILD/$1" | awk '{ print $3 }' | sort)"
	is "$name links only: $3" "$3 " "$(needed "$BUILD/$1")"
	is "$name leaves its host alone" '' "$(rude "$BUILD/$1")"
}

check pam_module/pam_portal.so pam_module/pam_portal.map \
    'libc.so.6 libpam.so.0'
check pam_module/libnss_portal.so.2 pam_module/nss_portal.map 'libc.so.6'
check daemon/dir/portal_quality.so daemon/dir/quality_slapd.map \
    'libc.so.6 libzxcvbn.so.0'
check daemon/dir/portal_quality_guard.so daemon/dir/quality_guard.map \
    'libc.so.6'
# The only one that knows libpq: it is a plugin so that nobody else does.
check daemon/db/portal_sql_pgsql.so daemon/db/sql_pgsql.map \
    'libc.so.6 libpq.so.5'
is 'no program links libpq' '' "$(for program in "$BUILD"/daemon/*/*[a-z]; do
	case $program in
	*.o | *.d | *.so) ;;
	*) readelf -d "$program" | grep -q '\[libpq' && echo "$program" ;;
	esac
done || :)"
is 'every map is checked here' \
    "$(ls pam_module/*.map daemon/*/*.map)" \
    "$(sed -n 's/^check .* \([^ ]*\.map\).*/\1/p' "$0" | sort)"
finish
