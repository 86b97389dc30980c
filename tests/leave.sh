#!/bin/sh
# leave.sh - the leave service beside the portal of tests/portal.sh: leaved and
# leave-front, signed on to by the portal, as whoever starts it.
#
# As a library (from the top of the tree):
#	. tests/leave.sh
#	leave_start DIR		the portal and leave; sets LEAVE_URL
#	leave_stop DIR
#	leave_people DIR	of portal_people, with posts at 014501: demoa1 is
#				personnel, demoa4 教學組長 and head of the unit,
#				demoa5 director, demoa6 principal, demoa9 hourly
#				cover; leaved has heard of them
#	leaved_ask DIR ARG...	portal-admin leave with IT's rights
#	leave_enter DIR ACCOUNT PASSWORD FILE	a session of the portal into FILE
# As a command, for a test that runs in the browser:
#	tests/leave.sh stop|start|restart DIR leaved|leave|identityd|nginx|...
#
# LEAVE_SETTINGS are more settings of leaved.
# shellcheck disable=SC1091
. tests/portal.sh

leave_leaved_start() # DIR
{
	[ -s "$1/leaved.conf" ] || conf_leaved "$1" "sqlite:$1/leaved.db" \
	    'sync_s = 1;' "issuer = \"$PORTAL_URL\";" "key_dir = \"$1\";" \
	    ${LEAVE_SETTINGS:+"$LEAVE_SETTINGS"} >"$1/leaved.conf"
	rm -f "$1/leaved/ctl/ctl.sock"
	mkdir -p "$1/leaved"
	portal_begin "$1" leaved "$BUILD/daemon/leaved/leaved" -d \
	    -c "$1/leaved.conf" &&
	portal_ready "$1" leaved "$1/leaved/ctl/ctl.sock"
}

leave_leave_start() # DIR
{
	cat >"$1/leave-front.conf" <<END
hosts = [ "leave.localhost" ];
socket = "$1/leave.sock";
metrics_socket = "$1/leave.metrics";
nginx_gid = $(id -g);
leaved_socket = "$1/leaved/front/front.sock";
leaved_uid = $(id -u);
portal = "$PORTAL_URL";
bureau_zh = "示範市教育局";
bureau_en = "Demo City Education Bureau";
locale_dir = "$PWD/$BUILD/locale";
END
	rm -f "$1/leave.sock"
	portal_begin "$1" leave "$BUILD/daemon/leave/leave-front" -d \
	    -c "$1/leave-front.conf" &&
	portal_ready "$1" leave "$1/leave.sock"
}

leave_app() # DIR: leave-front becomes a client of the portal
{
	portal_admin "$1" app add leave "$LEAVE_URL/" --name 差勤系統 \
	    --name-en Leave --kind common --client first_party --scope '' \
	    --redirect-uri "$LEAVE_URL/signed-on" \
	    --logout-uri "$LEAVE_URL/signed-out" >/dev/null
}

leave_start() # DIR
{
	# shellcheck disable=SC2034 # nginx.sh reads it
	NGINX_LEAVE=$1/leave.sock
	portal_start "$1" &&
	LEAVE_URL=https://leave.localhost:$PORTAL_PORT &&
	echo "LEAVE_URL='$LEAVE_URL'" >>"$1/env" &&
	leave_app "$1" && leave_leaved_start "$1" && leave_leave_start "$1"
}

leave_stop() # DIR
{
	portal_end "$1" leave
	portal_end "$1" leaved
	portal_stop "$1"
}

leaved_ask() # DIR ARG...
{
	leave_dir=$1
	shift
	LC_ALL=C "$BUILD/daemon/tools/portal-admin" \
	    --socket "$leave_dir/leaved/ctl/ctl.sock" leave "$@"
}

leave_enter() # DIR ACCOUNT PASSWORD FILE
{
	mkdir -p "$1/home/$2"
	echo "$3" | XDG_RUNTIME_DIR=$1/home/$2 LC_ALL=C \
	    "$BUILD/daemon/tools/portal-admin" \
	    --socket "$1/run/self/self.sock" login "$2" >/dev/null &&
	cp "$1/home/$2/portal-admin.session" "$4"
}

leave_posts()
{
	while read -r account attribute value; do
		printf 'dn: uid=%s,ou=people,%s\nchangetype: modify\nreplace: %s\n%s: %s\n\n' \
		    "$account" "$SLAPD_BASE" "$attribute" "$attribute" "$value"
	done <<END
demoa4 portalAdminPost 教學組長
demoa5 portalAdminPost 教務主任
demoa6 portalAdminPost 校長
demoa9 portalStaffKind COVER
END
}

leave_knows() # DIR
{
	leaved_ask "$1" balance --account demoa8 &&
	! leaved_ask "$1" balance --account demoa9 | grep -q 事假
}

leave_people() # DIR
{
	# shellcheck disable=SC1091
	. tests/directory.sh
	portal_people "$1" &&
	portal_admin "$1" unit add 014501 教務處 --account demoa4 &&
	leave_posts | as_it ldapmodify &&
	portal_await leave_knows "$1"
} >/dev/null

case $0 in
tests/leave.sh | */tests/leave.sh)
	# shellcheck source=/dev/null
	. "$2/env"
	case $1-$3 in
	stop-leave*) portal_end "$2" "$3" ;;
	start-leave*) "leave_$3_start" "$2" ;;
	restart-*) "$0" stop "$2" "$3" && "$0" start "$2" "$3" ;;
	*) portal_one "$1" "$2" "$3" ;;
	esac
	;;
esac
