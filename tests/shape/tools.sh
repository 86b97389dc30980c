#!/bin/sh
# tools.sh - portal-admin says about itself what its man page says, and can be
# asked for no secret on its command line.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
tools=${BUILD:-build/plain}/daemon/tools
admin=$tools/portal-admin
"$admin" --commands >"$TMP/commands"
sed -n '/^\.Sh COMMANDS/,/^\.Sh ACCOUNT/p' daemon/tools/portal-admin.8 \
    >"$TMP/man"
is 'portal-admin(8) has every command' "$(sort "$TMP/commands")" \
    "$(sed -n 's/^\.Cm \(.*\)/\1/p' "$TMP/man" | sort)"

# The options of a command, from its usage, and from the man page.
options()
{
	sed '/^$/,$d' "$TMP/help" | grep -oE -e '--[a-z-]+' | sort | tr '\n' ' '
}
documented() # COMMAND
{
	sed -n "/^\.Cm $1\$/,/^\.Xc/p" "$TMP/man" |
	    sed -n 's/\\-/-/g;s/.*Fl \(-[a-z-]*\).*/-\1/p' | sort | tr '\n' ' '
}
bad='' secret='' bare=''
while read -r command; do
	for lang in en_US.UTF-8 zh_TW.UTF-8; do
		# shellcheck disable=SC2086 # two words
		LC_ALL=$lang "$admin" $command --help >"$TMP/help"
		grep -q '^  .*portal-admin' "$TMP/help" || bare="$bare $command"
	done
	[ "$(options)" = "$(documented "$command")" ] || bad="$bad $command,"
	! options | grep -qE -e '--(national-id|password|code|session|secret)' ||
	    secret="$secret $command"
done <"$TMP/commands"
is 'portal-admin(8) has the options of each command' '' "$bad"
is 'every command has help with an example, in both languages' '' "$bare"
is 'no secret can be an option' '' "$secret"
LC_ALL=zh_TW.UTF-8 "$admin" --help >"$TMP/zh"
LC_ALL=C "$admin" --help >"$TMP/en"
is 'both languages have the same commands' \
    "$(cut -c1-18 "$TMP/en" | grep '^  ')" "$(cut -c1-18 "$TMP/zh" | grep '^  ')"
fails 'English help has no Chinese' 1 grep -P '\p{Han}' "$TMP/en"
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
bash -n conf/portal-admin.bash
# shellcheck disable=SC2016 # expanded by that shell
is 'the completion offers verbs' 'add join list part' \
    "$(PATH=$tools:$PATH bash -c '
. conf/portal-admin.bash
COMP_WORDS=(portal-admin group "") COMP_CWORD=2
_portal_admin
echo "${COMPREPLY[@]}" | tr " " "\n" | sort | paste -sd " "')"
finish
