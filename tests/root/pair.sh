#!/bin/sh
# pair.sh - two providers, two hosts, one nginx, six lab machines, each with a
# network of its own: people go on while keys turn and a provider is killed, frozen,
# cut off and back. What is good once is good once meanwhile, wrong passwords add
# up, codes keep their home. Prints a table of faults and outcomes.
#
# PAIR_ROUNDS of sixteen who race, PAIR_ENOUGH that must be done in the time of
# each fault; tests/bench/pair.sh has more of both. A host that is killed loses
# its process alone: here nothing is written to a disk for good, so what happens
# to a host without power is not shown.
# shellcheck disable=SC1091,SC2034,SC2086 # words
set -u
rounds=${PAIR_ROUNDS:-20} enough=${PAIR_ENOUGH:-1} labs='1 2 3 4 5 6'
. tests/pair_net.sh
race_again=$((rounds + 1)) next=$((2 * rounds + 1))
accounts=$(seq -s ' ' -f 'crowd%.0f' $next $((next + 7)))
clumsy=crowd$((next + 8)) kept=$((next + 9)) first=$((next + 29))

net_start $((first + 100 + 150 * enough)) || exit 1
activate $accounts $clumsy
it 'labs and a replica are made' labs_up
race 1 $rounds

people_start $first $accounts
it 'people sign in, set passwords and log in' await 120 did $enough
fault keys 'new keys, old ones retired'
it '  tokens by the old one and the new are believed' await 120 believed "$(now)"
race_begin a $race_again $rounds
fault killed 'provider of a is killed' a
race_end
fault killed 'provider of b is killed' b
fault frozen 'provider of b is frozen' b
fault frozen 'provider of a is frozen' a
fault cut_off 'host a is cut off' a
fault cut_off 'host b is cut off' b
fault split 'a and b are cut apart' a
people_stop

count_codes
count_wrong_passwords
it 'both have the same of everybody' await 20 same_people b
it 'so has the replica' await 20 same_people c
reader_follows
reader_alone "${accounts%% *}" "crowd$((kept - 1))"
chains_are_whole
finish
