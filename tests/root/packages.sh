#!/bin/sh
# packages.sh - the Debian packages in a small Debian of their own: installed,
# upgraded, removed, purged.
set -eu
if [ "$(id -u)" -ne 0 ]; then
	echo 'ok 1 - the Debian packages # SKIP needs root'
	echo '1..1'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	# shellcheck disable=SC1091
	. tests/debian.sh
	debian_make debian pamtester,systemd-standalone-sysusers,systemd-standalone-tmpfiles
	exec unshare -m "$0" inside
fi
# shellcheck disable=SC1091
. tests/lib.sh
root=$TMP/root

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
	chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C \
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

local_login()
{
	echo 'a password of here' |
	    in_there pamtester login visitor authenticate acct_mgmt
}

it 'make deb makes packages' \
    env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -s deb
mkdir "$root/tmp/now" "$root/tmp/next"
cp build/deb/*.deb "$root/tmp/now/"
it 'apt has what they depend on' debs update
# What they bring along stays, as with any package.
depends=$(for deb in build/deb/*.deb; do dpkg-deb -f "$deb" Depends; done |
	tr ',' '\n' | awk '$1 !~ /^portal-identity/ { print $1 }' | sort -u | xargs)
it 'what they depend on installs' debs install "$depends"
files >"$TMP/before"

it 'they install' debs install ./now/*.deb
is 'services wait for their settings' '' \
    "$(in_there find /etc/systemd -name 'identityd*' -o -name 'lab*' \
	-o -name 'leave*' -o -name 'portal-*' | xargs)"
for user in identityd leaved portal-mailer portal-front labd; do
	it "$user is a user" in_there id "$user"
done
is 'the folder of keys is identityd'"'"'s alone' 'drwx------ identityd' \
    "$(in_there stat -c '%A %U' /etc/portal/keys)"
for program in identityd portal-mailer portal-front; do
	it "$program takes its settings" in_there "$program" -n
done
fails 'labd lacks the secret that enrolment gives' 65 in_there labd -n
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
in_there useradd -m visitor
echo 'visitor:a password of here' | in_there chpasswd
it 'local users log in while labd has no settings' local_login
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

it 'they are removed' debs remove "'portal-identity-*'"
fails 'PAM forgets them' 1 grep -rq pam_portal "$root/etc/pam.d"
fails 'NSS forgets them' 1 grep -q portal "$root/etc/nsswitch.conf"
is 'settings stay' '# ours' "$(tail -n 1 "$root/etc/portal/labd.conf")"
echo secret >"$root/etc/portal/labd.password"
echo key >"$root/etc/portal/keys/id"
it 'they are purged' debs purge "'portal-identity-*'"
in_there userdel -r visitor >"$TMP/userdel.log" 2>&1
files >"$TMP/after"
is 'the keys are left, nothing else' '/etc/portal /etc/portal/keys /etc/portal/keys/id' \
    "$(comm -13 "$TMP/before" "$TMP/after" | cut -d' ' -f1 | xargs)"
is 'nothing is missing' '' "$(comm -23 "$TMP/before" "$TMP/after")"
finish
