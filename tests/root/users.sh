#!/bin/sh
# users.sh - each daemon as its own user, in the folders that tmpfiles makes:
# forgot, letter, reset, login; and what none of them can reach.
#
# The users are numbers that nobody has, so the host's /etc stays as it is. /run
# is another one in here: the sockets are where the programs expect them.
set -u
if [ "$(id -u)" -eq 0 ] && [ "${1:-}" != inside ]; then
	tests/unpack.sh slapd
	exec unshare -m "$0" inside
fi
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/slapd.sh
# shellcheck disable=SC1091
. tests/national_id.sh
if [ "$(id -u)" -ne 0 ]; then
	skip 'each daemon has its own user' 'other users need root'
	finish
	exit
fi
BUILD=${BUILD:-build/plain}
# shellcheck disable=SC2016
at_exit 'kill $pids 2>/dev/null; wait $pids; slapd_stop "$TMP"'
pids='' place=$TMP/place
id=$(national_id 31)

number() # NAME: of the user and the group of that name
{
	case $1 in
	root) echo 0 ;;
	shadow) echo 42 ;;
	identityd) echo 64501 ;;
	portal-mailer) echo 64502 ;;
	labd) echo 64503 ;;
	portal-front) echo 64504 ;;
	portal-it) echo 64510 ;;
	*) echo 64599 ;; # anybody
	esac
}

