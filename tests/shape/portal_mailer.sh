#!/bin/sh
# portal_mailer.sh - what portal-mailer is given: its sample, its libraries.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
mailer=${BUILD:-build/plain}/daemon/mail/portal-mailer
it 'the sample is a good configuration' "$mailer" -n -c conf/portal-mailer.conf
is 'portal-mailer has no directory library' '' \
    "$(readelf -d "$mailer" | sed -n 's/.*NEEDED.*\[\(.*ldap.*\|.*lber.*\|.*sodium.*\)\]/\1/p')"
finish
