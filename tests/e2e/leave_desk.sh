#!/bin/sh
# leave_desk.sh - leave from the command line: portal-admin, leaved, identityd and a
# real slapd, on both databases; every process restarted in between.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/slapd.sh
# shellcheck disable=SC1091
. tests/conf.sh
# shellcheck disable=SC1091
. tests/pgsql.sh
# shellcheck disable=SC1091
. tests/days.sh
days_need
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
# shellcheck disable=SC1091
. tests/directory.sh
BUILD=${BUILD:-build/plain}
export HOME="$TMP" LC_ALL=C TZ=UTC
DAY=$(day_ahead 1) LATER=$(day_ahead 2)

mkdir -p "$TMP/run" "$TMP/leaved" "$TMP/outbox" "$TMP/letters" &&
    mkdir -m 700 "$TMP/keys"
conf_identityd "$TMP" 'due_ms = 0;' >"$TMP/identityd.conf"
"$BUILD/daemon/identityd/identityd" -d -c "$TMP/identityd.conf" \
    2>"$TMP/identityd.log" &
at_exit "kill $! 2>/dev/null"
await 20 test -S "$TMP/run/ctl/ctl.sock" && directory_fill || exit 1

# Each of them keeps a session of their own.
as_user() # ACCOUNT COMMAND...
{
	mkdir -p "$TMP/home/$1"
	XDG_RUNTIME_DIR=$TMP/home/$1
	shift
	XDG_RUNTIME_DIR=$XDG_RUNTIME_DIR "$BUILD/daemon/tools/portal-admin" \
	    --socket "$socket" "$@"
}

login() # ACCOUNT
{
	socket=$TMP/run/self/self.sock
	as_user "$1" login "$1" <"$TMP/slapd/secret/everybody" >"$TMP/out"
}

leave() # ACCOUNT COMMAND...
{
	socket=$TMP/leaved/self/self.sock
	leave_who=$1
	shift
	as_user "$leave_who" leave "$@"
}

it_leave()
{
	socket=$TMP/leaved/ctl/ctl.sock
	as_user it leave "$@"
}

leaved_run()
{
	"$BUILD/daemon/leaved/leaved" -d -c "$TMP/leaved.conf" \
	    2>>"$TMP/leaved.log" &
	leaved_pid=$!
	await 20 heard || { cat "$TMP/leaved.log"; exit 1; }
}

heard() { it_leave check 2>/dev/null | grep -q '^directory	ok'; }
silent() { it_leave check 2>/dev/null | grep -q '^directory	offline'; }
leaved_halt() { kill "$leaved_pid" 2>/dev/null; wait "$leaved_pid"; }
leaved_pid=
# shellcheck disable=SC2016 # whichever runs then
at_exit 'kill "$leaved_pid" 2>/dev/null'
field() { sed -n "s/^$1: //p"; }

