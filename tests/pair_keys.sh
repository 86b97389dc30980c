#!/bin/sh
# pair_keys.sh - every ring turns at two hosts while people go on:
# . tests/pair_keys.sh, which tests/pair_net.sh does.
#
#	break_keys		new keys, as identityd(8) says it of several hosts
#	mend_keys		the old ones are retired, as portal-admin(8) says
#	believed SINCE		tokens signed by the retired key and by the new one,
#				since that moment of now()
#
# stray1 and stray2, who are in no roster, are found by the old ID key, until they
# are enrolled again or IT writes their index.
# shellcheck disable=SC2154
rings='id code session audit sign'

stray_id() { national_id $((net_people + $1)); } # NUMBER

stray_enrolled() # NUMBER
{
	stray_id "$1" | pair_admin a person add 014501 示範 \
	    --account "stray$1" --mail "stray$1@school.example" --kind TEACHER
}

stray_found() # HOST NUMBER: by the national ID
{
	printf '%s\n' "$(stray_id "$2")" "stray$2@school.example" |
	    portal_passwd "$TMP/$1" forgot
}

strays_found() # TEXT
{
	for host in a b; do
		for stray in 1 2; do
			it "$1: stray$stray is found at $host" await 20 \
			    stray_found $host $stray
		done
	done
}

# Whose index is by the first key.
held_by()
{
	it_at a ldapsearch -LLL -b "ou=people,$SLAPD_BASE" \
	    '(portalNationalIdIndex={1}*)' uid |
	    sed -n 's/^uid: //p' | sort | paste -sd ' '
}

write_index() # NUMBER: as IT would
{
	stray_index=$(stray_id "$1" | pair_admin a id print |
	    sed -n 's/^detail: *//p')
	it_at a ldapmodify <<END
dn: uid=stray$1,ou=people,$SLAPD_BASE
changetype: modify
replace: portalNationalIdIndex
portalNationalIdIndex: $stray_index
END
}

break_keys()
{
	stray_enrolled 1 >/dev/null && stray_enrolled 2 >/dev/null || return 1
	for ring in $rings; do
		pair_admin a key prepare "$ring" >/dev/null || return 1
	done
	copy_keys || return 1
	for ring in $rings; do
		pair_admin a key use "$ring" 2 >/dev/null || return 1
	done
	copy_keys
}

# Who has an index by the old key gets one by the new, codes by it are used up,
# and what signs is published: then nothing needs the old ones.
mend_keys()
{
	# A person who is just setting a password is refused: then once more.
	await 40 crowd_import 1 "$net_people" || return 1
	is '  who is in no roster holds the old ID key' 'stray1 stray2' \
	    "$(held_by)"
	fails '  which is not retired' 2 pair_admin a key retire id 1
	strays_found '  by the old one'
	it '  one is enrolled again' stray_enrolled 1
	it '  of one IT writes the index' write_index 2
	for ring in $rings; do
		await 90 pair_admin a key retire "$ring" 1 >/dev/null 2>&1 ||
			return 1
	done
	copy_keys
	strays_found '  by the new one'
}

copy_keys()
{
	for ring in "$TMP/a/keys/"*; do
		cp -p "$ring" "$TMP/b/keys.new" &&
		mv "$TMP/b/keys.new" "$TMP/b/keys/${ring##*/}" || return 1
	done
}

believed() # SINCE
{
	awk -v since="$1" 'NR == 1 { old = $2 }
	    $1 >= since { seen[$2 == old] = 1 }
	    END { exit !(seen[0] && seen[1]) }' "$TMP/kids"
}
