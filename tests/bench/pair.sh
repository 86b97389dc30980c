#!/bin/sh
# pair.sh - two providers, two hosts, one nginx, six lab machines, each with a
# network of its own: people go on while a provider is killed, frozen, cut off
# and back. Prints what was found, and a table of faults and outcomes.
set -u
if [ "$(id -u)" -ne 0 ]; then
	echo 'pair.sh: needs root, for networks of its own'
	exit 0
fi
if [ "${1:-}" != inside ]; then
	tests/unpack.sh slapd nginx
	exec unshare -mnp --fork --mount-proc --kill-child "$0" inside
fi
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
# shellcheck disable=SC2034 # pair.sh reads them
PAIR_ADDRESS_a=10.77.0.1 PAIR_ADDRESS_b=10.77.0.2
PAIR_ENTER_a='ip netns exec a' PAIR_ENTER_b='ip netns exec b'
PAIR_ENTER_w='ip netns exec w'
# shellcheck disable=SC1091
. tests/pair.sh
labs='1 2 3 4 5 6'

# ------------------------------------------------------------- the network
machine() # NAME ADDRESS: a network that reaches the others
{
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
	for host in a:1 b:2 w:9; do
		machine "${host%:*}" "10.77.0.${host#*:}" || return 1
	done
	for lab in $labs; do
		machine "l$lab" "10.77.0.$((10 + lab))" || return 1
	done
}

# ---------------------------------------------------------------- the labs
lab_up() # NUMBER: labd, whose first server is the nearer one
{
	lab=$TMP/lab$1
	mkdir -m 755 "$lab" "$lab/state" "$lab/pam.d"
	pair_admin a machine add "lab$1" 014501 | sed -n 's/^secret: *//p' |
	    tr -d '\n' >"$lab/machine"
	chmod 600 "$lab/machine"
	nearer=a
	[ $(($1 % 2)) -eq 1 ] || nearer=b
	servers="\"$(pair_value $nearer LDAPS)\", \"$(pair_value \
	    "$(other $nearer)" LDAPS)\""
	on a conf_labd "$lab/machine" "$lab/state" "$lab/labd.sock" \
	    'poll_s = 1;' 'workers = 2;' |
	    sed -e "s|^servers = .*|servers = [ $servers ];|" \
	        -e "s|cn=lab1,|cn=lab$1,|" >"$lab/labd.conf"
	ip netns exec "l$1" "$BUILD/daemon/labd/labd" -d -c "$lab/labd.conf" \
	    </dev/null >"$lab/log" 2>&1 &
	for type in auth account; do
		conf_pam "$lab/labd.sock" $type
	done >"$lab/pam.d/portal"
}

lab_command() # NUMBER: what tries a login there; the account follows
{
	echo "ip netns exec l$1 $PWD/$BUILD/daemon/tools/labctl" \
	    "-P $TMP/lab$1/pam.d -S portal test-login"
}

# -------------------------------------------------------------- the people
# shellcheck disable=SC1091
. tests/crowd.sh
TOWN_RUN=$TMP/a/run TOWN_DIR=$TMP/a
export TOWN_RUN TOWN_DIR
first=301 people=700 # crowd1 to crowd200 are for the race

# Who signs in and logs in: active, with the one password.
accounts='crowd201 crowd202 crowd203 crowd204 crowd205 crowd206 crowd207 crowd208'
clumsy=crowd209 # whose password is typed wrong
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
		count["login"] >= least) }' "$TMP/events"
}

break_killed() { kill -9 "$(pair_value a PID)"; }
mend_killed() { pair_one start a slapd; }
break_frozen() { kill -STOP "$(pair_value b PID)"; }
mend_frozen() { kill -CONT "$(pair_value b PID)"; }
break_cut_off() { ip link set wire-a down; }
mend_cut_off() { ip link set wire-a up; }
# Both are reached by everybody but the other.
isolate()
{
	for host in a b; do
		ip link set "wire-$host" type bridge_slave isolated "$1"
	done
}
break_split() { isolate on; }
mend_split() { isolate off; }

