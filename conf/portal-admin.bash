# portal-admin.bash - completion; goes to share/bash-completion/completions.
# Commands and options are what portal-admin itself says.
_portal_admin()
{
	local cur=${COMP_WORDS[COMP_CWORD]} words=()

	if [[ $COMP_CWORD -eq 1 ]]; then
		mapfile -t words < <(portal-admin --commands | cut -d' ' -f1)
	elif [[ $cur == -* ]]; then
		mapfile -t words < <(portal-admin "${COMP_WORDS[@]:1:2}" \
		    --help 2>/dev/null | grep -oE -e '--[a-z-]+' | sort -u)
	elif [[ $COMP_CWORD -eq 2 ]]; then
		mapfile -t words < <(portal-admin --commands |
		    awk -v noun="${COMP_WORDS[1]}" '$1 == noun { print $2 }')
	fi
	if [[ ${#words[@]} -gt 0 ]]; then
		mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -o filenames -F _portal_admin portal-admin
