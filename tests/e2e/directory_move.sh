#!/bin/sh
# directory_move.sh - units and people are renamed, and pointers follow.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

units=ou=units,$SLAPD_BASE
school=o=014501,$units

points() # DN ATTRIBUTE VALUE: it does, as soon as slapd is done
{
	look as_it -b "$1" -s base "$2" | grep -qx "$2: $3"
}

points_not() { ! points "$@"; }

rename() # DN NEWRDN [NEWSUPERIOR]
{
	as_it ldapmodrdn -r ${3:+-s "$3"} "$1" "$2"
}

sees() # MACHINE UID
{
	as "$(machine "$1")" ldapsearch -LLL -b "ou=people,$SLAPD_BASE" \
	    "(uid=$2)" uid | grep -q "^uid: $2"
}

as_it ldapmodify >/dev/null <<END
dn: ou=teaching,$school
changetype: modify
replace: portalUnitHead
portalUnitHead: $(person active1)
END
it 'a section is renamed' rename "ou=teaching,$school" ou=academic
it 'its people are in it' await 5 points "$(person active1)" portalUnitDN \
    "ou=academic,$school"
it 'also who has not come in yet' await 5 points "$(person new1)" \
    portalUnitDN "ou=academic,$school"
it 'others are where they were' points "$(person left1)" portalUnitDN \
    "ou=general,$school"

it 'a section moves to another school' \
    rename "ou=academic,$school" ou=academic "o=014602,$units"
it 'its people moved along' await 5 points "$(person active1)" portalUnitDN \
    "ou=academic,o=014602,$units"
it 'a machine of the new school sees them' sees lab2 active1
fails 'and one of the old no more' 1 sees lab1 active1

it 'a school is renamed' rename "$school" o=019999
it 'who is in the school itself follows' await 5 points \
    "$(person personnel1)" portalUnitDN "o=019999,$units"
it 'who is in one of its sections follows' await 5 points \
    "$(person left1)" portalUnitDN "ou=general,o=019999,$units"
it 'its machines follow' await 5 points "$(machine lab1)" \
    portalMachineSchool "o=019999,$units"
it 'and see it' sees lab1 personnel1
it 'its groups follow' await 5 points "cn=teachers,ou=groups,$SLAPD_BASE" \
    portalUnitDN "o=019999,$units"

it 'a person is renamed' rename "$(person active1)" uid=active9
it 'the head of a unit follows' await 5 points \
    "ou=academic,o=014602,$units" portalUnitHead "$(person active9)"
it 'a member of a group follows' await 5 points \
    "cn=everyone,ou=groups,$SLAPD_BASE" member "$(person active9)"
it 'personnel are renamed' rename "$(person personnel1)" uid=personnel9
it 'their role follows' await 5 points \
    "cn=personnel,o=019999,$units" roleOccupant "$(person personnel9)"
it 'a person is deleted' as_it ldapdelete "$(person active9)"
it 'no group names them' await 5 points_not \
    "cn=everyone,ou=groups,$SLAPD_BASE" member "$(person active9)"
finish
