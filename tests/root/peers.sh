#!/bin/sh
# peers.sh - nslcd and SSSD with the settings of portal-directory(7) log people in
# from our directory, and none but active ones.
set -eu
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - nslcd and sssd log people in # SKIP needs root'
	echo '1..1'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	exec unshare -m "$0" inside
fi
mount --make-rprivate /
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
# shellcheck disable=SC1091
. tests/peers.sh
dir=$TMP/lab
mkdir "$dir"
if ! peers_make; then
	skip 'nslcd and sssd log people in' 'no debootstrap, or no network'
	finish
	exit
fi
at_exit "peers_stop; slapd_stop '$dir'"
lab_prepare "$dir"
right='right paSSword of 41 kites'
password="userPassword: $(slapd_tool slappasswd -n -h '{SSHA}' -s "$right")"
{
	person nina 20021 new "$password"
	person lena 20022 left "$password"
} >"$TMP/people.ldif"
slapd_stop "$dir"
slapd_tool slapadd -n 1 -w -S 1 -F "$dir/slapd.d" -l "$TMP/people.ldif"
slapd_run "$dir"
peers_start "$dir" "$dir/machine"

log_in() # SERVICE USER PASSWORD
{
	printf '%s\n' "$3" |
	    peers_in timeout 20 pamtester "$1" "$2" authenticate acct_mgmt
}
knows() { peers_in getent -s "$1" passwd "$2"; }
says() # SENTENCE PATTERN COMMAND...
{
	sentence=$1 pattern=$2
	shift 2
	it "$sentence" grep -q "$pattern" <<-LINE
	$("$@" 2>&1 || :)
	LINE
}

for peer in nslcd:ldap sssd:sss; do
	name=${peer%:*} source=${peer#*:}
	it "$name knows anna" await 30 knows "$source" anna
	says "$name has her as the directory does" \
	    '^anna:[^:]*:20001:20001:[^:]*:/home/anna:' knows "$source" anna
	it "$name logs her in" log_in "$name" anna "$right"
	fails "$name refuses a wrong password" 1 log_in "$name" anna wrong
	for user in carl:suspended nina:new lena:left; do
		fails "$name refuses who is ${user#*:}" 1 \
		    log_in "$name" "${user%:*}" "$right"
	done
	fails "$name knows nobody of another school" 2 knows "$source" elsewhere
	fails "$name does not log them in" 1 log_in "$name" elsewhere "$right"
done
finish
