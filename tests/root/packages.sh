#!/bin/sh
# packages.sh - the Debian packages in a small Debian of their own: installed,
# upgraded, removed, purged; and there a lab machine made as README says.
set -eu
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - the Debian packages # SKIP needs root'
	echo '1..1'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	# shellcheck disable=SC1091
	. tests/debian.sh
	tests/unpack.sh slapd
	debian_make debian pamtester,systemd-standalone-sysusers,systemd-standalone-tmpfiles
	exec unshare -m "$0" inside
fi
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/lab.sh
root=$TMP/root dir=$TMP/lab

# A layer over the folder takes what is changed.
mount --make-rprivate /
mkdir "$root"
mount -t tmpfs tmpfs "$root"
mkdir "$root/upper" "$root/work"
mount -t overlay overlay "$root" \
    -o "lowerdir=build/root/debian,upperdir=$root/upper,workdir=$root/work"
at_exit "umount -R '$root'; umount '$root'"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
cp /etc/resolv.conf "$root/etc/"

in_there()
{
	chroot "$root" env -i LC_ALL=C \
	    PATH=/tmp/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	    DEBIAN_FRONTEND=noninteractive "$@"
}

# What packages leave behind by custom, users and logs, aside.
files()
{
	in_there find / -xdev \( -path /var/lib/dpkg -o -path /var/lib/apt \
	    -o -path /var/cache -o -path /var/log -o -path /var/lib/systemd \
	    -o -path '/etc/*-' -o -path /tmp \) -prune \
	    -o ! -name ld.so.cache -printf '%p %M %u %g\n' | sort
}

settings_of() # FILE: its lines that say something
{
	in_there sed -n 's/#.*//; /[^ ]/p' "$1"
}

debs()
{
	in_there sh -c "cd /tmp && apt-get -q -y --no-install-recommends \
	    -o APT::Sandbox::User=root $*"
}

next_version() # DEB FOLDER: the same with a higher number
{
	dpkg-deb -R "$1" "$2"
	sed -i 's/\b0\.1\b/0.1+next/' "$2/DEBIAN/control"
	[ ! -e "$2/etc/portal/identityd.conf" ] ||
		echo '# of the next version' >>"$2/etc/portal/identityd.conf"
	dpkg-deb -b "$2" "$2.deb" && rm -r "$2"
}

# Its own make: not a child of the one that runs the tests.
make_it()
{
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s "$@"
}

log_in() # USER PASSWORD: at the console
{
	echo "$2" | in_there pamtester login "$1" authenticate acct_mgmt open_session
}
local_login() { log_in visitor 'a password of here'; }

# ------------------------------------------------- a lab machine, by README
# steps LINE: the commands that README has below that line
steps()
{
	awk -v line="$1" 'index($0, line) == 1 { is_below = 1 }
	    is_below && /^    / { print substr($0, 5); is_in = 1 }
	    is_in && /^$/ { exit }' README.md
}

step() # COMMAND: as it stands there, in the folder with what was brought along
{
	in_there sh -c "cd /tmp/now && $(echo "$1" |
	    sed "s|SERVER|127.0.0.1:$(cat "$dir/port")|")" <"$TMP/secret"
}

# In place of systemd: what the unit says of user and folder.
systemctl_make()
{
	mkdir -p "$root/tmp/bin"
	cat >"$root/tmp/bin/systemctl" <<'END'
#!/bin/sh
set -e
[ "$*" = 'enable --now labd' ]
install -d -m 755 -o labd -g labd /run/labd
as_labd='setpriv --reuid labd --regid labd --init-groups --bounding-set=-all'
$as_labd labd -n
$as_labd labd -d >/tmp/labd.log 2>&1 </dev/null &
echo $! >/tmp/labd.pid
until [ -S /run/labd/labd.sock ]; do
	kill -0 $!
	sleep 0.02
done
END
	chmod 755 "$root/tmp/bin/systemctl"
}

labd_end()
{
	[ ! -e "$root/tmp/labd.pid" ] || kill "$(cat "$root/tmp/labd.pid")"
	rm -f "$root/tmp/labd.pid"
}

