#!/bin/sh
# directory.sh - a server of the directory as portal-directory(7) prints it, by
# root, with Debian's own init script: set up, used by identityd, backed up,
# lost and restored, with the leave service beside it as leaved(8) prints it;
# and whose the files are. The host is a layer over this one.
set -u
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - root sets up a directory # SKIP needs root'
	echo '1..1'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	tests/unpack.sh slapd
	exec unshare -mnp --fork --mount-proc --kill-child "$0" inside
fi
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/recipe.sh
# shellcheck disable=SC1091
. tests/national_id.sh
BUILD=${BUILD:-build/plain}
root=$TMP/root schema=/usr/local/share/portal/schema safe=/srv/safe
at_exit "umount -R '$root' || umount -Rl '$root'" # or rm goes into /dev

# ------------------------------------------------------------------ the host
in_there()
{
	chroot "$root" env -i LC_ALL=C HOME=/root TMPDIR=/tmp \
	    PATH=/tmp/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	    LDAPTLS_CACERT=/etc/portal/ca.pem "$@"
}

# Nothing of the machine's own is mounted in it: not even /dev.
device() # NAME MINOR
{
	mknod -m 666 "$root/dev/$1" c 1 "$2"
}

layer()
{
	at_exit "umount -Rl '$root' 2>/dev/null"
	ip link set lo up && mount --make-rprivate / &&
	mkdir "$root" && mount -t tmpfs tmpfs "$root" &&
	mkdir "$root/upper" "$root/work" &&
	cp -r build/root/slapd "$root/slapd" && rm -r "$root/slapd/lib" &&
	mount -t overlay overlay "$root" -o \
	    "lowerdir=$root/slapd:/,upperdir=$root/upper,workdir=$root/work" &&
	mount -t proc proc "$root/proc" || return 1
	for folder in dev run tmp; do
		mount -t tmpfs tmpfs "$root/$folder" || return 1
	done
	device null 3 && device zero 5 && device random 8 &&
	device urandom 9 && mkdir "$root/tmp/bin" "$root$safe" &&
	echo '127.0.0.1 ldap1.example.edu' >>"$root/etc/hosts"
}

