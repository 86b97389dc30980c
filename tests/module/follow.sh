#!/bin/sh
# follow.sh - daemon/labd/follow against slapds of its own.
set -eu
# shellcheck disable=SC1091
. tests/lab.sh
dir=$(mktemp -d)
stop()
{
	for name in lab old; do
		[ ! -s "$dir/$name/env" ] || slapd_stop "$dir/$name"
	done
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM
mkdir "$dir/lab"
lab_prepare "$dir/lab"
# The same directory as it was at first: a server restored from a backup.
slapd_stop "$dir/lab"
slapd_tool slapcat -n 1 -F "$dir/lab/slapd.d" >"$dir/backup.ldif"
slapd_start "$dir/old" TREE=no
slapd_stop "$dir/old"
slapd_tool slapadd -n 1 -F "$dir/old/slapd.d" <"$dir/backup.ldif"
slapd_run "$dir/old"
OLD_LDAPS=$SLAPD_LDAPS
# shellcheck disable=SC1091
. "$dir/lab/env"
slapd_run "$dir/lab"
cat >"$dir/restart" <<END
#!/bin/sh
. tests/slapd.sh
. "$dir/lab/env"
slapd_stop "$dir/lab" && slapd_run "$dir/lab"
END
export OLD_LDAPS SLAPD_CA SLAPD_LDAPI SLAPD_LDAPS
LAB_CONF=$dir/lab/labd.conf SLAPD_PID_FILE=$dir/lab/slapd.pid \
    SLAPD_RESTART="sh $dir/restart" "$BUILD/tests/module/follow_test"