server_start()
{
	mkdir "$dir" && lab_prepare "$dir" && mkdir -m 700 "$dir/keys" &&
	mkdir -m 2770 "$dir/outbox" &&
	conf_identityd "$dir" >"$dir/identityd.conf" || return 1
	"$BUILD/daemon/identityd/identityd" -d -c "$dir/identityd.conf" \
	    2>"$dir/identityd.log" &
	at_exit "labd_end; kill $!; slapd_stop '$dir'"
	await 20 test -S "$dir/run/ctl/ctl.sock" &&
	LC_ALL=C "$BUILD/daemon/tools/portal-admin" \
	    --socket "$dir/run/ctl/ctl.sock" machine add lab-01 100001 \
	    >"$TMP/machine" && sed -n 's/^secret: *//p' "$TMP/machine" >"$TMP/secret"
}

# The commands behind the first, and who may log in then.
machine_follows() # PASSWORD of anna
{
	sed 1d "$TMP/steps" >"$TMP/rest"
	while read -r command <&3; do
		case $command in
		# The first list of names takes a moment.
		'labctl check') it "$command" await 10 step "$command" ;;
		*) it "$command" step "$command" ;;
		esac
	done 3<"$TMP/rest"
	is 'people of the directory are accounts' anna "$(in_there id -un 20001)"
	it 'and log in' log_in anna "$1"
	fails 'not with another password' 1 log_in anna wrong
	it 'local users log in as before' local_login
}

it 'make deb makes packages' make_it deb
mkdir "$root/tmp/now" "$root/tmp/next"
cp build/deb/*.deb "$root/tmp/now/"
systemctl_make
it 'apt has what they depend on' debs update
# What they bring along stays, as with any package.
depends=$(for deb in build/deb/*.deb; do dpkg-deb -f "$deb" Depends; done |
	tr ',' '\n' | awk '$1 !~ /^portal-identity/ { print $1 }' | sort -u | xargs)
it 'what they depend on installs' debs install "$depends"
echo 'APT::Get::Assume-Yes "1"; APT::Sandbox::User "root";' \
    >"$root/etc/apt/apt.conf.d/99test"
in_there useradd -m visitor
echo 'visitor:a password of here' | in_there chpasswd
files >"$TMP/before"

it 'there is a server' server_start
cp "$SLAPD_CA" "$root/tmp/now/CA.PEM"
steps 'A lab machine takes' >"$TMP/steps"
is 'five commands make a lab machine' 5 "$(wc -l <"$TMP/steps")"
is 'the server shows the one of enrolment' "$(sed -n 's/SERVER//; 3p' "$TMP/steps")" \
    "$(sed -n 's/.*: \(labctl enrol\)/\1/p' "$TMP/machine")"
first=$(sed 1q "$TMP/steps")
it "$first" step "$first"
fails 'labd lacks the secret that enrolment gives' 65 in_there labd -n
it 'local users log in while labd has no settings' local_login
right='right paSSword of 41 kites' better='better paSSword of 52 lanterns'
machine_follows "$right"
it 'the first login makes a home' test -d "$root/home/anna"
is 'root becomes one of them by su' anna "$(in_there su -l anna -c 'id -un')"
change()
{
	printf '%s\n' "$right" "$better" "$better" | in_there setpriv \
	    --reuid 20001 --regid 20001 --clear-groups passwd
}
it 'passwd changes the password' change
it 'which logs in' log_in anna "$better"
labd_end

it 'a server is two of them' debs install "./now/*-common_*.deb" \
    "./now/*-server_*.deb"
files >"$TMP/server"
it 'all of them install' debs install ./now/*.deb
is 'services wait for their settings' '' \
    "$(in_there find /etc/systemd -name 'identityd*' -o -name 'lab*' \
	-o -name 'leave*' -o -name 'portal-*' | xargs)"
for user in identityd leaved leave-front portal-mailer portal-front labd; do
	it "$user is a user" in_there id "$user"
done
is 'the folder of keys is identityd'"'"'s alone' 'drwx------ identityd' \
    "$(in_there stat -c '%A %U' /etc/portal/keys)"
(umask 077 && echo secret >"$root/etc/portal/leaved.password")
for program in identityd portal-mailer portal-front leaved leave-front \
    'portal-mailer -c /etc/portal/leave-mailer.conf'; do
	# shellcheck disable=SC2086 # its words
	it "$program takes its settings" in_there $program -n
done
# shellcheck disable=SC2016 # of the shell in there
is 'their pages name the places of packages' '' "$(in_there sh -c '
    zgrep -l /usr/local $(dpkg -L $(dpkg-query -W -f "\${Package}\n" \
	"portal-identity-*") | grep "/man/.*gz$")')"
it 'the catalogues are where portal-front looks' test -d \
    "$root$(settings_of /etc/portal/portal-front.conf |
	sed -n 's/^locale_dir = "\(.*\)";/\1/p')/C/LC_MESSAGES"
it 'the clips are where portal-front looks' test -e \
    "$root$(settings_of /etc/portal/portal-front.conf |
	sed -n 's/^voice_dir = "\(.*\)";/\1/p')/zh-TW/9.wav"
it 'nginx serves what is there' test -d \
    "$root$(sed -n 's,.*\(/usr/[a-z/]*/static\).*,\1,p' \
	"$root/usr/share/portal/nginx/portal.conf" | head -n 1)"