# Its letters go into a folder.
as_identityd ldapmodify >"$TMP/out" <<END
dn: $(person personnel1)
add: mail
mail: personnel1@school.example
END
cat >"$TMP/leave-mailer.conf" <<END
from = "portal@bureau.example";
transport = "maildir";
maildir = "$TMP/mail";
demo = true;
outbox_dir = "$TMP/letters";
socket = "$TMP/leaved/mailer/mailer.sock";
identityd_uid = $(id -u);
END
letters() { cat "$TMP"/mail/new/* 2>/dev/null | grep -c '^To: '; }
has_letters() { [ "$(letters)" = "$1" ]; }

await 20 test -S "$TMP/run/ctl/ctl.sock" || { cat "$TMP/identityd.log"; exit 1; }
for who in active1 personnel1 active2; do
	it "$who signs in at identityd" await 20 login "$who"
done

drill() # NAME DATABASE
{
	drill=$1
	conf_leaved "$TMP" "$2" 'sync_s = 1;' 'stale_s = 3;' \
	    "outbox_dir = \"$TMP/letters\";" \
	    'site_url = "https://leave.example";' >"$TMP/leaved.conf"
	it "$drill: leaved takes its settings" "$BUILD/daemon/leaved/leaved" -n \
	    -c "$TMP/leaved.conf"
	leaved_run
	fails "$drill: nobody without a session is answered" 77 \
	    leave stranger balance

	leave active1 file 病假 "${DAY}T09:00" "${DAY}T12:00" --key first \
	    --why '=1+1' >"$TMP/filed"
	is "$drill: hours, balance and who decides are told" \
	    '180 personnel1 awaiting_step' "$(field minutes <"$TMP/filed") $(
	    field target <"$TMP/filed") $(field state <"$TMP/filed")"
	request=$(field request <"$TMP/filed")
	it "$drill: whose turn it is gets a letter" await 20 has_letters 1
	is "$drill: asked again with the key it is the same" "$request" \
	    "$(leave active1 file 病假 "${DAY}T09:00" "${DAY}T12:00" \
	    --key first | field request)"
	fails "$drill: what overlaps is refused" 2 \
	    leave active1 file 事假 "${DAY}T11:00" "${DAY}T13:00"
	fails "$drill: another school's teacher sees nothing of it" 77 \
	    leave active2 show "$request"
	fails "$drill: nobody approves their own" 77 \
	    leave active1 decide "$request" approve

	leaved_halt
	leaved_run
	it "$drill: personnel approve it after a restart" \
	    leave personnel1 decide "$request" approve
	it "$drill: and whom it is for, when it is approved" \
	    await 20 has_letters 2
	rm -f "$TMP"/mail/new/*
	is "$drill: no letter waits" 0 "$(it_leave metrics |
	    sed -n 's/^portal_outbox_letters{daemon="leaved"} //p')"
	is "$drill: and it is approved" approved \
	    "$(leave active1 show "$request" | field state)"

	slapd_stop "$TMP/slapd"
	await 20 silent
	fails "$drill: without the directory nobody is known by a session" 69 \
	    leave active1 balance
	it "$drill: but IT can look" it_leave balance --account active1
	fails "$drill: and nothing is filed" 69 it_leave file 事假 "$LATER" \
	    "$LATER" --account active1
	slapd_run "$TMP/slapd"
	await 40 heard
	it "$drill: with it, all goes on" it_leave file 事假 "${LATER}T09:00" \
	    "${LATER}T10:00" --account active1 --plan

	is "$drill: an export defuses what a spreadsheet would run" 1 \
	    "$(leave personnel1 export 014501 | grep -c "\"'=1+1\"")"
	is "$drill: the ledger agrees" 'account	detail' \
	    "$(leave personnel1 recount 014501)"
	is "$drill: every check is ok" '' \
	    "$(it_leave check | sed 1d | awk '$2 != "ok"')"
}

# What the man page says about backup, and back again.
state_of() { it_leave balance --account active1; it_leave check | grep ^audit; }

"$BUILD/daemon/mail/portal-mailer" -d -c "$TMP/leave-mailer.conf" \
    2>"$TMP/mailer.log" &
at_exit "kill $! 2>/dev/null"
file=$TMP/leaved.db
drill SQLite "sqlite:$file"
state_of >"$TMP/before"
it 'SQLite: a backup is taken while leaved runs' \
    sqlite3 "$file" ".backup $TMP/safe.db"
it_leave adjust active1 補休 480 --why lost >"$TMP/out"
leaved_halt
cp "$TMP/safe.db" "$file" && rm -f "$file-wal" "$file-shm"
leaved_run
is 'SQLite: what was backed up is there again' "$(cat "$TMP/before")" \
    "$(state_of)"
leaved_halt

tests/unpack.sh postgresql-client-15 || exit 1
client=$PWD/build/root/postgresql-client-15/usr/lib/postgresql/15/bin
pgsql_start "$TMP/pg" || exit 1
at_exit pgsql_stop
drill PostgreSQL "$PGSQL_DATABASE"
state_of >"$TMP/before"
where="host=$PGSQL_DIR user=leaved dbname"
it 'PostgreSQL: a backup is taken while leaved runs' \
    "$client/pg_dump" -Fc -f "$TMP/safe.dump" -d "$where=postgres"
leaved_halt
"$client/psql" -q -d "$where=postgres" -c 'CREATE DATABASE again' >"$TMP/out"
it 'PostgreSQL: it is put into an empty database' \
    "$client/pg_restore" -d "$where=again" "$TMP/safe.dump"
conf_leaved "$TMP" "pgsql:$where=again" 'sync_s = 1;' >"$TMP/leaved.conf"
leaved_run
is 'PostgreSQL: what was backed up is there again' "$(cat "$TMP/before")" \
    "$(state_of)"
is 'nothing was logged that IT must mend' '' "$(grep '^<[0-3]>' "$TMP/leaved.log")"
finish