binds_at() # HOST PASSWORD
{
	ldapwhoami -x -H "$(pair_value "$1" LDAPI)" \
	    -D "uid=$clumsy,ou=people,$SLAPD_BASE" -w "$2"
}
# New keys: as identityd(8) says it of several hosts.
break_keys()
{
	pair_one stop b front
	for ring in id code session audit sign; do
		pair_admin a key add $ring >/dev/null || return 1
	done
	copy_keys && pair_one start b front
}
mend_keys() { pair_admin a key retire session 1 >/dev/null && copy_keys; }
copy_keys()
{
	for ring in "$TMP/a/keys/"*; do
		cp -p "$ring" "$TMP/b/keys.new" &&
		mv "$TMP/b/keys.new" "$TMP/b/keys/${ring##*/}" || return 1
	done
}

mistype() # HOST TIMES: the password of $clumsy
{
	for _ in $(seq "$2"); do
		binds_at "$1" wrong 2>/dev/null || :
	done
}
failures_at() # HOST: how many are counted
{
	it_at "$1" ldapsearch -LLL -b "uid=$clumsy,ou=people,$SLAPD_BASE" \
	    -s base pwdFailureTime | grep -c '^pwdFailureTime:'
}

fault() # FUNCTION WHAT
{
	mark "$2"
	"break_$1" || it "$2: it is done" false
	if [ "$1" = split ]; then
		mistype a 2 && mistype b 2
	fi
	it "$2: people go on" await 60 did 4
	mark '  and back'
	"mend_$1"
	it '  and back: both have everything' pair_merged
	it '  and back: people go on' await 60 did 4
}

network || exit 1
at_exit "touch '$TMP/stop'; pair_stop"
pair_start || exit 1
crowd_import 1 $people
# shellcheck disable=SC2086 # a name each
activate $accounts $clumsy
pair_admin a app add race https://race.example/ --client public \
    --redirect-uri https://race.example/back --name race >/dev/null
for lab in $labs; do
	lab_up "$lab"
done
it 'both hosts have everybody' pair_merged

PAIR_RUN_A=$TMP/a/run PAIR_RUN_B=$TMP/b/run "$BUILD/tests/bench/pair_bench" \
    >"$TMP/race" 2>&1
code=$?
sed 's/^\(not \)*ok [0-9]* - /# &/' "$TMP/race"
is 'what is good once is good once, at both' 0 $code

: >"$TMP/events"
mark calm
echo "$accounts" >"$TMP/accounts"
echo $first >"$TMP/first"
PORTAL_PORT=$PORTAL_PORT PORTAL_CA=$PORTAL_CA PORTAL_BITS=10 \
    MAIL=$TMP/a/mail:$TMP/b/mail \
    PAIR_LABS=$(for lab in $labs; do lab_command "$lab"; done) \
    at w /usr/bin/python3 tests/bench/pair_traffic.py "$TMP" &
traffic=$!
it 'people sign in, set passwords and log in' await 60 did 4
fault keys 'new keys, at both hosts'
fault killed 'a provider is killed'
fault frozen 'a provider is frozen'
fault cut_off 'a host is cut off'
fault split 'the hosts are cut apart'
touch "$TMP/stop"
wait $traffic
it 'all is merged' pair_merged

/usr/bin/python3 tests/bench/pair_table.py "$TMP/events" "$TMP/marks" \
    >"$TMP/table"
code=$?
sed 's/^/# /' "$TMP/table"
is 'nothing was lost' 0 $code

for host in a b; do
	is "wrong passwords at both were counted together at $host" 4 \
	    "$(failures_at $host)"
done
mistype a 1
it 'both hear of the fifth' pair_merged
for host in a b; do
	fails "which locks at $host" 49 binds_at $host Blue-Harbor-77
done
for host in a b; do
	head=$(pair_admin $host audit head | grep -Eo '[12]-[0-9]+-[0-9a-f]{64}-[0-9]+-[0-9a-f]{64}')
	for judge in a b; do
		it "the chain of $host is whole at $judge" \
		    pair_admin $judge audit verify "$head"
	done
done
finish
