#!/bin/sh
# labd_conf.sh - the keys of labd: table, sample and man page say the same.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
labd=${BUILD:-build/plain}/daemon/labd/labd
"$labd" --keys | cut -f1 | sort >"$TMP/keys"
is 'conf/labd.conf shows every key' "$(cat "$TMP/keys")" \
    "$(sed -n 's/^#\{0,1\}\([a-z_]*\) = .*/\1/p' conf/labd.conf | sort)"
is 'labd.conf(5) explains every key' "$(cat "$TMP/keys")" \
    "$(sed -n 's/^\.It Cm \([a-z_]*\)$/\1/p' daemon/labd/labd.conf.5 | sort)"
"$labd" --keys | awk -F'\t' '$2 != "(required)" { print $1 " = " $2 }' |
    sort >"$TMP/defaults"
is 'conf/labd.conf shows the true defaults' "$(cat "$TMP/defaults")" \
    "$(sed -n 's/^#\([a-z_]* = .*\);$/\1/p' conf/labd.conf | tr -d '"' | sort)"
finish
