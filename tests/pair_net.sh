#!/bin/sh
# pair_net.sh - two hosts of the portal, a replica, the nginx before them and lab
# machines, each with a network of its own, and what may befall them while people go on:
# . tests/pair_net.sh as root; the program begins anew in namespaces of its own.
#
#	labs='1 2'		set before: the lab machines; one more, lab$reading,
#				reads the replica alone and keeps no passwords
#	enough=4		set before: sign-ins, sign-ons, codes and logins, of
#				each so many, that must be done in the time of each fault
#	net_start COUNT		all but the labs; crowd1 ... crowdCOUNT without a
#				password
#	labs_up
#	activate ACCOUNT...	the one password, as IT would
#	people_start FIRST ACCOUNT...	the accounts sign in, on and log in, crowdFIRST
#				and so on set their passwords
#	people_stop		nothing was lost; the table, fault by fault
#	fault NAME WHAT [HOST]	break_NAME, people go on, mend_NAME, people go on;
#				of a host also what tests/pair_once.sh says
#	chains_are_whole	at both hosts
#
# Faults of a host: killed, frozen (its provider), cut_off, split (from the other one).
# Of both: keys, see tests/pair_keys.sh.
# shellcheck disable=SC1091,SC2034,SC2154
if [ "$(id -u)" -ne 0 ]; then
	echo "ok 1 - ${0##*/} # SKIP needs root, for networks of its own"
	echo '1..1'
	exit 0
fi
if [ "${PAIR_NET:-}" != inside ]; then
	tests/unpack.sh slapd nginx
	PAIR_NET=inside exec unshare -mnp --fork --mount-proc --kill-child "$0"
fi
. tests/lib.sh
. tests/portal.sh
PAIR_ADDRESS_a=10.77.0.1 PAIR_ADDRESS_b=10.77.0.2 PAIR_ADDRESS_c=10.77.0.3
reading=99
. tests/pair.sh
. tests/crowd.sh
. tests/pair_keys.sh
. tests/pair_once.sh
. tests/pair_reader.sh
TOWN_RUN=$TMP/a/run TOWN_DIR=$TMP/a
export TOWN_RUN TOWN_DIR

# ------------------------------------------------------------- the network
machine() # NAME ADDRESS: a network that reaches the others
{
	eval "PAIR_ENTER_$1='ip netns exec $1'"
	ip netns add "$1" &&
	ip link add "wire-$1" type veth peer name eth0 netns "$1" &&
	ip link set "wire-$1" master hub up &&
	ip -n "$1" addr add "$2/24" dev eth0 &&
	ip -n "$1" link set eth0 up &&
	ip -n "$1" link set lo up
}

network()
{
	mount --make-rprivate / && mount -t tmpfs tmpfs /run &&
	ip link set lo up && ip link add hub type bridge &&
	ip link set hub up || return 1
	for host in a:1 b:2 c:3 w:9; do
		machine "${host%:*}" "10.77.0.${host#*:}" || return 1
	done
	for lab in $labs $reading; do
		machine "l$lab" "10.77.0.$((10 + lab))" || return 1
	done
}

# ---------------------------------------------------------------- the labs
# Their first server is the nearer one.
labs_up()
{
	for lab in $labs; do
		hosts='b a'
		[ $((lab % 2)) -eq 0 ] || hosts='a b'
		pair_lab "$lab" "$hosts" || return 1
	done
	pair_reader && pair_lab $reading c 'offline = false;'
}

lab_command() # NUMBER: what tries a login there; the account follows
{
	echo "ip netns exec l$1 $PWD/$BUILD/daemon/tools/labctl" \
	    "-P $TMP/lab$1/pam.d -S portal test-login"
}

# ---------------------------------------------------------------- the people
net_start() # COUNT
{
	net_people=$1
	network || return 1
	at_exit "touch '$TMP/stop'; pair_stop"
	pair_start && crowd_import 1 "$net_people" &&
	pair_admin a app add race https://race.example/ --client public \
	    --redirect-uri https://race.example/back --name race >/dev/null
}

activate() # ACCOUNT...: as IT would
{
	for account; do
		cat <<END
dn: uid=$account,ou=people,$SLAPD_BASE
changetype: modify
replace: portalState
portalState: active
-
replace: userPassword
userPassword: Blue-Harbor-77

END
	done | it_at a ldapmodify >/dev/null
}

people_start() # FIRST ACCOUNT...
{
	: >"$TMP/events"
	echo "$1" >"$TMP/first"
	shift
	echo "$*" >"$TMP/accounts"
	mark calm
	PORTAL_PORT=$PORTAL_PORT PORTAL_CA=$PORTAL_CA PORTAL_BITS=10 \
	    MAIL=$TMP/a/mail:$TMP/b/mail \
	    PARTY='race https://race.example/back' \
	    PAIR_LABS=$(for lab in $labs $reading; do lab_command "$lab"; done) \
	    at w /usr/bin/python3 tests/pair_traffic.py "$TMP" &
	traffic=$!
}

people_stop()
{
	touch "$TMP/stop"
	wait "$traffic"
	it 'all is merged' pair_merged
	/usr/bin/python3 tests/pair_table.py "$TMP/events" \
	    "$TMP/marks" >"$TMP/table"
	people_code=$?
	sed 's/^/# /' "$TMP/table"
	is 'nothing was lost' 0 $people_code
}

# ---------------------------------------------------------------- the faults
now() { cut -d' ' -f1 /proc/uptime; }
mark() { echo "$(now) $*" >>"$TMP/marks"; }

# Since the last mark: at least so many of each kind done.
did() # COUNT
{
	awk -v since="$(tail -n 1 "$TMP/marks")" -v least="$1" '
	    BEGIN { since += 0 }
	    $2 >= since && $4 == "ok" { count[$3]++ }
	    END { exit !(count["sign-in"] >= least && count["code"] >= least &&
		count["sign-on"] >= least && count["login"] >= least) }' \
	    "$TMP/events"
}

break_killed() { kill -9 "$(pair_value "$1" PID)"; } # HOST
mend_killed() { pair_one start "$1" slapd; }
break_frozen() { kill -STOP "$(pair_value "$1" PID)"; } # HOST
mend_frozen() { kill -CONT "$(pair_value "$1" PID)"; }
break_cut_off() { ip link set "wire-$1" down; } # HOST
mend_cut_off() { ip link set "wire-$1" up; }
# Both are reached by everybody but the other; meanwhile $clumsy's password is
# typed wrong at both.
isolate()
{
	for host in a b; do
		ip link set "wire-$host" type bridge_slave isolated "$1"
	done
}
break_split() { isolate on && mistype a 2 && mistype b 2; }
mend_split() { isolate off; }

fault() # FUNCTION WHAT [HOST]
{
	[ $# -lt 3 ] || code_given "$3"
	mark "$2"
	"break_$1" "${3:-}" || it "$2: it is done" false
	it "$2: people go on" await 120 did "$enough"
	[ $# -lt 3 ] || code_waits "$3"
	mark '  and back'
	"mend_$1" "${3:-}" || it "$2: it is mended" false
	it '  and back: both have everything' pair_merged
	it '  and back: people go on' await 120 did "$enough"
	[ $# -lt 3 ] || code_is_good_once "$3"
}

chains_are_whole()
{
	for host in a b; do
		head=$(pair_admin $host audit head |
		    grep -Eo '[12]-[0-9]+-[0-9a-f]{64}-[0-9]+-[0-9a-f]{64}')
		for judge in a b; do
			it "the chain of $host is whole at $judge" \
			    pair_admin $judge audit verify "$head"
		done
	done
}
