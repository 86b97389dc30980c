#!/bin/sh
# pair_reader.sh - what a read replica does while its providers are away:
# . tests/pair_reader.sh, which tests/pair_net.sh does.
#
#	reader_follows		either provider, while the other is cut off
#	reader_alone NAMED OTHER	while both are: two accounts with the one
#				password, of whom OTHER never logged in at lab$reading
# shellcheck disable=SC2034,SC2154

reader_login() # ACCOUNT PASSWORD
{
	printf '%s\n' "$2" | pair_login "$reading" "$1"
}

write_at() # HOST TEXT
{
	it_at "$1" ldapmodify <<END
dn: $SLAPD_BASE
changetype: modify
replace: description
description: $2
END
}

has_text() # HOST TEXT
{
	it_at "$1" ldapsearch -LLL -b "$SLAPD_BASE" -s base description |
	    grep -qx "description: $2"
}

reader_follows()
{
	for host in a b; do
		break_cut_off $host
		write_at "$(other $host)" "without $host" >/dev/null
		it "while $host is cut off the replica hears of the other" \
		    await 20 has_text c "without $host"
		mend_cut_off $host
		it '  and back: all have everything' pair_merged
	done
}

reader_alone() # NAMED OTHER
{
	for host in a b; do
		break_cut_off $host
	done
	it 'both are cut off: the replica lets people in' \
	    reader_login "$1" Blue-Harbor-77
	it '  also who never came before' reader_login "$2" Blue-Harbor-77
	for _ in 1 2 3 4 5; do
		fails '  and nobody by a wrong password' 77 \
		    reader_login "$2" Wrong-Harbor-77
	done
	fails '  five of which lock there' 77 reader_login "$2" Blue-Harbor-77
	for host in a b; do
		mend_cut_off $host
	done
	it '  and back: all have everything' pair_merged
	clumsy=$2
	for host in a b; do
		is "  $host knows of no wrong one" 0 "$(failures_at $host)"
	done
	is '  the replica does' 5 "$(failures_at c)"
	kept=${2#crowd}
	it '  until a code is used' redeem a "$(code_at a issue)" Blue-Harbor-78
	it '  which unlocks there' await 20 reader_login "$2" Blue-Harbor-78
	is '  and nothing is counted' 0 "$(failures_at c)"
}
