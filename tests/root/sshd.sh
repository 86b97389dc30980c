#!/bin/sh
# sshd.sh - real sshd, login, su and sudo on our modules, in a mount namespace of
# their own.
#
# Nothing outside sees it: /run, /var/lib, /etc and the libraries' folders are
# covered by layers that end with the namespace.
set -eu
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - sshd and su # SKIP needs root'
	echo '1..1'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	tests/unpack.sh slapd openssh-server sudo
	exec unshare -m "$0" inside
fi
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
# shellcheck disable=SC1091
. tests/machine.sh
dir=$TMP/lab
mkdir "$dir"
chmod 755 "$dir"
machine_begin
for name in portal-sshd login sudo; do
	machine_service $name
done
{
	echo 'auth sufficient pam_rootok.so'
	cat "$TMP/pam.d/portal-sshd"
} >"$TMP/pam.d/su-l"
at_exit "lab_stop '$dir'"
export LAB_STATE=/var/lib/labd LAB_SOCKET=/run/labd/labd.sock
lab_start "$dir"
machine_sshd

right='right paSSword of 41 kites' better='better paSSword of 52 lanterns'
it 'people are accounts of the machine' await 10 id anna
is 'a person logs in by ssh' 'uid=20001(anna) gid=20001 groups=20001' \
    "$(log_in anna id "$right" 2>"$TMP/err")"
fails 'a wrong password does not' 255 log_in anna true wrong
fails 'who is suspended does not' 255 log_in carl true "$right"
fails 'who is nobody does not' 255 log_in nobody-there true "$right"
fails 'who belongs to another school does not' 255 log_in elsewhere true "$right"
is 'who must change the password is asked for a new one and is in' berta \
    "$(log_in berta 'id -un' "$right" "$right" "$better" "$better" \
	2>"$TMP/err")"
is 'and the new one is the one' berta \
    "$(log_in berta 'id -un' "$better" 2>"$TMP/err")"
is 'root becomes a person by su' anna "$(su -l anna -c 'id -un' 2>/dev/null)"

cat >"$TMP/su.expect" <<'END'
set timeout 10
spawn -noecho su -l anna -c {id -un}
expect {
	assword: { send "$env(PASSWORD)\r"; exp_continue }
	eof
}
catch wait result
exit [lindex $result 3]
END
chmod 644 "$TMP/su.expect"

su_as_nobody() # PASSWORD
{
	PASSWORD=$1 setpriv --reuid 65534 --regid 65534 --clear-groups \
	    expect -f "$TMP/su.expect"
}
it 'nobody becomes a person by su with the password' su_as_nobody "$right"
fails 'and not with another' 1 su_as_nobody wrong

cat >"$TMP/login.expect" <<'END'
set timeout 20
spawn -noecho login
expect {
	"login:" { send "$env(PERSON)\r"; exp_continue }
	assword: { send "$env(PASSWORD)\r" }
}
expect {
	incorrect { exit 1 }
	wrong { exit 1 }
	-re {[$#] $} { send {echo I am $(id -un); exit}; send "\r" }
}
expect eof
END
login_as() # USER PASSWORD
{
	PERSON=$1 PASSWORD=$2 expect -f "$TMP/login.expect"
}
login_as anna "$right" >"$TMP/login.out" 2>&1 || :
it 'a person logs in at the console' grep -q 'I am anna' "$TMP/login.out"
fails 'and not with another password' 1 login_as anna wrong

# Debian's sudo; the host may have none.
cp -r build/root/sudo/usr/libexec/sudo /usr/libexec/
cp build/root/sudo/usr/bin/sudo /run/sudo
chown root:root /run/sudo
chmod 4755 /run/sudo
echo 'anna ALL=(root) /usr/bin/id' >/etc/sudoers
chmod 440 /etc/sudoers
sudo_as() # UID PASSWORD
{
	printf '%s\n' "$2" | setpriv --reuid "$1" --regid "$1" --clear-groups \
	    /run/sudo -k -S -p '' /usr/bin/id -un
}
sudo_as 20001 "$right" >"$TMP/sudo.out" 2>&1 || cat "$TMP/sudo.out"
it 'a person who may becomes root by sudo' grep -qx root "$TMP/sudo.out"
fails 'and not with another password' 1 sudo_as 20001 wrong
fails 'who may not does not' 1 sudo_as 20004 "$right"

kill -STOP "$SLAPD_PID"
is 'with a frozen server who was here logs in' anna \
    "$(log_in anna 'id -un' "$right" 2>"$TMP/err")"
fails 'and who was not does not' 255 log_in emil true "$right"
# Peers wait for the server, up to 20 s.
it 'and local users do not notice' timeout 3 id root
kill -CONT "$SLAPD_PID"
it 'when it is back they do' await 10 log_in emil true "$right"
finish
