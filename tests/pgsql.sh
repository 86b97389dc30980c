#!/bin/sh
# pgsql.sh - a real PostgreSQL for a test: . tests/pgsql.sh from the top of the
# tree.
#
#	pgsql_start DIR [SETTING...]	an empty database in DIR
#	pgsql_run DIR, pgsql_halt DIR	the server of DIR, started and stopped
#	pgsql_stop			for good
#
# It listens at a unix socket in PGSQL_DIR, which is DIR, and nowhere else, and
# trusts whoever may reach that. It is no root: root starts it as nobody, in a
# folder of its own that has the programs too, for nobody may enter this tree
# perhaps. Sets PGSQL_DATABASE, the setting that names it. Data are not synced to
# disk unless a SETTING (fsync=on) says so: the tests kill clients, not the
# machine.
# shellcheck disable=SC2034 # the variables are for who sources this
PGSQL_TREE=$PWD/build/root/postgresql-15/usr

pgsql_as() # PROGRAM ARGUMENT...
{
	pgsql_tree=$PGSQL_TREE
	[ ! -d "$PGSQL_DIR/usr" ] || pgsql_tree=$PGSQL_DIR/usr
	pgsql_program=$pgsql_tree/lib/postgresql/15/bin/$1
	shift
	set -- "$pgsql_program" "$@"
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=nobody --regid=nogroup --clear-groups \
		    --no-new-privs env HOME="$PGSQL_DIR" LC_ALL=C "$@"
	else
		LC_ALL=C "$@"
	fi
}

pgsql_run()
{
	PGSQL_DIR=$1
	pgsql_as pg_ctl -D "$1/data" -l "$1/data/log" -w -t 30 \
	    -s start || { cat "$1/data/log" >&2; return 1; }
}

pgsql_halt()
{
	PGSQL_DIR=$1
	pgsql_as pg_ctl -D "$1/data" -w -m immediate -s stop
}

pgsql_start()
{
	PGSQL_DIR=$1
	shift
	tests/unpack.sh postgresql-15 || return 1
	mkdir -p "$PGSQL_DIR"
	# Where nobody may come, nobody cannot start it.
	if [ "$(id -u)" -eq 0 ]; then
		PGSQL_DIR=$(mktemp -d) && chown nobody: "$PGSQL_DIR" || return 1
		PGSQL_OWN=$PGSQL_DIR
		cp -al "$PGSQL_TREE" "$PGSQL_DIR/" 2>/dev/null ||
			cp -a "$PGSQL_TREE" "$PGSQL_DIR/" || return 1
	fi
	pgsql_log=$(mktemp)
	pgsql_as initdb -D "$PGSQL_DIR/data" -U leaved -A trust \
	    -E UTF8 --locale=C.UTF-8 --no-sync >"$pgsql_log" 2>&1 ||
	    { cat "$pgsql_log" >&2; return 1; }
	rm -f "$pgsql_log"
	{
		echo "listen_addresses = ''"
		echo "unix_socket_directories = '$PGSQL_DIR'"
		echo 'max_connections = 80'
		echo 'jit = off'
		echo 'fsync = off'
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >>"$PGSQL_DIR/data/postgresql.conf"
	pgsql_run "$PGSQL_DIR" || return 1
	PGSQL_DATABASE="pgsql:host=$PGSQL_DIR user=leaved dbname=postgres"
}

pgsql_stop()
{
	[ ! -d "$PGSQL_DIR/data" ] || pgsql_halt "$PGSQL_DIR" || :
	[ -z "${PGSQL_OWN:-}" ] || rm -rf "$PGSQL_OWN"
}
