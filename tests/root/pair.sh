#!/bin/sh
# pair.sh - people go on while keys turn at two hosts and a provider is killed,
# frozen, cut off and back; tests/bench/pair.sh takes longer over it, and lets
# sixteen race for what is good once.
# shellcheck disable=SC1091,SC2034
set -u
labs='1 2' enough=1
. tests/pair_net.sh

# What everybody is, as that host has it.
people_at() # HOST
{
	it_at "$1" ldapsearch -LLL -o ldif-wrap=no -b "ou=people,$SLAPD_BASE" \
	    -s one '*' '+' | sort
}
same_people() { [ "$(people_at a)" = "$(people_at b)" ]; }

# Whose password was set more than once by one code or another.
set_twice()
{
	it_at a ldapsearch -LLL -b "ou=audit,$SLAPD_BASE" \
	    '(&(portalAuditAction=redeem)(portalAuditResult=ok))' \
	    portalAuditTarget | sed -n 's/^portalAuditTarget: //p' | sort |
	    uniq -d
}

net_start 300 || exit 1
activate crowd1 crowd2 crowd3 crowd4
for lab in $labs; do
	lab_up "$lab"
done
people_start 21 crowd1 crowd2 crowd3 crowd4
it 'people sign in, set passwords and log in' await 60 did $enough
fault keys 'new keys, the old ones retired'
fault killed 'a provider is killed'
fault frozen 'a provider is frozen'
fault cut_off 'a host is cut off'
people_stop
is 'nobody set a password twice' '' "$(set_twice)"
it 'both have the same of everybody' await 20 same_people
chains_are_whole
finish
