#!/bin/sh
# peers.sh - the login programs that Debian ships, in a small Debian of their own.
#
#	. tests/peers.sh	after tests/slapd.sh, as root
#	peers_alone SCRIPT "$@"	SCRIPT goes on as root with a mount namespace of
#				its own, or says that it cannot
#	peers_make		build/root/peers, once: nslcd and sssd with their
#				NSS and PAM modules, and pamtester
#	peers_start DIR PASSWORD_FILE	both against the running slapd, with the
#				settings of portal-directory(7) and no more
#	peers_in COMMAND...	in there
#	peers_here DIR		their modules work in programs of out here too: DIR/
#				pam.d has "nslcd" and "sssd", DIR/nss the names
#	peers_stop
#
# In there, PAM has the services "nslcd" and "sssd". The folder holds everything
# that they change: nothing of the host is touched, nothing is left running. The
# caller has a mount namespace of its own (unshare -m).
# shellcheck disable=SC1091
. tests/debian.sh
PEERS=$PWD/build/root/peers

peers_alone()
{
	if [ "$(id -u)" -ne 0 ]; then
		echo 'peers need root: nothing to compare with'
		exit 77
	fi
	[ "${2:-}" = inside ] || exec unshare -m "$1" inside
	mount --make-rprivate /
}

peers_make()
{
	debian_make peers nslcd,libnss-ldapd,libpam-ldapd,sssd-ldap,\
libnss-sss,libpam-sss,libpam-runtime,pamtester
}

peers_in()
{
	chroot "$PEERS" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C "$@"
}

# The settings that the manual page gives, for this server.
peers_conf() # FILE PASSWORD
{
	sed -n "/^# $1\$/,/^\$/p" schema/portal-directory.7 | sed -e 1d \
	    -e '/^\.Ed/,$d' -e "s|ldaps://ldap1.example.edu|$SLAPD_LDAPS|" \
	    -e "s|dc=example,dc=edu|$SLAPD_BASE|" \
	    -e "s|/etc/portal/ca.pem|/etc/ca.pem|" -e "s|\.\.\.|$2|"
}

peers_services() # NAME MODULE
{
	for type in auth account password session; do
		echo "$type required $2"
	done >"$PEERS/etc/pam.d/$1"
}

peers_start()
{
	peers_password=$(cat "$2")
	mount -t tmpfs tmpfs "$PEERS/run"
	mount -t tmpfs tmpfs "$PEERS/var/lib/sss"
	mount -t tmpfs tmpfs "$PEERS/var/log"
	mount --bind /proc "$PEERS/proc"
	mount --bind /dev "$PEERS/dev"
	for folder in db mc pipes/private pubconf deskprofile gpo_cache keytabs \
	    secrets; do
		mkdir -p "$PEERS/var/lib/sss/$folder"
	done
	mkdir -p "$PEERS/run/nslcd" "$PEERS/var/log/sssd"
	cp "$SLAPD_CA" "$PEERS/etc/ca.pem"
	printf '%s: files\n' passwd group shadow >"$PEERS/etc/nsswitch.conf"
	peers_conf nslcd.conf "$peers_password" >"$PEERS/etc/nslcd.conf"
	{
		printf '[sssd]\nservices = nss, pam\ndomains = portal\n'
		peers_conf sssd.conf "$peers_password"
	} >"$PEERS/etc/sssd/sssd.conf"
	chmod 600 "$PEERS/etc/nslcd.conf" "$PEERS/etc/sssd/sssd.conf"
	peers_services nslcd pam_ldap.so
	peers_services sssd pam_sss.so
	# In place of this shell, so that $! is the program.
	(exec chroot "$PEERS" /usr/sbin/nslcd -n) >>"$1/nslcd.log" 2>&1 &
	NSLCD_PID=$!
	(exec chroot "$PEERS" /usr/sbin/sssd -i --logger=stderr) \
	    >>"$1/sssd.log" 2>&1 &
	SSSD_PID=$!
}

peers_here()
{
	mount -t tmpfs tmpfs /run
	mkdir -p /run/nslcd /var/lib/sss "$1/nss"
	mount --bind "$PEERS/run/nslcd" /run/nslcd
	mount --bind "$PEERS/var/lib/sss" /var/lib/sss
	for pair in nslcd:pam_ldap sssd:pam_sss; do
		for type in auth account; do
			echo "$type required $(echo "$PEERS"/usr/lib/*/security)/${pair#*:}.so"
		done >"$1/pam.d/${pair%:*}"
	done
	for module in ldap sss; do
		ln -s "$(echo "$PEERS"/usr/lib/*/libnss_$module.so.2)" "$1/nss/"
	done
}

peers_stop()
{
	kill "${NSLCD_PID:-}" "${SSSD_PID:-}" 2>/dev/null || :
	wait "${NSLCD_PID:-}" "${SSSD_PID:-}" 2>/dev/null || :
}
