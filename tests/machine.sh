#!/bin/sh
# machine.sh - a lab machine around the host's real programs, for a test in a
# mount namespace of its own (unshare -m). Needs root.
#
# From the top of the tree, after tests/lib.sh and tests/slapd.sh:
#	. tests/machine.sh
#	machine_begin		layers over /etc, /run, /var/lib, /home and the
#				libraries, which end with the namespace; names by
#				libnss_portal; PAM files in TMP/pam.d alone
#	machine_service NAME [OPTION...]	a PAM service of pam_portal
#	machine_sshd		a real sshd whose service is portal-sshd
#	log_in USER COMMAND ANSWER...	by ssh, an answer for each prompt, which
#				TMP/prompts has then
# shellcheck disable=SC2154

machine_cover() # FOLDER: by a layer of its own, which takes what is changed
{
	machine_layer=/run/layer$(echo "$1" | tr / .)
	mkdir -p "$machine_layer/upper" "$machine_layer/work"
	mount -t overlay overlay "$1" \
	    -o "lowerdir=$1,upperdir=$machine_layer/upper,workdir=$machine_layer/work"
}

machine_begin()
{
	machine_libraries=/usr/lib/$(gcc -print-multiarch)
	chmod 755 "$TMP"
	mount --make-rprivate /
	for folder in /var/lib /run /home; do
		mount -t tmpfs -o mode=755 tmpfs $folder
	done
	mkdir /var/lib/labd /run/labd /run/sshd
	for folder in "$machine_libraries" /etc /usr/libexec; do
		machine_cover "$folder"
	done
	cp "$BUILD/pam_module/libnss_portal.so.2" "$machine_libraries/"
	grep -q '^sshd:' /etc/passwd ||
		echo 'sshd:x:100:65534::/run/sshd:/usr/sbin/nologin' \
		    >>/etc/passwd
	printf '%s: files portal\n' passwd group >/etc/nsswitch.conf
	mkdir "$TMP/pam.d"
	echo "auth required pam_deny.so" >"$TMP/pam.d/other"
	mount --bind "$TMP/pam.d" /etc/pam.d
}

machine_service()
{
	machine_name=$1
	shift
	for type in auth account password session; do
		echo "$type required $PWD/$BUILD/pam_module/pam_portal.so $*"
	done >"$TMP/pam.d/$machine_name"
}

machine_sshd()
{
	machine_port=$(slapd_port)
	ssh-keygen -q -t ed25519 -N '' -f "$TMP/host_key"
	cat >"$TMP/sshd_config" <<END
ListenAddress 127.0.0.1:$machine_port
HostKey $TMP/host_key
UsePAM yes
PasswordAuthentication ${MACHINE_PASSWORD_METHOD:-no}
KbdInteractiveAuthentication yes
PidFile none
LogLevel DEBUG1
END
	ln -s "$PWD/build/root/openssh-server/usr/sbin/sshd" \
	    "$TMP/portal-sshd"
	"$TMP/portal-sshd" -D -E "$TMP/sshd.log" -f "$TMP/sshd_config" &
	at_exit "kill $!"
	# Answers each prompt by the first line of TMP/answers, and drops that.
	cat >"$TMP/askpass" <<END
#!/bin/sh
echo "\$1" >>"$TMP/prompts"
sed -n 1p "$TMP/answers"
sed -i 1d "$TMP/answers"
END
	chmod 755 "$TMP/askpass"
	await 10 listens "$machine_port"
}

log_in()
{
	machine_user=$1 machine_command=$2
	shift 2
	printf '%s\n' "$@" >"$TMP/answers"
	: >"$TMP/prompts"
	SSH_ASKPASS=$TMP/askpass SSH_ASKPASS_REQUIRE=force setsid -w ssh -n \
	    -F none -p "$machine_port" -o StrictHostKeyChecking=no \
	    -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
	    -o NumberOfPasswordPrompts=1 -o IdentityAgent=none \
	    -o PreferredAuthentications="${MACHINE_METHOD:-keyboard-interactive}" \
	    "$machine_user@127.0.0.1" "$machine_command"
}
