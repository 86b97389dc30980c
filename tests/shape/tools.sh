#!/bin/sh
# tools.sh - portal-admin says about itself what its man page says, and can be
# asked for no secret on its command line.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
tools=${BUILD:-build/plain}/daemon/tools
admin=$tools/portal-admin
"$admin" --commands | sort >"$TMP/commands"
is 'portal-admin(8) has every command with its options' "$(cat "$TMP/commands")" \
    "$(sed -n '/^\.Sh COMMANDS/,/^\.Sh ACCOUNT/p' daemon/tools/portal-admin.8 |
	sed 's/\\-/-/g' | awk '
	    /^\.Cm/ { sub(/^\.Cm /, ""); command = $0; options = "" }
	    /Fl -/ { sub(/.*Fl -/, "--"); options = options " " $1 }
	    /^\.Xc/ { print command "\t" substr(options, 2) }' | sort)"
fails 'no secret can be an option' 1 grep -E \
    -e '--(national-id|password|code|session|secret)' "$TMP/commands"
LC_ALL=zh_TW.UTF-8 "$admin" --help >"$TMP/zh"
LC_ALL=C "$admin" --help >"$TMP/en"
is 'both languages have the same commands' \
    "$(cut -c1-18 "$TMP/en" | grep '^  ')" "$(cut -c1-18 "$TMP/zh" | grep '^  ')"
fails 'English help has no Chinese' 1 grep -P '\p{Han}' "$TMP/en"
for lang in zh_TW.UTF-8 C; do
	LC_ALL=$lang "$admin" role grant --help
done >"$TMP/grant"
fails 'help offers no role that only LDAP tools give' 1 \
    grep -e '(it)' -e ', or IT' -e 'it does not' "$TMP/grant"
it 'and says where IT are' grep -q 'cn=it' "$TMP/grant"
fails 'no command at all shows the commands' 64 "$admin"
fails 'an unknown command is a usage error' 64 "$admin" frobnicate
fails 'a missing argument is a usage error' 64 "$admin" person show
fails 'one argument too many is a usage error' 64 "$admin" person show a b
fails 'an unknown option is a usage error' 64 "$admin" stats --colour
fails 'no identityd is an answer of its own' 69 \
    "$admin" --socket "$TMP/none" stats
fails 'portal-passwd wants one of its three words' 64 "$tools/portal-passwd"
fails 'portal-passwd takes no password as argument' 64 \
    "$tools/portal-passwd" change secret
is 'the completion of portal-passwd has its words' 'forgot reset change' \
    "$(bash -c '. conf/portal-passwd.bash
COMP_WORDS=(portal-passwd "") COMP_CWORD=1
_portal_passwd
echo "${COMPREPLY[@]}"')"
is 'portal-passwd --help has the words of its man page' \
    "$(sed -n 's/^\.Op Fl -\([a-z]*\).*/--\1/p' \
	daemon/tools/portal-passwd.1 | sort)" \
    "$(LC_ALL=C "$tools/portal-passwd" --help | grep -oE '\[--[a-z]*' |
	tr -d '[' | sort)"
bash -n conf/portal-admin.bash
# shellcheck disable=SC2016 # expanded by that shell
is 'the completion offers verbs' 'add join list part' \
    "$(PATH=$tools:$PATH bash -c '
. conf/portal-admin.bash
COMP_WORDS=(portal-admin group "") COMP_CWORD=2
_portal_admin
echo "${COMPREPLY[@]}" | tr " " "\n" | sort | paste -sd " "')"
finish
