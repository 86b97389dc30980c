#!/bin/sh
# directory_restore.sh - an old backup is restored, as portal-directory(7) prints
# it, on a new machine: no used code, no ended session and no uidNumber comes back,
# and the leave service and a lab machine, which have lost nothing, follow.
. tests/lib.sh
. tests/slapd.sh
. tests/conf.sh
. tests/recipe.sh
. tests/national_id.sh
. tests/days.sh
days_need
BUILD=${BUILD:-build/plain}
export LC_ALL=C XDG_RUNTIME_DIR="$TMP/home"
identityd=''
mkdir -p "$TMP/home" "$TMP/bin" "$TMP/run" "$TMP/outbox" "$TMP/leaved"
chmod 700 "$TMP/home" && chmod 2770 "$TMP/outbox"
# Where the steps of the page have them.
mkdir -p "$TMP/etc" && mkdir -m 700 "$TMP/etc/keys" && ln -s etc/keys "$TMP/keys"

identityd_run() # LINE...: more settings
{
	conf_identityd "$TMP" 'due_ms = 0;' "$@" >"$TMP/identityd.conf"
	"$BUILD/daemon/identityd/identityd" -d -c "$TMP/identityd.conf" \
	    2>>"$TMP/identityd.log" &
	identityd=$!
	await 20 test -S "$TMP/run/ctl/ctl.sock"
}

identityd_stop()
{
	[ -z "$identityd" ] || kill "$identityd" 2>/dev/null
	wait "$identityd" 2>/dev/null
	identityd=''
	rm -f "$TMP/run/ctl/ctl.sock"
}

admin()
{
	XDG_RUNTIME_DIR='' "$BUILD/daemon/tools/portal-admin" --socket "$TMP/run/ctl/ctl.sock" "$@"
}
# With a session, as people have.
desk()
{
	"$BUILD/daemon/tools/portal-admin" --socket "$TMP/run/self/self.sock" "$@"
}
sign_in() { printf 'Blue-Harbor-77\n' | desk login "$1"; }
who_am_i() { desk person show "$1"; }
redeem() # NUMBER CODE PASSWORD
{
	printf '%s\n' "$(national_id "$1")" "$2" "$3" |
	    "$BUILD/daemon/tools/portal-passwd" \
		--socket "$TMP/run/self/self.sock" reset
}
enrol() # NUMBER ACCOUNT
{
	national_id "$1" | admin person add 014501 示範 --account "$2" \
	    --mail "$2@school.example" --kind TEACHER
}
issue() # ACCOUNT: the code
{
	admin code issue "$1" --why test | grep -Eo '[0-9]{4} [0-9]{4} [0-9]{4}'
}
uid_numbers()
{
	ldapsearch -LLL -x -H "$SLAPD_LDAPI" -D "$SLAPD_IT" -y "$TMP/secret-it" \
	    -b "$SLAPD_BASE" '(objectClass=posixAccount)' uidNumber |
		sed -n 's/^uidNumber: //p' | sort
}

log_in() # ACCOUNT PASSWORD: at the lab machine
{
	echo "$2" | "$BUILD/daemon/tools/labctl" -P "$TMP/pam.d" -S portal \
	    test-login "$1"
}
lab_knows() # COUNT people
{
	"$BUILD/daemon/tools/labctl" -s "$TMP/labd.sock" status | grep -q "people: $1\$"
}

leave()
{
	XDG_RUNTIME_DIR='' "$BUILD/daemon/tools/portal-admin" \
	    --socket "$TMP/leaved/ctl/ctl.sock" leave "$@"
}
own_leave()
{
	"$BUILD/daemon/tools/portal-admin" \
	    --socket "$TMP/leaved/self/self.sock" leave balance
}
knows() { leave balance --account "$1" >/dev/null 2>&1; }
# As soon as leaved has heard the news: on a busy machine they are old at times.
file_leave() # ACCOUNT
{
	await 20 filed "$1" && cat "$TMP/filed"
}
filed()
{
	leave file 事假 "${DAY}T09:00" "${DAY}T12:00" --account "$1" \
	    --why restore 2>/dev/null | sed -n 's/^request: //p' >"$TMP/filed"
	[ -s "$TMP/filed" ]
}
owner() { leave show "$1" | sed -n 's/^account: //p'; }

slapd_start "$TMP/slapd" || exit 1
at_exit "identityd_stop; slapd_stop '$TMP/slapd'"
cp "$SLAPD_DIR/secret/it" "$TMP/secret-it"
identityd_run || exit 1
admin school add 014501 示範國民小學 --kind elementary >/dev/null
for n in 1 2 3; do
	enrol $n "before$n" >/dev/null
done
redeem 2 "$(issue before2)" Blue-Harbor-77 >/dev/null
admin role grant personnel before2 --school 014501 >/dev/null
sign_in before2 >/dev/null
DAY=$(day_ahead 1)
conf_leaved "$TMP" "sqlite:$TMP/leaved.db" 'sync_s = 1;' 'stale_s = 2;' \
    >"$TMP/leaved.conf"
"$BUILD/daemon/leaved/leaved" -d -c "$TMP/leaved.conf" 2>"$TMP/leaved.log" &
at_exit "kill $! 2>/dev/null"
await 20 knows before2 || exit 1
kept=$(file_leave before2)
used=$(issue before1)
cp -r "$TMP/home" "$TMP/home.before"
it 'a session is good' who_am_i before1
admin machine add lab1 014501 | sed -n 's/^secret: *//p' | tr -d '\n' >"$TMP/machine"
chmod 600 "$TMP/machine"
mkdir -m 755 "$TMP/state" "$TMP/pam.d"
conf_labd "$TMP/machine" "$TMP/state" "$TMP/labd.sock" 'poll_s = 1;' \
    'timeout_ms = 10000;' >"$TMP/labd.conf"