# What make install puts there, as far as it is needed.
portal()
{
	install -m 644 -Dt "$root$schema" schema/*.ldif &&
	install -m 755 -t "$root$schema" schema/portal-slapd-init \
	    schema/portal-slapd-mend &&
	install -m 644 -Dt "$root/usr/local/lib/portal" \
	    build/plain/daemon/dir/portal_quality*.so &&
	install -m 755 -t "$root/usr/local/sbin" \
	    "$BUILD/daemon/identityd/identityd" "$BUILD/daemon/leaved/leaved" \
	    "$BUILD/daemon/mail/portal-mailer" \
	    "$BUILD/daemon/tools/portal-admin" &&
	install -m 644 -Dt "$root/etc/portal" conf/identityd.conf \
	    conf/leaved.conf conf/leave-mailer.conf &&
	cp -r conf/leave "$root/etc/portal/" &&
	install -m 644 -Dt "$root/etc/systemd/system" conf/systemd/*
}

# What the packages' scripts do: users, and folders for them.
users()
{
	in_there useradd -r openldap || return 1
	awk '!seen[$1, $2, $3]++' conf/sysusers/portal.conf \
	    conf/sysusers/leaved.conf >"$TMP/sysusers"
	while read -r kind name group _; do
		case $kind in
		g) in_there groupadd -r "$name" ;;
		u) in_there useradd -r "$name" ;;
		m) in_there usermod -aG "$group" "$name" ;;
		esac || return 1
	done <"$TMP/sysusers"
	cat conf/tmpfiles/portal.conf conf/tmpfiles/leaved.conf >"$TMP/tmpfiles"
	while read -r kind path mode owner group _; do
		[ "$kind" != d ] || in_there install -d -m "$mode" \
		    -o "$owner" -g "$group" "$path" || return 1
	done <"$TMP/tmpfiles"
}

# In place of systemd: Debian's script for slapd, and what units of ours say.
cat >"$TMP/systemctl" <<'END'
#!/bin/sh
set -e
verb=$1
shift
[ "$1" != --now ] || { verb=start && shift; }
says() { sed -n "s/^$1=//p" /etc/systemd/system/$unit.service; }
for unit; do
	case $verb-$unit in
	*-slapd) /etc/init.d/slapd "$verb" ;;
	*-portal-front) ;; # is not on this host
	start-*)
		user=$(says User)
		install -d -o "$user" -g "$user" "/run/$(says RuntimeDirectory)"
		as_user="setpriv --reuid $user --regid $user --init-groups"
		$as_user $(says ExecStartPre) </dev/null
		env $(says Environment) $as_user $(says ExecStart) -d \
		    </dev/null >>/tmp/$unit.log 2>&1 &
		echo $! >/tmp/$unit.pid
		until [ -S /run/$unit/ctl/ctl.sock ] ||
		    [ -S /run/$unit/metrics.sock ]; do
			kill -0 $!
			sleep 0.02
		done
		;;
	stop-*)
		pid=$(cat /tmp/$unit.pid)
		kill "$pid"
		while [ -e "/proc/$pid/exe" ]; do # a zombie has none
			sleep 0.02
		done
		rm -r /run/$unit
		;;
	esac
done
END

step() # TITLE FOLDER [PAGE]: as printed, there
{
	[ $# -eq 3 ] || echo "$1" >>"$TMP/titles"
	recipe "$1" "${3:-}" >"$root/tmp/recipe"
	[ -s "$root/tmp/recipe" ] &&
	in_there env LDAPURI=ldapi:/// LDAPBASE=dc=example,dc=edu \
	    LDAPSASL_MECH=EXTERNAL HOST=ldap1.example.edu \
	    ID="$ID" TREE="$TREE" WHO=leaved sh -ec "cd $2 && . /tmp/recipe"
}

# What README once had in place of the page.
before_mend()
{
	cat >>"$root/etc/default/slapd" <<END
SLAPD_CONF=/var/lib/portal-slapd/slapd.d
SLAPD_SERVICES="ldapi:/// ldaps:///"
export LD_PRELOAD=/usr/local/lib/portal/portal_quality_guard.so
END
}

# What was added to Debian's file, in any order.
added_lines()
{
	grep -vxFf "$TMP/default" "$root/etc/default/slapd" | sort
}

# Files of slapd that are not its user's.
not_its()
{
	in_there find /var/lib/portal-slapd ! -user openldap
}

# Somebody with a wrong password, by that name of the server.
knocks() # HOST
{
	in_there ldapwhoami -x -H "ldaps://$1" -w wrong \
	    -D cn=identityd,ou=services,dc=example,dc=edu
}

finds() # NUMBER
{
	national_id "$1" | in_there portal-admin person find
}

add()
{
	in_there portal-admin school add 014501 Demo --kind junior_high &&
	national_id 31 | in_there portal-admin person add 014501 示範 \
	    --account demo31 --mail demo31@school.example --kind TEACHER
}

it 'there is a host' layer
[ $tap_failed -eq 0 ] || exit 1
leave_settings()
{
	sed -i 's,^#issuer = .*,issuer = "https://portal.example.edu";,
	    s,^#outbox_dir = .*,outbox_dir = "/var/spool/portal/leave";,
	    s,^#site_url = .*,site_url = "https://leave.example.edu";,' \
	    "$root/etc/portal/leaved.conf"
}

# leaved asks every ten seconds.
leave_hears()
{
	in_there portal-admin leave metrics |
		grep -qx 'portal_directory_up{daemon="leaved"} 1'
}

it 'the portal is on it' portal
it 'and its users' users
install -m 755 "$TMP/systemctl" "$root/tmp/bin/systemctl"

# ---------------------------------------------------------------- the first
ID=1 TREE=yes
it 'the authorities are made' step 'Make the authorities' $safe
it 'and certificates' step 'Make the certificates of a server' $safe
it 'one has the name of all hosts' in_there openssl verify -purpose sslclient \
    -verify_hostname portal-host -CAfile $safe/hosts-ca.pem $safe/host.pem
fails 'by no authority of the directory' 2 in_there openssl verify \
    -CAfile $safe/ca.pem $safe/host.pem
it 'they are installed' step 'Install the certificates' $safe
it 'a server is made' step 'Make a server' $schema
cp "$root/etc/default/slapd" "$TMP/default"
before_mend
it 'and started, by settings of before there was portal-slapd-mend' \
    step 'Start slapd' $schema
added_lines >"$TMP/lines"
is 'which is called then' 1 "$(grep -c portal-slapd-mend "$TMP/lines")"
is 'the rest stays' 4 "$(wc -l <"$TMP/lines")"
# shellcheck disable=SC2016
is 'slapd runs as openldap' openldap \
    "$(in_there sh -c 'ps -o user= -p "$(cat /var/lib/portal-slapd/slapd.pid)"')"
is 'whose files it has' '' "$(not_its)"
fails 'it is known by its name' 49 knocks ldap1.example.edu
fails 'and by no other' 255 knocks localhost
it 'identityd starts on it' in_there systemctl start identityd
cp "$root/var/lib/portal-slapd/accesslog/data.mdb" "$TMP/log"
it 'somebody is entered' add
it 'and found' finds 31
kill -9 "$(cat "$root/var/lib/portal-slapd/slapd.pid")"
cp "$TMP/log" "$root/var/lib/portal-slapd/accesslog/data.mdb"
it 'slapd is killed, without a log of it, and starts' await 10 \
    in_there systemctl start slapd
is 'the last changes are in its log' 2 "$(in_there ldapsearch -Q -Y EXTERNAL \
    -H ldapi:/// -LLL -b cn=accesslog '(reqSession=0)' 1.1 | grep -c ^dn)"
is 'whose files are its own' '' "$(not_its)"

leave_settings
fails 'leaved asks for its password' 65 in_there leaved -n
it 'it is given one' step 'Give a service a password' /
is 'which it alone reads' '-rw------- leaved' \
    "$(in_there stat -c '%A %U' /etc/portal/leaved.password)"
it 'the leave service starts' step 'SETTING UP' / daemon/leaved/leaved.8
it 'and hears the directory' await 30 leave_hears
it 'it is given another' step 'Give a service a password' /
in_there systemctl stop leave-mailer leaved
it 'with which it starts' step 'SETTING UP' / daemon/leaved/leaved.8
it 'and hears again' await 30 leave_hears
in_there systemctl stop leave-mailer leaved

# ----------------------------------------------------------------- the next
it 'the keys are kept' step 'Keep the keys' $safe
it 'there is a backup' step 'Back up' /
it 'once more, in place of the first' step 'Back up' /
is 'which root alone reads' '-rw-------' \
    "$(in_there sh -c 'stat -c %A /var/backups/portal/*')"
in_there sh -c "cp /var/backups/portal/*.ldif $safe/backup.ldif
    rm -r /etc/portal/keys"

ID=2 TREE=no
it 'all that is lost is set aside' step 'Restore a backup' /
it 'the keys are brought back' step 'Bring back the keys' $safe
it 'another server is made' step 'Make a server' $schema
it 'it gets the backup' step 'Load the backup' $safe
is 'all of it is its own' '' "$(not_its)"
cp "$TMP/default" "$root/etc/default/slapd"
it 'it starts, by new settings' step 'Start slapd' $schema
is 'which are the same' "$(cat "$TMP/lines")" "$(added_lines)"
in_there systemctl stop slapd
it 'it starts once more' step 'Start slapd' $schema
is 'by the same' "$(cat "$TMP/lines")" "$(added_lines)"
it 'it has numbers of its own' step 'Give the new provider numbers of its own' /
sed -i 's/^#home = 1/home = 2/' "$root/etc/portal/identityd.conf"
it 'identityd starts again' in_there systemctl start identityd
it 'the sessions of before are ended' step 'End the sessions of before' /
it 'who was entered before is found' finds 31
in_there systemctl stop identityd slapd
# The others are those of tests/e2e/directory_pair.sh.
is 'every step of the page was done' "$(
    awk '/^\.Sh/ { on = $2 == "SETTING" || $2 == "MORE"; here = $2 }
	on && /^\.Ss/ { title = $0 }
	on && /^\.Bd -literal/ && title &&
	    (here == "SETTING" || title ~ /backup|the keys|of before/) {
		print title
	}' "$recipe_page" | sed 's/^.Ss //' | sort)" \
    "$(sort -u "$TMP/titles" | grep -v '^Give the')"
finish
