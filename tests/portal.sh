#!/bin/sh
# portal.sh - the whole portal for a test: slapd, identityd, portal-mailer,
# portal-front and nginx, as whoever starts it.
#
# As a library (from the top of the tree):
#	. tests/portal.sh
#	portal_start DIR	all of it; letters arrive in DIR/mail/new
#	portal_stop DIR
#	portal_front_start DIR IDENTITYD_SOCKET
#	portal_people DIR	school 014501 with demoa1 ... demoa9 (demoa1 is
#				personnel), 014602 with demob1 ... demob9
#	portal_admin DIR ARG...	portal-admin with IT's rights
#	portal_passwd DIR ARG...
#	portal_letter DIR ADDRESS	waits for a letter to it; prints the check
#				code of the newest that has one
#	portal_activate DIR NUMBER ADDRESS PASSWORD	whose ID is NUMBER's
#	browse ARG...		curl, that knows certificate and address
# As a command, for a test that runs in the browser:
#	tests/portal.sh stop|start|restart DIR slapd|identityd|mailer|front|nginx
#	tests/portal.sh letter DIR ADDRESS
#
# DIR/env then holds PORTAL_URL, PORTAL_HOST, PORTAL_PORT and PORTAL_CA.
# PORTAL_DUE_MS is identityd's due_ms, PORTAL_PROOF_BITS portal-front's
# proof_bits; every limit but that for one account is far away unless
# PORTAL_LIMITS is "usual". PORTAL_RELAY is the port of a relay on 127.0.0.1 that
# letters go to instead.
# shellcheck disable=SC1091
. tests/slapd.sh
. tests/conf.sh
. tests/nginx.sh
. tests/national_id.sh
BUILD=${BUILD:-build/plain}

# portal_await COMMAND...: until it succeeds, 20 s at most.
portal_await()
{
	portal_tries=1000
	until "$@" >/dev/null 2>&1; do
		portal_tries=$((portal_tries - 1))
		[ "$portal_tries" -gt 0 ] || return 1
		sleep 0.02
	done
}

portal_begin() # DIR NAME COMMAND...: its log in DIR/log.NAME
{
	portal_dir=$1 portal_name=$2
	shift 2
	"$@" >>"$portal_dir/log.$portal_name" 2>&1 </dev/null &
	echo $! >"$portal_dir/pid.$portal_name"
}

portal_end() # DIR NAME
{
	[ -s "$1/pid.$2" ] || return 0
	portal_pid=$(cat "$1/pid.$2")
	rm "$1/pid.$2"
	kill "$portal_pid" 2>/dev/null || return 0
	wait "$portal_pid" 2>/dev/null || :
	# Where this shell did not start it, init takes it away.
	while kill -0 "$portal_pid" 2>/dev/null; do
		sleep 0.02
	done
}

portal_ready() # DIR NAME SOCKET: or its log, if it ended
{
	portal_await test -S "$3" || {
		cat "$1/log.$2" >&2
		return 1
	}
}

portal_limits()
{
	[ "${PORTAL_LIMITS:-}" = usual ] || cat <<END
requests_per_hour = 1000000;
misses_per_hour = 100000;
redeem_fails_per_hour = 100000;
END
}

portal_identityd_start() # DIR
{
	[ -s "$1/identityd.conf" ] || conf_identityd "$1" \
	    "due_ms = ${PORTAL_DUE_MS:-0};" "$(portal_limits)" \
	    "issuer = \"https://portal.localhost:$(cat "$1/nginx/port")\";" \
	    >"$1/identityd.conf"
	rm -f "$1/run/ctl/ctl.sock"
	portal_begin "$1" identityd "$BUILD/daemon/identityd/identityd" -d \
	    -c "$1/identityd.conf" &&
	portal_ready "$1" identityd "$1/run/ctl/ctl.sock"
}

portal_mailer_start() # DIR
{
	if [ -n "${PORTAL_RELAY:-}" ]; then
		conf_mailer "$1" "$PORTAL_RELAY"
	else
		cat <<END
from = "portal@bureau.example";
transport = "maildir";
maildir = "$1/mail";
demo = true;
outbox_dir = "$1/outbox";
socket = "$1/run/mailer/mailer.sock";
metrics_socket = "$1/mailer.metrics";
identityd_uid = $(id -u);
END
	fi >"$1/portal-mailer.conf"
	portal_begin "$1" mailer "$BUILD/daemon/mail/portal-mailer" -d \
	    -c "$1/portal-mailer.conf"
}

portal_front_start() # DIR IDENTITYD_SOCKET
{
	cat >"$1/portal-front.conf" <<END
hosts = [ "portal.localhost" ];
socket = "$1/front.sock";
metrics_socket = "$1/front.metrics";
nginx_gid = $(id -g);
identityd_socket = "$2";
identityd_uid = $(id -u);
bureau_zh = "示範市教育局";
bureau_en = "Demo City Education Bureau";
contact_zh = "教育局資訊網路中心 02-0000-0000";
contact_en = "the bureau's network centre, 02-0000-0000";
locale_dir = "$PWD/$BUILD/locale";
voice_dir = "$PWD/$BUILD/voice";
proof_bits = ${PORTAL_PROOF_BITS:-10};
END
	rm -f "$1/front.sock"
	portal_begin "$1" front "$BUILD/daemon/portal/portal-front" -d \
	    -c "$1/portal-front.conf" &&
	portal_ready "$1" front "$1/front.sock"
}