for type in auth account; do
	conf_pam "$TMP/labd.sock" $type
done >"$TMP/pam.d/portal"
"$BUILD/daemon/labd/labd" -d -c "$TMP/labd.conf" 2>"$TMP/labd.log" &
at_exit "kill $! 2>/dev/null"

recipe_root
step() # TITLE
{
	ID=3 TREE=no cook_root "$1" \
	    -e "s|ldapadd -Q|ldapadd -x -D $SLAPD_IT -y $TMP/secret-it|"
}
step 'Keep the keys' && step 'Back up' && cp "$TMP"/backups/portal/*.ldif \
    "$TMP/backup.ldif" || exit 1

# --- after the backup
it 'a code is used' redeem 1 "$used" Green-Garden-88
enrol 4 after1 >/dev/null
given=$(uid_numbers)
redeem 4 "$(issue after1)" Blue-Harbor-77 >/dev/null
await 20 knows after1
it 'the lab machine knows who is enrolled' await 20 lab_knows 4
it 'who logs in' await 20 log_in after1 Blue-Harbor-77
leave balance --account before2 >"$TMP/balance"
lost=$(file_leave after1)
it 'a session is good at the leave service too' own_leave
printf 'dn: uid=before2,ou=people,%s\nreplace: portalSignOutCount\nportalSignOutCount: 7\n' \
    "$SLAPD_BASE" | ldapmodify -x -H "$SLAPD_LDAPI" -D "$SLAPD_IT" \
    -y "$TMP/secret-it" >/dev/null
fails 'a session has ended' 77 who_am_i before1

# --- all is lost
identityd_stop
slapd_stop "$TMP/slapd"
rm -r "$TMP/etc/keys"
cat >"$TMP/portal-slapd-init" <<END
#!/bin/sh
cd "$PWD" && . tests/slapd.sh && SLAPD_BASE=$SLAPD_BASE SLAPD_CA=$SLAPD_CA &&
SLAPD_DIR=$TMP/slapd && cp "\$SLAPD_DIR.lost/port" "\$SLAPD_DIR" &&
: >"\$SLAPD_DIR/config.ldif" && slapd_init "\$@"
END
recipe_tool portal-admin <<END
XDG_RUNTIME_DIR= exec $PWD/$BUILD/daemon/tools/portal-admin --socket $TMP/run/ctl/ctl.sock "\$@"
END
chmod +x "$TMP/portal-slapd-init"

it 'the lost one is set aside' step 'Restore a backup'
it 'a new one is made' step 'Make a server'
it 'it gets the backup' step 'Load the backup'
slapd_run "$TMP/slapd" || exit 1
it 'and numbers of its own' step 'Give the new provider numbers of its own'
mkdir -m 700 "$TMP/etc/keys"
conf_identityd "$TMP" 'home = 3;' >"$TMP/identityd.conf"
fails 'without the keys identityd does not start' 70 \
    "$BUILD/daemon/identityd/identityd" -d -c "$TMP/identityd.conf"
cp "$TMP/.out" "$TMP/refused"
it 'and says why' grep -q 'bring them back from their copy' "$TMP/refused"
is 'nor makes new ones' '' "$(ls -A "$TMP/etc/keys")"
it 'they are brought back' step 'Bring back the keys'
identityd_run 'home = 3;' || exit 1
it 'sessions of before are ended' step 'End the sessions of before'

it 'who was there before is there' admin person show before3
fails 'the used code is none' 77 redeem 1 "$used" Red-Garden-99
it 'another one sets the password' redeem 1 "$(issue before1)" Red-Garden-99
rm -rf "${TMP:?}/home" && cp -r "$TMP/home.before" "$TMP/home"
fails 'the session that had ended is dead' 77 who_am_i before1
fails 'at the leave service too' 77 own_leave
it 'its person signs in' sign_in before2
it 'and has a session' who_am_i before1
fails 'who was enrolled after the backup is not there' 1 \
    grep -q after1 "$TMP/backup.ldif"
it 'the lab machine hears everything anew' await 20 lab_knows 3
it 'who was there logs in' await 20 log_in before2 Blue-Harbor-77
fails 'who was enrolled after the backup does not' 77 \
    log_in after1 Blue-Harbor-77
it 'is enrolled again' enrol 4 after1
enrol 5 after2 >/dev/null
await 20 knows after2
is 'of the uidNumbers that were ever given none is given again' '3 5' "$(
    uid_numbers | grep -cxF "$given") $(uid_numbers | sort -u | wc -l)"
head=$(admin audit head | grep -Eo '[0-9]+-[0-9]+-[0-9a-f]{64}-[0-9]+-[0-9a-f]{64}')
is 'a chain of its own begins' 3 "${head%%-*}"
it 'which is whole' admin audit verify "$head"
is 'leave that was filed is there, and its hours' \
    "before2 $(cat "$TMP/balance")" \
    "$(owner "$kept") $(leave balance --account before2)"
is 'leave of whom the backup did not know is theirs still' after1 \
    "$(owner "$lost")"
is 'and not of whoever is enrolled in their place' '' \
    "$(leave list --account after1 --kind mine | sed 1d)"
is 'the ledger agrees' 'account	detail' "$(leave recount 014501)"
is 'and every check' '' "$(leave check | sed 1d | awk '$2 != "ok"')"
finish
