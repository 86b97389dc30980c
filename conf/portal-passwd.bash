# portal-passwd.bash - completion; goes to share/bash-completion/completions.
_portal_passwd()
{
	local cur=${COMP_WORDS[COMP_CWORD]} words='forgot reset change'

	case ${COMP_WORDS[COMP_CWORD - 1]} in
	--socket | --config)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--fd) return ;;
	esac
	[[ $cur != -* ]] || words='--socket --config --fd --help'
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -F _portal_passwd portal-passwd
