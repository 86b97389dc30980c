#!/bin/sh
# database.sh sqlite|pgsql PROGRAM [ARGUMENT...] - runs a test on that database.
#
# The program finds in its environment DATABASE, the setting that names an
# empty one; DATABASE_PLUGIN; DATABASE_DIR, a folder; DATABASE_HALT and
# DATABASE_RUN, commands that take the database away and give it back.
# DATABASE_SETTING is one more setting of PostgreSQL.
set -eu
# shellcheck disable=SC1091
. tests/pgsql.sh
DATABASE_DIR=$(mktemp -d)
PGSQL_DIR=$DATABASE_DIR
trap 'pgsql_stop; rm -rf "$DATABASE_DIR"' EXIT
trap 'exit 1' INT TERM
DATABASE_PLUGIN=$PWD/${BUILD:-build/plain}/daemon/db/portal_sql_pgsql.so
export DATABASE DATABASE_DIR DATABASE_PLUGIN DATABASE_HALT DATABASE_RUN
kind=$1
shift
case $kind in
sqlite)
	file=$DATABASE_DIR/leaved.db
	DATABASE=sqlite:$file
	DATABASE_HALT="mv $file $file.gone"
	DATABASE_RUN="mv $file.gone $file"
	;;
pgsql)
	pgsql_start "$DATABASE_DIR" "${DATABASE_SETTING:-}"
	DATABASE=$PGSQL_DATABASE
	DATABASE_HALT=". tests/pgsql.sh; pgsql_halt $PGSQL_DIR"
	DATABASE_RUN=". tests/pgsql.sh; pgsql_run $PGSQL_DIR"
	;;
esac
"$@"