it 'PAM asks labd' grep -q pam_portal.so "$root/etc/pam.d/common-auth"
it 'NSS reads names' grep -q '^passwd:.* portal$' "$root/etc/nsswitch.conf"
it 'leave-calc finds its rules' in_there leave-calc rules --on 2026-09-01

echo '# ours' >>"$root/etc/portal/labd.conf"
uid=$(in_there id -u identityd)
for deb in "$root"/tmp/now/*.deb; do
	next_version "$deb" "$root/tmp/next/$(basename "$deb" .deb)"
done >"$TMP/next.log"
it 'they are upgraded' debs install ./next/*.deb
# shellcheck disable=SC2016 # dpkg-query's own variable
is 'to the next version' 0.1+next "$(in_there dpkg-query -W \
    -f '${Version}\n' 'portal-identity-*' | sort -u)"
is 'settings that somebody changed stay' '# ours' \
    "$(tail -n 1 "$root/etc/portal/labd.conf")"
is 'others become the new ones' '# of the next version' \
    "$(tail -n 1 "$root/etc/portal/identityd.conf")"
is 'users stay who they were' "$uid" "$(in_there id -u identityd)"
it 'local users still log in' local_login

touch "$root/var/lib/portal/leave/leaved.db" \
    "$root/var/spool/portal/leave/due/letter" \
    "$root/var/spool/portal/outbox/due/letter"
it 'leave alone is purged' debs purge portal-identity-leave
files >"$TMP/purged"
owed='/var/lib/portal /var/lib/portal/leave /var/lib/portal/leave/leaved.db'
letter=/var/spool/portal/outbox/due/letter
is 'what people are owed stays, and the letters of the server' "$owed $letter" \
    "$(comm -13 "$TMP/server" "$TMP/purged" | cut -d' ' -f1 | xargs)"
is 'the server misses nothing' '' "$(comm -23 "$TMP/server" "$TMP/purged")"

it 'they are removed' debs remove "'portal-identity-*'"
fails 'PAM forgets them' 1 grep -rq pam_portal "$root/etc/pam.d"
fails 'NSS forgets them' 1 grep -q portal "$root/etc/nsswitch.conf"
is 'settings stay' '# ours' "$(tail -n 1 "$root/etc/portal/labd.conf")"
echo secret >"$root/etc/portal/labd.password"
echo key >"$root/etc/portal/keys/id"
it 'they are purged' debs purge "'portal-identity-*'"
rm -r "$root/home/anna" "$root/etc/portal/ca.pem"
files >"$TMP/after"
is 'the keys are left, and what people are owed, nothing else' \
    "/etc/portal /etc/portal/keys /etc/portal/keys/id $owed" \
    "$(comm -13 "$TMP/before" "$TMP/after" | cut -d' ' -f1 | xargs)"
is 'nothing is missing' '' "$(comm -23 "$TMP/before" "$TMP/after")"

# -------------------------------------------- the same without the packages
steps 'these stand in for the first' >"$TMP/instead"
it 'make install' make_it install DESTDIR="$root"
sed -i 's/^make install && //' "$TMP/instead"
while read -r command <&3; do
	it "$command" step "$command"
done 3<"$TMP/instead"
machine_follows "$better"
finish
