#!/bin/sh
# pair.sh - two providers, two hosts, one nginx, six lab machines, each with a
# network of its own: people go on while keys turn and a provider is killed, frozen,
# cut off and back. Prints what was found, and a table of faults and outcomes.
# shellcheck disable=SC1091,SC2034
set -u
labs='1 2 3 4 5 6' enough=4
. tests/pair_net.sh
first=301 people=900 # crowd1 to crowd200 are for the race

# Who signs in and logs in: active, with the one password.
accounts='crowd201 crowd202 crowd203 crowd204 crowd205 crowd206 crowd207 crowd208'
clumsy=crowd209 # whose password is typed wrong
binds_at() # HOST PASSWORD
{
	ldapwhoami -x -H "$(pair_value "$1" LDAPI)" \
	    -D "uid=$clumsy,ou=people,$SLAPD_BASE" -w "$2"
}
mistype() # HOST TIMES: the password of $clumsy
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

# While they are apart the password is typed wrong at both.
break_split() { isolate on && mistype a 2 && mistype b 2; }

net_start $people || exit 1
# shellcheck disable=SC2086 # a name each
activate $accounts $clumsy
pair_admin a app add race https://race.example/ --client public \
    --redirect-uri https://race.example/back --name race >/dev/null
for lab in $labs; do
	lab_up "$lab"
done
it 'both hosts have everybody' pair_merged

PAIR_RUN_A=$TMP/a/run PAIR_RUN_B=$TMP/b/run "$BUILD/tests/bench/pair_bench" \
    >"$TMP/race" 2>&1
code=$?
sed 's/^\(not \)*ok [0-9]* - /# &/' "$TMP/race"
is 'what is good once is good once, at both' 0 $code

# shellcheck disable=SC2086
people_start $first $accounts
it 'people sign in, set passwords and log in' await 60 did $enough
fault keys 'new keys, at both hosts'
fault killed 'a provider is killed'
fault frozen 'a provider is frozen'
fault cut_off 'a host is cut off'
fault split 'the hosts are cut apart'
people_stop

for host in a b; do
	is "wrong passwords at both were counted together at $host" 4 \
	    "$(failures_at $host)"
done
mistype a 1
it 'both hear of the fifth' pair_merged
for host in a b; do
	fails "which locks at $host" 49 binds_at $host Blue-Harbor-77
done
chains_are_whole
finish
