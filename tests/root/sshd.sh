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
dir=$TMP/lab
libraries=/usr/lib/$(gcc -print-multiarch)
mkdir "$dir"
chmod 755 "$TMP" "$dir"

cover() # FOLDER: by a layer of its own, which takes what is changed
{
	layer=/run/layer$(echo "$1" | tr / .)
	mkdir -p "$layer/upper" "$layer/work"
	mount -t overlay overlay "$1" \
	    -o "lowerdir=$1,upperdir=$layer/upper,workdir=$layer/work"
}

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /home
mkdir /var/lib/labd /run/sshd
for folder in "$libraries" /etc /usr/libexec; do
	cover "$folder"
done
cp "$BUILD/pam_module/libnss_portal.so.2" "$libraries/"
grep -q '^sshd:' /etc/passwd ||
	echo 'sshd:x:100:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
printf '%s: files portal\n' passwd group >/etc/nsswitch.conf
mkdir "$TMP/pam.d"
echo "auth required pam_deny.so" >"$TMP/pam.d/other"
for type in auth account password session; do
	echo "$type required $PWD/$BUILD/pam_module/pam_portal.so"
done >"$TMP/pam.d/portal-sshd"
{
	echo 'auth sufficient pam_rootok.so'
	cat "$TMP/pam.d/portal-sshd"
} >"$TMP/pam.d/su-l"
cp "$TMP/pam.d/portal-sshd" "$TMP/pam.d/login"
cp "$TMP/pam.d/portal-sshd" "$TMP/pam.d/sudo"
mount --bind "$TMP/pam.d" /etc/pam.d

at_exit "lab_stop '$dir'"
export LAB_STATE=/var/lib/labd LAB_SOCKET=/run/labd/labd.sock
mkdir /run/labd
lab_start "$dir"

port=$(slapd_port)
ssh-keygen -q -t ed25519 -N '' -f "$TMP/host_key"
cat >"$TMP/sshd_config" <<END
ListenAddress 127.0.0.1:$port
HostKey $TMP/host_key
UsePAM yes
PasswordAuthentication no
KbdInteractiveAuthentication yes
PidFile none
LogLevel DEBUG1
END
ln -s "$PWD/build/root/openssh-server/usr/sbin/sshd" "$TMP/portal-sshd"
"$TMP/portal-sshd" -D -E "$TMP/sshd.log" -f "$TMP/sshd_config" &
sshd=$!
at_exit "kill $sshd"

# Answers each prompt of ssh by the first line of FILE, and drops that line.
cat >"$TMP/askpass" <<END
#!/bin/sh
echo "\$1" >>"$TMP/prompts"
sed -n 1p "$TMP/answers"
sed -i 1d "$TMP/answers"
END
chmod 755 "$TMP/askpass"

log_in() # USER COMMAND ANSWER...
{
	user=$1 command=$2
	shift 2
	printf '%s\n' "$@" >"$TMP/answers"
	: >"$TMP/prompts"
	SSH_ASKPASS=$TMP/askpass SSH_ASKPASS_REQUIRE=force setsid -w ssh -n \
	    -F none -p "$port" -o StrictHostKeyChecking=no \
	    -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
	    -o NumberOfPasswordPrompts=1 -o IdentityAgent=none \
	    -o PreferredAuthentications=keyboard-interactive \
	    "$user@127.0.0.1" "$command"
}

await()
{
	for _ in $(seq 100); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.05
	done
	return 1
}

listens() { ss -ltn | grep -q ":$port "; }
right='right paSSword of 41 kites' better='better paSSword of 52 lanterns'
it 'people are accounts of the machine' await id anna
await listens
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
it 'when it is back they do' await log_in emil true "$right"
finish
