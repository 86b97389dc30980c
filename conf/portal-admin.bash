# portal-admin.bash - completion; goes to share/bash-completion/completions.
# Commands and options are what portal-admin itself says.
_portal_admin()
{
	local cur=${COMP_WORDS[COMP_CWORD]} words=()

	if [[ $COMP_CWORD -eq 1 ]]; then
		mapfile -t words < <(portal-admin --commands |
		    awk '{ print $1 }' | sort -u)
	elif [[ $cur == -* ]]; then
		mapfile -t words < <(portal-admin --commands |
		    awk -F'[\t]' -v noun="${COMP_WORDS[1]}" \
			-v verb="${COMP_WORDS[2]}" '$1 == noun ||
			$1 == noun " " verb { print $2 " --json --help" }' |
		    tr ' ' '\n')
	elif [[ $COMP_CWORD -eq 2 ]]; then
		mapfile -t words < <(portal-admin --commands |
		    awk -F'[ \t]' -v noun="${COMP_WORDS[1]}" \
			'$1 == noun { print $2 }')
	fi
	if [[ ${#words[@]} -gt 0 ]]; then
		mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _portal_admin portal-admin
