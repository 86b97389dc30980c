#!/bin/sh
# directory_quality.sh - slapd asks the same judge of passwords as everybody.
. tests/lib.sh
. tests/slapd.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
. tests/directory.sh
directory_fill || exit 1

change() # DN PASSWORD: by its owner
{
	as "$1" ldappasswd -s "$2" 2>&1
}

reset_to() # DN PASSWORD: by identityd, as a redeem does
{
	as_identityd ldapmodify 2>&1 <<END
dn: $1
changetype: modify
replace: userPassword
userPassword: $2
END
}

says() # SENTENCE TEXT COMMAND...: refused, and the client reads why
{
	says_sentence=$1 says_text=$2
	shift 2
	"$@" >"$TMP/said"
	is "$says_sentence" "19 $says_text" \
	    "$(grep -o -m1 '(19)' "$TMP/said" | tr -d '()') $(
	    grep -o -m1 "$says_text" "$TMP/said")"
}

me=$(person active1)
says 'a common word is refused by its name' 'word: ' change "$me" P@ssw0rd123
says 'with the sentence in Chinese' 這是常見的密碼 \
    change "$me" P@ssw0rd123
says 'and in English' 'easy to guess' change "$me" 1qaz@WSX
says 'the first door, identityd, hears the same' 'word: ' \
    reset_to "$me" P@ssw0rd123
says 'a character outside ASCII is refused' 'charset: ' \
    change "$me" 'kW4&vbQ9é'
says 'somebody who hashes elsewhere is refused' 'Password' \
    reset_to "$me" '{SSHA}mK4vbQ9mK4vbQ9mK4vbQ9mK4vbQ9mK4v'
says 'IT hears the same' 'kinds: ' as_it ldappasswd -s bluerivermountain "$me"
it 'a good one is taken' reset_to "$me" 'blue-River-9'
it 'and signs in' ldapwhoami -x -H "$SLAPD_LDAPS" -D "$me" -w 'blue-River-9'

as_it ldapmodify >/dev/null <<END
dn: cn=default,ou=policies,$SLAPD_BASE
changetype: modify
add: pwdCheckModuleArg
pwdCheckModuleArg: preset=nist unicode=yes
END
says 'the policy chooses the preset, without a restart' 'at least 15' \
    reset_to "$me" 'blue-River-8'
it 'and other characters' reset_to "$me" 藍色的河流沒有橋也沒有船今天下雨
as_it ldapmodify >/dev/null <<END
dn: cn=default,ou=policies,$SLAPD_BASE
changetype: modify
replace: pwdCheckModuleArg
pwdCheckModuleArg: preset=best
END
says 'a mistake in the policy refuses everything and says so' \
    "'preset=best' is not known" reset_to "$me" 'green-River-9'
finish
