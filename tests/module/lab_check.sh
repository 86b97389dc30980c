#!/bin/sh
# lab_check.sh - a machine is enrolled by labctl, and labctl check says in words
# which step of the way was wrong.
set -eu
# shellcheck disable=SC1091
. tests/getent.sh
# shellcheck disable=SC1091
. tests/lab.sh
dir=$TMP/lab
export LC_ALL=C
mkdir "$dir" "$TMP/bin" "$TMP/etc"
at_exit "lab_stop '$dir'"
lab_prepare "$dir"
echo 'shadow_group = 0;' >>"$dir/labd.conf"
cp "$dir/labd.conf" "$TMP/good.conf"

# As on a lab machine, seen from in here alone.
printf '#!/bin/sh\nexec "%s" -c "%s" "$@"\n' "$PWD/$BUILD/daemon/labd/labd" \
    "$dir/labd.conf" >"$TMP/bin/labd"
chmod 755 "$TMP/bin/labd"
printf '%s: files portal\n' passwd group shadow >"$TMP/nsswitch.good"
cp "$TMP/nsswitch.good" "$TMP/nsswitch.conf"
echo 'auth sufficient pam_portal.so' >"$dir/pam.d/common-auth"
printf 'root:x:0:\n' >"$TMP/group"
mount --bind "$TMP/nsswitch.conf" /etc/nsswitch.conf
mount --bind "$dir/pam.d" /etc/pam.d
mount --bind "$TMP/group" /etc/group

labctl()
{
	PATH=$TMP/bin:$PATH LD_LIBRARY_PATH=${NSS_FOLDER-$TMP} \
	    "$BUILD/daemon/tools/labctl" -s "$dir/run/labd.sock" "$@"
}
check() { labctl check >"$TMP/said" 2>&1; }
# What it says may take labd a moment to find out.
says() # SENTENCE PATTERN
{
	it "$1" await 10 finds "$2"
	grep -q "^bad *$2" "$TMP/said" || sed 's/^/# /' "$TMP/said"
}
finds() { ! check && grep -q "^bad *$1" "$TMP/said"; }
labd_end()
{
	[ -z "$LAB_PID" ] || kill "$LAB_PID"
	wait "$LAB_PID" || :
	LAB_PID=
}
# with KEY VALUE: labd with one wrong setting
with()
{
	labd_end
	sed "s|^$1 = .*|$1 = $2;|" "$TMP/good.conf" >"$dir/labd.conf"
	lab_run "$dir"
}

# -------------------------------------------------------------- enrolment
address=ldaps://127.0.0.1:$(cat "$dir/port")/cn=lab1,ou=machines,$SLAPD_BASE
enrol() { labctl -C "$TMP/etc" enrol "$1" <"$dir/machine" >"$TMP/said" 2>&1; }
cp conf/labd.conf "$TMP/etc/"
fails 'an address without a server is none' 65 \
    enrol "ldaps:///cn=lab1,ou=machines,$SLAPD_BASE"
fails 'nor is one of no machine' 65 enrol "ldaps://127.0.0.1/$SLAPD_BASE"
fails 'without the group labd nothing is written' 1 enrol "$address"
it 'what makes it is told' grep -q systemd-sysusers "$TMP/said"
it 'no setting has changed' cmp conf/labd.conf "$TMP/etc/labd.conf"
printf 'labd:x:0:\n' >>"$TMP/group"
it 'a machine is enrolled by its address' enrol "$address"
is 'the secret is for labd alone' 'machine secret of lab1 640' \
    "$(cat "$TMP/etc/labd.password") $(stat -c %a "$TMP/etc/labd.password")"
own='^(servers|bind_dn|base|groups_base) ='
is 'four settings are its own' "\
servers = [ \"$SLAPD_LDAPS\" ];
bind_dn = \"cn=lab1,ou=machines,$SLAPD_BASE\";
base = \"ou=people,$SLAPD_BASE\";
groups_base = \"ou=groups,$SLAPD_BASE\";" "$(grep -E "$own" "$TMP/etc/labd.conf")"
is 'all others are as they were' "$(grep -vE "$own" conf/labd.conf)" \
    "$(grep -vE "$own" "$TMP/etc/labd.conf")"

