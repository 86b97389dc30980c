#!/bin/sh
# directory_recipes.sh - the recipes of portal-directory(7), as printed.
. tests/lib.sh
. tests/slapd.sh
. tests/recipe.sh

# We act as root does there: ROOT_UID, and are not identityd.
slapd_start "$TMP/slapd" IDENTITYD_UID=4294967293 ROOT_UID="$(id -u)" \
    ROOT_GID="$(id -g)" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

# What the recipes are about.
ldapmodify -Q -Y EXTERNAL -H "$SLAPD_LDAPI" >/dev/null <<END || exit 1
dn: $(person locked1)
changetype: add
objectClass: inetOrgPerson
objectClass: portalPerson
cn: x
sn: x
portalState: active
userPassword: $(cat "$SLAPD_DIR/secret/everybody")

dn: $(person active1)
changetype: modify
add: portalPostedUntil
portalPostedUntil: $(date +%Y)0101000000Z
-
add: portalLetterState
portalLetterState: bounced
-
add: portalLetterDetail
portalLetterDetail: 550 no such mailbox
END
for _ in 1 2 3 4 5; do
	ldapwhoami -x -H "$SLAPD_LDAPS" -D "$(person locked1)" -w wrong \
	    2>/dev/null || :
done
# Only identityd writes codes and audit: loaded while slapd is down.
slapd_stop "$SLAPD_DIR"
slapd_change "$SLAPD_DIR" <<END || exit 1
dn: $(person new1)
changetype: modify
add: portalCodeExpires
portalCodeExpires: 20991231000000Z

dn: cn=1-1,ou=audit,$SLAPD_BASE
changetype: add
objectClass: portalAudit
cn: 1-1
portalAuditSeq: 1
portalAuditTime: 20260901000000Z
portalAuditActor: personnel1
portalAuditAction: code_show
portalAuditTarget: active1
portalAuditResult: ok
END
slapd_run "$SLAPD_DIR" || exit 1

value() # DN ATTRIBUTE
{
	look as_it -b "$1" -s base "$2" | sed -n "s/^$2: //p" | tr '\n' ' '
}

signs_in() { ldapwhoami -x -H "$SLAPD_LDAPS" -D "$(person "$1")" -w "$2"; }

moved()
{
	[ "$(value "$(person left1)" portalUnitDN)" = \
	    "ou=general,o=014602,ou=units,$SLAPD_BASE " ]
}

# TITLE|what it prints, a line, or nothing|then this succeeds
while IFS='|' read -r title prints after; do
	cook "$title" >"$TMP/cooked" 2>&1
	code=$?
	got=$code
	[ -z "$prints" ] || got="$code $(grep -o -m1 -e "$prints" "$TMP/cooked")"
	is "$title: runs as printed" "0${prints:+ $prints}" "$got"
	[ "$code" -eq 0 ] || sed 's/^/# /' "$TMP/cooked"
	[ -z "$after" ] || it "$title: has done it" eval "$after"
	echo "$title" >>"$TMP/titles"
done <<'END'
Read every state|portalState: suspended|
Look at one person|entryUUID: |
Suspend||! signs_in active1 "$(cat "$SLAPD_DIR/secret/everybody")"
Restore||signs_in active1 "$(cat "$SLAPD_DIR/secret/everybody")"
Change the mail address||[ "$(value "$(person active1)" mail)" = 'wang@school.example ' ]
Set a password||signs_in active1 blue-River-9
Find who is locked out|uid: locked1|
Unlock||signs_in locked1 "$(cat "$SLAPD_DIR/secret/everybody")"
Add a person|portalCounterNext: 200001|[ "$(value "$(person lin2)" uidNumber)" = '200000 ' ]
List who has a live check code|uid: new1|
Find letters that did not arrive|uid: active1|
Add a member to a group||value "cn=teachers,ou=groups,$SLAPD_BASE" memberUid | grep -q new1
Add an OpenID Connect client||value "cn=library,ou=apps,$SLAPD_BASE" portalAppScope | grep -q 'profile school'
Make somebody personnel of a school||value "cn=personnel,o=014501,ou=units,$SLAPD_BASE" roleOccupant | grep -q active1
Find whose posting ends this year|uid: active1|
See what was done to somebody|portalAuditAction: code_show|
See who wrote to an entry|reqAuthzID: |
Move a section to another school||await 5 moved
END
is 'every recipe of the page was run' "$(
    awk '/^\.Sh/ { on = $2 == "RECIPES" } on && /^\.Ss/' "$recipe_page" |
    sed 's/^.Ss //' | sort)" "$(sort "$TMP/titles")"
finish
