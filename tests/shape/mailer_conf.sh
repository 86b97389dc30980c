#!/bin/sh
# mailer_conf.sh - the keys of portal-mailer: table, sample and man page say
# the same.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
mailer=${BUILD:-build/plain}/daemon/mail/portal-mailer
"$mailer" --keys | cut -f1 | sort >"$TMP/keys"
is 'conf/portal-mailer.conf shows every key' "$(cat "$TMP/keys")" \
    "$(sed -n 's/^#\{0,1\}\([a-z_]*\) = .*/\1/p' conf/portal-mailer.conf | sort)"
is 'portal-mailer.conf(5) explains every key' "$(cat "$TMP/keys")" \
    "$(sed -n 's/^\.It Cm //p' daemon/mail/portal-mailer.conf.5 |
    sed 's/ , Cm /\n/g' | sort)"
it 'the sample is a good configuration' "$mailer" -n -c conf/portal-mailer.conf
"$mailer" --keys | awk -F'\t' '$2 != "(required)" && $1 != "relays" {
    print $1 " = " $2 }' | sort >"$TMP/defaults"
is 'conf/portal-mailer.conf shows the true defaults' "$(cat "$TMP/defaults")" \
    "$(sed -n '/relays/d; s/^#\([a-z_]* = .*\);$/\1/p' \
    conf/portal-mailer.conf | tr -d '"' | sort)"
is 'portal-mailer has no directory library' '' \
    "$(readelf -d "$mailer" | sed -n 's/.*NEEDED.*\[\(.*ldap.*\|.*lber.*\|.*sodium.*\)\]/\1/p')"
finish
