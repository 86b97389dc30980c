#!/bin/sh
# systemd.sh - the units, users and folders that make install gives to systemd.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
BUILD=$(realpath "${BUILD:-build/plain}")
EXPOSURE=20 # tenths, of 100; systemd calls up to 2.0 OK

# Not there in a minimal Debian; nothing is faked then.
has()
{
	command -v "$1" >/dev/null
}

for unit in conf/systemd/*.service; do
	name=$(basename "$unit" .service)
	does=$(sed -n 's/^ExecStart=\([a-z-]*\).*/\1/p' "$unit")
	program=$(echo "$BUILD"/daemon/*/"$does")
	it "$name.service starts $does as its own user" \
	    grep -q "^User=$does\$" "$unit"
	it 'and again, however it ends' grep -q '^Restart=always$' "$unit"
	it "that user is made" grep -qh "^u $does " conf/sysusers/*.conf
	# shellcheck disable=SC2013 # the paths hold no blanks
	for folder in $(sed -n 's/^ReadWritePaths=//p' "$unit"); do
		it "$folder, where $does writes, is made" \
		    grep -qh "^d $folder " conf/tmpfiles/*.conf
	done
	if ! has systemd-analyze; then
		skip "systemd takes every line of $name.service" 'no systemd-analyze here'
		skip "$name.service leaves little open" 'no systemd-analyze here'
		continue
	fi
	sed "s,^\(ExecStart[^=]*=\)$does,\1$program," "$unit" \
	    >"$TMP/$name.service"
	# What it does not know it warns of, and leaves out.
	is "systemd takes every line of $name.service" '' \
	    "$(systemd-analyze verify --man=no "$TMP/$name.service" 2>&1 ||
	    echo 'and fails')"
	it "$name.service leaves little open" systemd-analyze security \
	    --offline=yes --no-pager --threshold=$EXPOSURE "$TMP/$name.service"
done

if has systemd-sysusers; then
	mkdir -p "$TMP/root/etc"
	it 'systemd makes the users' systemd-sysusers --root="$TMP/root" \
	    "$PWD"/conf/sysusers/*.conf
	is 'identityd is in the groups of its sockets' \
	    'portal-front portal-it portal-mailer' \
	    "$(awk -F: '$4 ~ /(^|,)identityd(,|$)/ { print $1 }' "$TMP/root/etc/group" |
	    sort | xargs)"
else
	skip 'systemd makes the users' 'no systemd-sysusers here'
	skip 'identityd is in the groups of its sockets' 'no systemd-sysusers here'
fi
finish