groups_of() # USER: by conf/sysusers, itself first
{
	number "$1"
	awk -v user="$1" '$1 == "m" && $2 == user { print $3 }' \
	    conf/sysusers/*.conf | while read -r group; do number "$group"; done
}

rights_of() # USER: as options of setpriv, which execs: $! is the program
{
	echo "--reuid=$(number "$1") --regid=$(number "$1")" \
	    "--groups=$(groups_of "$1" | paste -sd, -)" \
	    --bounding-set=-all --inh-caps=-all
}

as() # USER COMMAND...
{
	rights=$(rights_of "$1")
	shift
	# shellcheck disable=SC2086
	setpriv $rights "$@"
}

it_member() # COMMAND...: somebody in portal-it
{
	setpriv --reuid 64598 --regid 64598 --groups "$(number portal-it)" "$@"
}

start() # USER PROGRAM ARGUMENT...: its log in TMP/log.PROGRAM
{
	rights=$(rights_of "$1") program=$2
	shift 2
	# shellcheck disable=SC2086
	setpriv $rights "$place/sbin/$program" "$@" </dev/null \
	    >"$TMP/log.$program" 2>&1 &
	pids="$pids $!"
}

admin() { "$place/sbin/portal-admin" "$@"; }
passwd_tool() { as anybody "$place/sbin/portal-passwd" "$@"; }

folder() # MODE USER GROUP PATH
{
	install -d -m "$1" -o "$(number "$2")" -g "$(number "$3")" "$place$4"
}

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/slapd
ln -s "$TMP/ldapi" /run/slapd/ldapi
chmod 711 "$TMP"
install -d "$place/sbin" "$place/etc/portal" "$place/relay"
cp "$BUILD"/daemon/*/identityd "$BUILD"/daemon/*/portal-* \
    "$BUILD"/daemon/*/labd "$BUILD/pam_module/pam_portal.so" "$place/sbin/" \
    2>/dev/null
for tmpfiles in conf/tmpfiles/*.conf; do
	while read -r kind path mode owner group _; do
		[ "$kind" != d ] || folder "$mode" "$owner" "$group" "$path"
	done <"$tmpfiles"
done
for user in identityd labd; do # RuntimeDirectory=
	install -d -o "$(number $user)" -g "$(number $user)" /run/$user
done

slapd_start "$TMP" IDENTITYD_UID="$(number identityd)" ROOT_UID=0 || exit 1
cat >"$place/etc/portal/identityd.conf" <<END
base_dn = "$SLAPD_BASE";
key_dir = "$place/etc/portal/keys";
outbox_dir = "$place/var/spool/portal/outbox";
front_uid = $(number portal-front);
front_gid = $(number portal-front);
mailer_uid = $(number portal-mailer);
mailer_gid = $(number portal-mailer);
it_gid = $(number portal-it);
due_ms = 50;
END
start identityd identityd -d -c "$place/etc/portal/identityd.conf"
identityd=$!
/usr/bin/python3 tests/e2e/smtp_fault.py "$place/relay" </dev/null &
pids="$pids $!"
await 10 test -S "/run/identityd/mailer/mailer.sock"
await 10 test -s "$place/relay/port"

it 'root is IT' admin school add 014501 Demo --kind junior_high
it 'a member of portal-it is IT' it_member "$place/sbin/portal-admin" \
    --socket /run/identityd/ctl/ctl.sock school add 014502 Demo \
    --kind elementary
is 'its sockets belong to its groups' \
    "$(printf '%s\n' 'ctl 660 64501:64510' 'front 660 64501:64504' \
    'mailer 660 64501:64502' 'self 666 64501:64501')" \
    "$(cd "/run/identityd" && for door in ctl front mailer self; do
	stat -c "$door %a %u:%g" $door/$door.sock
    done)"
for user in anybody portal-mailer; do
	fails "ctl.sock is closed to $user" 69 as $user \
	    "$place/sbin/portal-admin" \
	    --socket "/run/identityd/ctl/ctl.sock" stats
done
fails 'mailer.sock is closed to anybody' 69 as anybody \
    "$place/sbin/portal-admin" \
    --socket "/run/identityd/mailer/mailer.sock" stats
fails 'not even its own user looks into identityd' 1 \
    as identityd cat "/proc/$identityd/environ"
fails 'portal-mailer cannot list the keys' 2 \
    as portal-mailer ls "$place/etc/portal/keys"

added() { printf '%s\n' "$id" | admin person add 014501 示範 --account ownuser \
	--mail own@school.example --kind TEACHER; }
it 'a person is added' added
forgot() { printf '%s\nown@school.example\n' "$id" | passwd_tool forgot; }
it 'forgot, asked by anybody, promises a letter' forgot
box=$place/var/spool/portal/outbox
await 10 sh -c "[ -n \"\$(ls '$box/due')\" ]"
letter=$(echo "$box"/due/*)
is 'it is the file of identityd, in the group of portal-mailer' \
    '600 64501:64502' "$(stat -c '%a %u:%g' "$letter")"
fails 'which portal-mailer cannot read' 1 as portal-mailer cat "$letter"
fails 'and nobody else can list' 2 as anybody ls "$box/due"

cat >"$place/etc/portal/portal-mailer.conf" <<END
from = "portal@bureau.example";
relays = [ "smtp://127.0.0.1:$(cat "$place/relay/port")" ];
tls = "none";
outbox_dir = "$box";
identityd_uid = $(number identityd);
END
start portal-mailer portal-mailer -d -c "$place/etc/portal/portal-mailer.conf"
it 'portal-mailer sends it' await 20 test -s "$place/relay/letter.1"
code=$(/usr/bin/python3 -c 'import email, email.policy, re, sys
message = email.message_from_binary_file(
    open(sys.argv[1], "rb"), policy=email.policy.default)
print(re.search("[0-9]{4} [0-9]{4} [0-9]{4}", message.get_content())[0])' \
    "$place/relay/letter.1")
it 'and takes it out of the outbox' await 20 sh -c \
    "[ -z \"\$(find '$box' -type f ! -name lock)\" ]"
sent() { admin mail list --letter-state sent | grep -q ownuser; }
it 'and identityd has heard' await 20 sent
reset() { printf '%s\n%s\n%s\n' "$id" "$code" Garden-Walnut-61 |
	passwd_tool reset; }
it 'its code sets the password' reset

(umask 027 && admin machine add lab1 014501 | sed -n 's/^secret: *//p' \
    >"$place/etc/portal/labd.password")
chgrp "$(number labd)" "$place/etc/portal/labd.password"
cat >"$place/etc/portal/labd.conf" <<END
servers = [ "$SLAPD_LDAPS" ];
ca_file = "$place/etc/portal/ca.pem";
bind_dn = "cn=lab1,ou=machines,$SLAPD_BASE";
password_file = "$place/etc/portal/labd.password";
base = "ou=people,$SLAPD_BASE";
groups_base = "ou=groups,$SLAPD_BASE";
state_dir = "$place/var/lib/labd";
END
install -m 644 "$SLAPD_CA" "$place/etc/portal/ca.pem"
start labd labd -d -c "$place/etc/portal/labd.conf"
install -d "$place/pam.d"
for type in auth account; do
	echo "$type required $place/sbin/pam_portal.so"
done >"$place/pam.d/lab"
await 10 test -S "/run/labd/labd.sock"
login() { printf '%s' "$1" | as anybody env LD_PRELOAD=libpam_wrapper.so \
	PAM_WRAPPER=1 PAM_WRAPPER_SERVICE_DIR="$place/pam.d" \
	pamtester lab ownuser authenticate acct_mgmt; }
it 'which logs in through labd, asked by anybody' login Garden-Walnut-61
fails 'another does not' 1 login Garden-Walnut-62
fails 'nobody else reads the secret of the machine' 1 \
    as anybody cat "$place/etc/portal/labd.password"
await 10 test -s "$place/var/lib/labd/shadow.cdb"
is 'when passwords were changed is for root and shadow' '640 64503:42' \
    "$(stat -c '%a %u:%g' "$place/var/lib/labd/shadow.cdb")"
mount -t tmpfs -o mode=755 tmpfs /var/lib
mkdir /var/lib/labd
mount --bind "$place/var/lib/labd" /var/lib/labd
install -d "$place/lib"
cp build/plain/pam_module/libnss_portal.so.2 "$place/lib/"
getent_as() # USER ARG...
{
	user=$1
	shift
	as "$user" env LD_LIBRARY_PATH="$place/lib" getent -s portal "$@"
}
it 'anybody finds the name' getent_as anybody passwd ownuser
fails 'but not when the password was changed' 2 \
    getent_as anybody shadow ownuser
it 'root does' env LD_LIBRARY_PATH="$place/lib" \
    getent -s portal shadow ownuser
it 'so does the group shadow' setpriv --reuid 64597 --regid 64597 \
    --groups 42 env LD_LIBRARY_PATH="$place/lib" \
    getent -s portal shadow ownuser
chown "$(number anybody)" /var/lib/labd/names.cdb
fails 'a file of names that somebody else has made is none' 2 \
    getent_as anybody passwd ownuser
chown "$(number labd)" /var/lib/labd/names.cdb
is 'who runs as whom' "$(printf '%s\n' 'identityd 64501' 'labd 64503' \
    'portal-mailer 64502')" "$(for pid in $pids; do
	ps -o comm=,uid= -p "$pid"
    done | awk '$1 !~ /python/ { print $1, $2 }' | sort)"
finish
