#!/bin/sh
# directory_guard.sh - many passwords judged at once, and slapd lives.
#
# Without portal_quality_guard.so slapd 2.5 dies of this now and then, in
# libltdl. A race that seldom shows cannot be proved away by a test; the guard's
# locks are the proof, this only sees that they do their work.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/slapd.sh
# shellcheck disable=SC1091
. tests/directory.sh
askers=8 each=250
# shellcheck disable=SC2016
at_exit 'slapd_stop "$TMP"'
slapd_start "$TMP" && directory_fill || exit 1

# Each is refused by the judge, before anything is hashed or written.
n=0
while [ $n -lt $each ]; do
	printf 'dn: %s\nchangetype: modify\nreplace: userPassword\n' \
	    "$(person active1)"
	printf 'userPassword: password123\n\n'
	n=$((n + 1))
done >"$TMP/refused.ldif"
asker() { as_identityd ldapmodify -c -f "$TMP/refused.ldif" >"$TMP/asked.$1" 2>&1; }
all() {
	for asker in $(seq $askers); do
		asker "$asker" &
		running="$running $!"
	done
	# shellcheck disable=SC2086
	wait $running
}
running=''
all
is 'every one of them is refused in words' $((askers * each)) \
    "$(cat "$TMP"/asked.* | grep -c 'Constraint violation (19)')"
it 'and slapd is still there' kill -0 "$SLAPD_PID"
it 'and answers' as_identityd ldapwhoami
finish
