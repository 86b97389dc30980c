#!/bin/sh
# pgsql.sh - a real PostgreSQL for a test: . tests/pgsql.sh from the top of the
# tree.
#
#	pgsql_start DIR [SETTING...]	one database "leaved" in DIR, empty
#	pgsql_run DIR, pgsql_halt DIR	the server of DIR, started and stopped
#	pgsql_stop DIR			for good
#
# It listens at a unix socket in DIR and nowhere else, trusts whoever may reach
# that, and is no root: root starts it as nobody. Sets PGSQL_DATABASE, the
# setting that names it. Data are not synced to disk unless a SETTING
# (fsync=on) says so: the tests kill clients, not the machine.
# shellcheck disable=SC2034 # the variables are for who sources this
PGSQL_ROOT=$PWD/build/root/postgresql-15/usr/lib/postgresql/15/bin

pgsql_as()
{
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
	pgsql_as "$PGSQL_ROOT/pg_ctl" -D "$1/data" -l "$1/data/log" -w -t 30 \
	    -s start || { cat "$1/data/log" >&2; return 1; }
}

pgsql_halt()
{
	PGSQL_DIR=$1
	pgsql_as "$PGSQL_ROOT/pg_ctl" -D "$1/data" -w -m immediate -s stop
}

pgsql_start()
{
	PGSQL_DIR=$1
	shift
	tests/unpack.sh postgresql-15 || return 1
	mkdir -p "$PGSQL_DIR"
	if [ "$(id -u)" -eq 0 ]; then
		chmod 711 "$PGSQL_DIR"
		mkdir "$PGSQL_DIR/pgsql"
		chown nobody: "$PGSQL_DIR/pgsql"
		PGSQL_DIR=$PGSQL_DIR/pgsql
	fi
	pgsql_as "$PGSQL_ROOT/initdb" -D "$PGSQL_DIR/data" -U leaved -A trust \
	    -E UTF8 --locale=C.UTF-8 --no-sync >"$PGSQL_DIR/../initdb.log" \
	    2>&1 || { cat "$PGSQL_DIR/../initdb.log" >&2; return 1; }
	{
		echo "listen_addresses = ''"
		echo "unix_socket_directories = '$PGSQL_DIR'"
		echo 'max_connections = 80'
		echo 'jit = off'
		echo 'fsync = off'
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} | pgsql_as tee -a "$PGSQL_DIR/data/postgresql.conf" >/dev/null
	pgsql_run "$PGSQL_DIR" || return 1
	pgsql_as "$PGSQL_ROOT/postgres" --version >/dev/null
	PGSQL_DATABASE="pgsql:host=$PGSQL_DIR user=leaved dbname=postgres"
}

pgsql_stop()
{
	[ ! -d "$PGSQL_DIR/data" ] || pgsql_halt "$PGSQL_DIR" || :
}