# As libconfig reads them: a setting may be indented, go on in the next line,
# and need not end with ';'.
cat >"$TMP/etc/labd.conf" <<'END'
	servers = // [ both
	    [ "ldaps://[::1]", # the first
	    "ldaps://ldap2" ]
base = "ou=people" // (of the city
poll_s = 7
 groups_base = "ou=groups"
END
printf '# the end' >>"$TMP/etc/labd.conf"
it 'settings are found as libconfig finds them' enrol "$address"
is 'and what stands beside them stays' 'servers base poll_s groups_base # bind_dn' \
    "$(awk '{ printf "%s%s", sep, $1; sep = " " }' "$TMP/etc/labd.conf")"

mv "$TMP/etc/labd.conf" "$TMP/etc/other"
ln -s labd.conf "$TMP/etc/labd.conf"
fails 'settings that cannot be read are not written anew' 70 enrol "$address"
it 'and are still there' test -L "$TMP/etc/labd.conf"

# --------------------------------------------------------- every step right
lab_run "$dir"
it 'a machine that is set up has nothing wrong' await 10 check

# --------------------------------------------------------- a step was wrong
with ca_file "\"$TMP/none.pem\""
says 'no CA' 'ca_file holds no certificates'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -subj '/CN=another authority' -keyout "$TMP/other.key" \
    -out "$TMP/other.pem" 2>/dev/null
with ca_file "\"$TMP/other.pem\""
says 'a CA of another server' '.*not signed by an authority in ca_file'
with bind_dn "\"cn=lab2,ou=machines,$SLAPD_BASE\""
says 'a DN of no machine' "the server refuses .*cn=lab2,"
printf 'another secret' >"$TMP/secret"
chmod 600 "$TMP/secret"
with password_file "\"$TMP/secret\""
says 'a wrong secret' 'the server refuses .* or the password'
with servers "[ \"ldaps://127.0.0.1:$(slapd_port)\" ]"
says 'a server that is not there' 'the server does not answer; look at its name'
labd_end
for step in 'password_file "/none":No such file' \
    'poll_s "often":poll_s' 'bind_dn 1:bind_dn'; do
	setting=${step%%:*}
	sed "s|^${setting%% *} = .*|${setting%% *} = ${setting#* };|" \
	    "$TMP/good.conf" >"$dir/labd.conf"
	says "labd does not take $setting" "labd -n says: .*${step#*:}"
done
it 'and does not run, which is told' grep -q '^bad *labd does not answer' \
    "$TMP/said"
cp "$TMP/good.conf" "$dir/labd.conf"
chmod 644 "$dir/machine"
says 'a secret that everybody reads' 'labd -n says: .*open to everybody'
chmod 600 "$dir/machine"
lab_run "$dir"
await 10 check || :

printf '%s: files\n' passwd group shadow >"$TMP/nsswitch.conf"
says 'nsswitch is not set' '.*nsswitch.conf: write portal behind files'
printf '%s\n' 'passwd: files portal' 'group: files # portal' \
    >"$TMP/nsswitch.conf"
says 'nor for groups' '.*nsswitch.conf: write portal behind files'
cat "$TMP/nsswitch.good" >"$TMP/nsswitch.conf"
NSS_FOLDER=$TMP/bin says 'there is no NSS module' 'NSS module .*libnss_portal'
echo '#auth sufficient pam_portal.so' >"$dir/pam.d/common-auth"
says 'PAM is not enabled' '.*common-auth: run pam-auth-update --enable portal'
echo 'auth sufficient pam_portal.so' >"$dir/pam.d/common-auth"
it 'all of it is right again' await 10 check

faketime=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
if [ -z "$faketime" ] || [ "$BUILD" != build/plain ]; then
	skip 'the clock is wrong' 'needs libfaketime and the plain flavour'
else
	for clock in '-30y:not valid yet; look at this machine.s clock' \
	    '+30y:expired; renew it there (look at both clocks'; do
		labd_end
		FAKETIME=${clock%%:*} FAKETIME_DONT_FAKE_MONOTONIC=1 \
		    LD_PRELOAD=$faketime lab_run "$dir"
		says "the clock is ${clock%%:*}" ".*${clock#*:}"
	done
fi
finish
