#!/bin/sh
# portal_mailer.sh - what portal-mailer is given: its sample, its libraries.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
mailer=${BUILD:-build/plain}/daemon/mail/portal-mailer
# The sample's user is there only where make install was followed.
sed 's/"identityd"/0/' conf/portal-mailer.conf >"$TMP/sample.conf"
it 'the sample is a good configuration' "$mailer" -n -c "$TMP/sample.conf"
is 'portal-mailer has no directory library' '' \
    "$(readelf -d "$mailer" | sed -n 's/.*NEEDED.*\[\(.*ldap.*\|.*lber.*\|.*sodium.*\)\]/\1/p')"
finish
