#!/bin/sh
# pair_once.sh - what is good once is good once, while one of two hosts is broken:
# . tests/pair_once.sh, which tests/pair_net.sh does.
#
#	race FIRST ROUNDS	sixteen at both hosts for one code, a person a round,
#				from crowdFIRST on: tests/root/pair_test.c
#	race_begin HOST FIRST ROUNDS	the same, while that one's provider is away
#				and back, until ...
#	race_end
#	kept=FIRST		set before: for whom code_given issues codes,
#				crowdFIRST and so on
#	code_given HOST		one is issued there, and known at the other host
#	code_waits HOST		it is refused at the other, which says: wait
#	code_is_good_once HOST	at the other, and then nowhere
#	mistype HOST TIMES	the password of $clumsy
#	count_wrong_passwords	those of break_split, and that the next one locks
#	count_codes		each code used is one password, and in the audit
# shellcheck disable=SC2154

race() # FIRST ROUNDS
{
	PAIR_RUN_A=$TMP/a/run PAIR_RUN_B=$TMP/b/run PAIR_FIRST=$1 \
	    PAIR_ROUNDS=$2 "$BUILD/tests/root/pair_test" >"$TMP/race" 2>&1
	race_code=$?
	race_says "$race_code" "$1"
}

race_says() # CODE FIRST
{
	sed 's/^\(not \)*ok [0-9]* - /# &/' "$TMP/race"
	is 'what is good once is good once, at both' 0 "$1"
	for number in $(seq "$2" $(($2 - 1 + $(
	    sed -n 's/^# \([0-9]*\) rounds$/\1/p' "$TMP/race")))); do
		echo "crowd$number"
	done >>"$TMP/used"
}

race_begin() # HOST FIRST ROUNDS
{
	race_first=$2
	PAIR_BROKEN=$1 PAIR_STOP=$TMP/raced PAIR_FIRST=$2 PAIR_ROUNDS=$3 \
	    PAIR_RUN_A=$TMP/a/run PAIR_RUN_B=$TMP/b/run \
	    "$BUILD/tests/root/pair_test" >"$TMP/race" 2>&1 &
	racers=$!
}

race_end()
{
	touch "$TMP/raced"
	wait "$racers"
	race_says $? "$race_first"
}

# ---------------------------------------------------- a code keeps its home
code_at() # HOST issue|show: that of who has the turn
{
	pair_admin "$1" code "$2" "crowd$kept" --why kept |
	    grep -Eo '[0-9]{4} [0-9]{4} [0-9]{4}'
}

code_given() # HOST
{
	code=$(code_at "$1" issue)
	await 20 eval "[ \"\$(code_at $(other "$1") show)\" = '$code' ]" ||
		it 'a code is known at both hosts' false
}

redeem() # HOST CODE PASSWORD
{
	printf '%s\n' "$(national_id "$kept")" "$2" "$3" |
	    portal_passwd "$TMP/$1" reset
}

code_waits() # HOST
{
	redeem "$(other "$1")" "$code" Blue-Harbor-77 >"$TMP/waits" 2>&1
	is '  its code is not taken elsewhere' 75 $?
	it '  which says: wait' grep -q 'cannot be checked right now' "$TMP/waits"
}

code_is_good_once() # HOST
{
	it '  its code is good then, elsewhere' await 20 \
	    redeem "$(other "$1")" "$code" Blue-Harbor-77
	echo "crowd$kept" >>"$TMP/used"
	for host in a b; do
		it "  $host has that" await 20 active_at $host "crowd$kept"
		fails "  it is not good again at $host" 2 \
		    redeem $host "$code" Blue-Harbor-78
	done
	kept=$((kept + 1))
}

active_at() # HOST ACCOUNT
{
	pair_admin "$1" person show "$2" | grep -q '^state: *active'
}

# --------------------------------------------------------- wrong passwords
binds_at() # HOST PASSWORD
{
	ldapwhoami -x -H "$(pair_value "$1" LDAPI)" \
	    -D "uid=$clumsy,ou=people,$SLAPD_BASE" -w "$2"
}

mistype() # HOST TIMES
{
	for _ in $(seq "$2"); do
		binds_at "$1" wrong 2>/dev/null || :
	done
}

failures_at() # HOST: how many are counted
{
	it_at "$1" ldapsearch -LLL -b "uid=$clumsy,ou=people,$SLAPD_BASE" \
	    -s base pwdFailureTime | grep -c '^pwdFailureTime:'
}

count_wrong_passwords()
{
	for host in a b; do
		is "wrong passwords at both were counted together at $host" 4 \
		    "$(failures_at $host)"
	done
	mistype a 1
	it 'both hear of the fifth' pair_merged
	for host in a b; do
		fails "which locks at $host" 49 binds_at $host Blue-Harbor-77
	done
}

# ------------------------------------------------------------ all the codes
audited() # RESULT: whose redeeming that was, in the audit
{
	it_at a ldapsearch -LLL -b "ou=audit,$SLAPD_BASE" \
	    "(&(portalAuditAction=redeem)(portalAuditResult=$1))" \
	    portalAuditTarget | sed -n 's/^portalAuditTarget: //p' | sort
}

active_people()
{
	it_at a ldapsearch -LLL -b "ou=people,$SLAPD_BASE" \
	    '(&(uid=crowd*)(portalState=active))' uid |
	    sed -n 's/^uid: //p' | sort
}

# Whose end the audit cannot tell as "ok": the home had set the password and was
# away before it said so, or the audit's own provider was, which identityd logs.
unheard()
{
	audited offline
	sed -n 's/^<3>.*redeem of \([^:]*\):.*/\1/p' "$TMP/a/log.identityd" \
	    "$TMP/b/log.identityd"
}

count_codes()
{
	awk '$3 == "code" && $4 == "ok" { print $7 }' "$TMP/events" |
	    cat - "$TMP/used" | sort >"$TMP/redeemed"
	{ tr ' ' '\n' <"$TMP/accounts" && echo "$clumsy"; } | cat - "$TMP/redeemed" |
	    sort >"$TMP/should"
	it 'codes were used' test -s "$TMP/redeemed"
	is 'who used one is active, and nobody else' "$(cat "$TMP/should")" \
	    "$(active_people)"
	audited ok >"$TMP/ok"
	is 'nobody set a password twice' '' "$(uniq -d "$TMP/ok")"
	is 'nobody without a code' '' "$(comm -13 "$TMP/redeemed" "$TMP/ok")"
	unheard | sort -u >"$TMP/unheard"
	is 'everybody with one is in the audit' '' \
	    "$(audited begun | uniq | comm -23 "$TMP/redeemed" -)"
	comm -23 "$TMP/redeemed" "$TMP/ok" >"$TMP/short"
	is "with the end, but for $(wc -l <"$TMP/short") whose nobody heard" '' \
	    "$(comm -23 "$TMP/short" "$TMP/unheard")"
}
