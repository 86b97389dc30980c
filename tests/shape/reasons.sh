#!/bin/sh
# reasons.sh - the man pages for programs list the reasons that daemons give.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh

# TABLE FILE: "reason class" of each row of a table of answers.
given()
{
	tr '\n' ' ' <"$2" | grep -oE "\[$1_[A-Z_]*\] = \{\"[a-z_]*\", RC_[A-Z]*" |
	    sed 's/.*{"\([a-z_]*\)", RC_\(.*\)/\1 \2/' | tr '[:upper:]' '[:lower:]' |
	    sort
}

# PAGE: the same of what it lists.
listed()
{
	sed -n '/^\.Ss Reasons/,/^\.El/s/^\.It \([a-z_]*\) Ta \([a-z]*\) Ta .*/\1 \2/p' \
	    "$1" | sort
}

given REPLY daemon/identityd/reply.c >"$TMP/given"
listed daemon/portal/portal-api.7 >"$TMP/listed"
it 'portal-api(7) lists reasons' test -s "$TMP/listed"
is 'each is one of identityd, with its class' '' \
    "$(comm -13 "$TMP/given" "$TMP/listed")"
# no_letter is for the mailer.
is 'leave-api(7) lists what leaved says besides the rules' \
    "$(given VERDICT daemon/leaved/verdict.c | grep -v -e '^ok ' -e '^no_letter ')" \
    "$(listed daemon/leave/leave-api.7)"
sed -n 's/.*\] = "\([a-z_]*\)",/\1/p' daemon/leaved/refusal.c | grep -vx none |
    while read -r refusal; do
	    grep -qx "\.It $refusal" daemon/tools/leave-calc.1 || echo "$refusal"
    done >"$TMP/missing"
is 'leave-calc(1) lists what the rules refuse' '' "$(cat "$TMP/missing")"
finish
