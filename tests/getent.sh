#!/bin/sh
# getent.sh - names as programs see them: . tests/getent.sh, first thing.
#
#	portal DATABASE KEY	getent from our module alone
#	await_line LINE DATABASE KEY	until it says just that, 20 s at most
#	is_gone DATABASE KEY
#	absent SENTENCE DATABASE KEY
#
# The module reads one fixed file, so the whole test runs in a mount namespace
# of its own with a fresh /var/lib; LAB_STATE is labd's folder there. Needs
# nobody's rights. Includes lib.sh.
# shellcheck disable=SC1091,SC2034
if [ "${PORTAL_GETENT:-}" != inside ]; then
	if ! unshare -r -m true 2>/dev/null; then
		echo "ok 1 - ${0##*/} # SKIP no user namespaces here"
		echo '1..1'
		exit 0
	fi
	tests/unpack.sh slapd
	PORTAL_GETENT=inside exec unshare -r -m "$0"
fi
. tests/lib.sh
mount -t tmpfs tmpfs /var/lib
mkdir -m 755 /var/lib/labd
LAB_STATE=/var/lib/labd
# getent is not one of ours: it takes no sanitized module.
ln -s "$PWD/build/plain/pam_module/libnss_portal.so.2" "$TMP/libnss_portal.so.2"

portal()
{
	LD_LIBRARY_PATH=$TMP getent -s portal "$@"
}

says()
{
	getent_line=$1
	shift
	[ "$(portal "$@")" = "$getent_line" ]
}

await_line() # LINE DATABASE KEY
{
	await 20 says "$@" && return
	shift
	portal "$@"
	return 1
}

is_gone() { ! portal "$@"; }
absent() { fails "$1" 2 portal "$2" "$3"; }
