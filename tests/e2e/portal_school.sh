#!/bin/sh
# portal_school.sh - 150 people of one school activate from one address, with
# the limits as they usually are; all of them must get through.
#
# SCHOOL people instead of 150. They come one after the other, without a pause:
# quicker than in ten minutes, and identityd counts by the hour.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
people=${SCHOOL:-150}
at_exit "portal_stop '$TMP'"
PORTAL_LIMITS=usual portal_start "$TMP"
portal_admin "$TMP" school add 014501 示範國民中學 --kind junior_high >/dev/null
{
	echo national_id,name,mail,kind,school,account
	for n in $(seq "$people"); do
		echo "$(national_id "$n"),示範$n,p$n@school.example,TEACHER,014501,person$n"
	done
} >"$TMP/roster.csv"
portal_admin "$TMP" import "$TMP/roster.csv" --yes >/dev/null
printf 'server = "%s";\nca_file = "%s";\n' "$PORTAL_URL" "$PORTAL_CA" \
    >"$TMP/portal.conf"

remote() # VERB LINE...: its exit code to TMP/codes
{
	verb=$1
	shift
	code=0
	printf '%s\n' "$@" | "$BUILD/daemon/tools/portal-passwd" \
	    --config "$TMP/portal.conf" "$verb" >>"$TMP/said" 2>&1 || code=$?
	echo "$code" >>"$TMP/codes.$verb"
}

# codes VERB: "COUNT of CODE" of what they came to
codes() { sort "$TMP/codes.$1" | uniq -c | sed 's/^ *\([0-9]*\) /\1 of /'; }

for n in $(seq "$people"); do
	remote forgot "$(national_id "$n")" "p$n@school.example"
done
is "$people people ask for a letter from one address" "$people of 0" \
    "$(codes forgot)"
arrived() { [ "$(find "$TMP/mail/new" -type f | wc -l)" -eq "$people" ]; }
it 'each gets one' await 60 arrived
for n in $(seq "$people"); do
	remote reset "$(national_id "$n")" \
	    "$(portal_letter "$TMP" "p$n@school.example")" "Blue-Harbor-7$n"
done
is 'each sets a password' "$people of 0" "$(codes reset)"
finish