portal_start() # DIR
{
	mkdir -p "$1/run" "$1/outbox" && chmod 2770 "$1/outbox" &&
	mkdir -m 700 "$1/keys" &&
	nginx_ports "$1" && slapd_start "$1" && portal_identityd_start "$1" &&
	portal_mailer_start "$1" &&
	portal_front_start "$1" "$1/run/front/front.sock" &&
	nginx_start "$1" "$1/front.sock" &&
	portal_env >>"$1/env"
}

portal_env()
{
	for name in URL HOST PORT CA; do
		eval "echo \"PORTAL_$name='\$PORTAL_$name'\""
	done
}

portal_stop() # DIR
{
	nginx_stop "$1"
	for name in front mailer identityd; do
		portal_end "$1" "$name"
	done
	[ ! -s "$1/env" ] || slapd_stop "$1"
}

portal_admin() # DIR ARG...
{
	portal_dir=$1
	shift
	LC_ALL=C "$BUILD/daemon/tools/portal-admin" \
	    --socket "$portal_dir/run/ctl/ctl.sock" "$@"
}

portal_passwd() # DIR ARG...
{
	portal_dir=$1
	shift
	LC_ALL=C "$BUILD/daemon/tools/portal-passwd" \
	    --socket "$portal_dir/run/self/self.sock" "$@"
}

browse()
{
	curl --silent --cacert "$PORTAL_CA" --max-time 30 \
	    --resolve "$PORTAL_HOST:$PORTAL_PORT:127.0.0.1" "$@"
}

portal_roster()
{
	echo national_id,name,name_en,mail,kind,school,unit,admin_post
	for n in 1 2 3 4 5 6 7 8 9; do
		kind=TEACHER
		[ "$n" -ne 1 ] || kind=CIVIL
		echo "$(national_id "$n"),示範甲$n,demo-a$n,a$n@school.example,$kind,014501,教務處,"
		echo "$(national_id $((100 + n))),示範乙$n,demo-b$n,b$n@school.example,$kind,014602,教務處,"
	done
}

portal_people() # DIR
{
	portal_admin "$1" school add 014501 示範國民中學 --kind junior_high &&
	portal_admin "$1" school add 014602 示範國民小學 --kind elementary &&
	portal_admin "$1" unit add 014501 教務處 &&
	portal_admin "$1" unit add 014602 教務處 &&
	portal_roster >"$1/roster.csv" &&
	portal_admin "$1" import "$1/roster.csv" --yes &&
	portal_admin "$1" role grant personnel demoa1 --school 014501 &&
	portal_admin "$1" role grant personnel demob1 --school 014602
} >/dev/null

portal_letter() # DIR ADDRESS
{
	portal_await grep -qs "^To: .*$2" -r "$1/mail/new" || return 1
	/usr/bin/python3 -c 'import email, email.policy, pathlib, re, sys
letters = [(file.stat().st_mtime_ns, email.message_from_bytes(
    file.read_bytes(), policy=email.policy.default))
    for file in pathlib.Path(sys.argv[1]).iterdir()]
codes = [(when, code.group()) for when, letter in letters
    if sys.argv[2] in letter["to"]
    if (code := re.search(r"\d{4} \d{4} \d{4}", letter.get_content()))]
print(max(codes)[1])' \
	    "$1/mail/new" "$2"
}

portal_activate() # DIR NUMBER ADDRESS PASSWORD
{
	portal_who=$(national_id "$2")
	printf '%s\n%s\n' "$portal_who" "$3" | portal_passwd "$1" forgot &&
	printf '%s\n%s\n%s\n' "$portal_who" "$(portal_letter "$1" "$3")" "$4" |
	    portal_passwd "$1" reset
} >/dev/null

portal_one() # stop|start DIR NAME
{
	case $1-$3 in
	stop-slapd) slapd_stop "$2" ;;
	start-slapd) slapd_run "$2" ;;
	stop-nginx) nginx_stop "$2" ;;
	start-nginx) nginx_run "$2" ;;
	stop-*) portal_end "$2" "$3" ;;
	start-front) portal_front_start "$2" "$2/run/front/front.sock" ;;
	start-*) "portal_$3_start" "$2" ;;
	esac
}

case $0 in
tests/portal.sh | */tests/portal.sh)
	# shellcheck source=/dev/null
	. "$2/env"
	case $1 in
	letter) portal_letter "$2" "$3" ;;
	restart) portal_one stop "$2" "$3" && portal_one start "$2" "$3" ;;
	*) portal_one "$1" "$2" "$3" ;;
	esac
	;;
esac
