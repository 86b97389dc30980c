#!/bin/sh
# term.sh - the first day of term of a city of 30,000 people: 300 lab machines
# poll, people sign in as fast as 2,000 do in a quarter of an hour, others set
# their first password as fast as 150 do in ten minutes, all at one school's
# address, and the mail relay is slow. Then 12 come at once; then more and more
# sign in at once, until it goes no faster. Every part is real, the labd too.
#
#	tests/bench/term.sh			the same rates for a minute and a half
#	TERM_SECONDS=900 tests/bench/term.sh	the whole quarter of an hour
#
# TERM_LABS, TERM_PEOPLE and RELAY_S are how many and how slow. The table is in
# build/bench/term.txt, a drawing of it in term.svg beside it. On this machine
# people, labs and servers share the processors: the table says who took what.
# shellcheck disable=SC1091,SC2034,SC2153
set -eu
. tests/bench.sh
. tests/portal.sh
. tests/crowd.sh
seconds=${TERM_SECONDS:-90} labs=${TERM_LABS:-300} people=${TERM_PEOPLE:-30000}
# crowd1001 ... have no password yet (lesser numbers are portal_people's).
first=1001 claims=300 burst=12
RELAY_S=${RELAY_S:-1.5}
export RELAY_S
dir=$(mktemp -d)
out=build/bench
pids=
stop()
{
	touch "$dir/stop"
	# shellcheck disable=SC2086
	[ -z "$pids" ] || kill $pids 2>/dev/null || :
	portal_stop "$dir"
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM PIPE

now() { cut -d' ' -f1 /proc/uptime; }
mark() { echo "$(now) $*" >>"$dir/marks"; }
part() { echo "$1 $2" >>"$dir/parts"; }

# ----------------------------------------------------------------- the city
hash_of() # SCHEME PASSWORD
{
	slapd_tool slappasswd -n -h "{$1}" -s "$2" \
	    -o module-path="$SLAPD_ROOT/slapd/usr/lib/ldap" \
	    -o module-load='argon2.so m=19456 t=3 p=1'
}

# Everybody who has a password, and a school for every lab machine.
city() # FIRST LAST
{
	/usr/bin/python3 tests/bench/term_city.py "$SLAPD_BASE" "$labs" \
	    "$(hash_of SSHA "$(cat "$dir/machine")")" \
	    "$(hash_of ARGON2 Blue-Harbor-77)" "$1" "$2"
}

# While it is stopped: a running slapd tells no lab of what it has not seen.
settle()
{
	portal_one stop "$dir" slapd
	city $((first + claims)) $((first + people - 1)) |
	    slapd_tool slapadd -q -n 1 -w -S 1 -F "$dir/slapd.d"
	portal_one start "$dir" slapd
}

lab_up() # NUMBER
{
	lab=$dir/lab$1
	mkdir -m 755 "$lab" "$lab/state"
	conf_labd "$dir/machine" "$lab/state" "$lab/labd.sock" |
	    sed "s/cn=lab1,/cn=lab$1,/" >"$lab/labd.conf"
	"$BUILD/daemon/labd/labd" -d -c "$lab/labd.conf" </dev/null \
	    >"$lab/log" 2>&1 &
	pids="$! $pids"
	part labs $!
}

labs_up()
{
	for lab in $(slices "$labs"); do
		lab_up "$lab"
	done
	for lab in $(slices "$labs"); do
		portal_await grep -q 'names people=[1-9]' "$dir/lab$lab/log"
	done
}

relay_up()
{
	PORTAL_RELAY=$(slapd_port)
	PYTHONPATH=tests/bench /usr/bin/python3 -m aiosmtpd -n \
	    -l "127.0.0.1:$PORTAL_RELAY" -c slow_relay.Slow "$dir/mail" \
	    </dev/null >"$dir/log.relay" 2>&1 &
	pids="$! $pids"
	part relay $!
}

# ----------------------------------------------------------------- the people
visit() # SECONDS KIND:RATE:FIRST...
{
	PORTAL_BITS=10 MAIL=$dir/mail /usr/bin/python3 \
	    tests/bench/term_traffic.py "$dir" "$@" &
	part people $!
	wait $!
}

# The usual limits are for one school; these askers have one address as well.
limits_away()
{
	nginx_stop "$dir"
	NGINX_RATE=100000r/s nginx_conf "$dir" "$dir/front.sock" \
	    "$PORTAL_PORT" "$PORTAL_PLAIN_PORT"
	nginx_run "$dir"
	part nginx "$NGINX_PID"
	portal_one stop "$dir" identityd
	portal_limits >>"$dir/identityd.conf"
	portal_one start "$dir" identityd
	part identityd "$(cat "$dir/pid.identityd")"
}

askers() # COUNT: some twenty seconds at most
{
	mark "ramp $1"
	PORTAL_BITS=10 "$BUILD/tests/bench/portal_bench" each-sign-in 1 \
	    $((60 + 15 * $1)) "$1" >"$dir/ramp.$1" &
	part people $!
	wait $!
}

mkdir -p "$out"
printf 'machine secret of all labs' >"$dir/machine"
chmod 600 "$dir/machine"
: >"$dir/events"
relay_up
export PORTAL_RELAY
PORTAL_DUE_MS=500 PORTAL_LIMITS=usual portal_start "$dir"
TOWN_RUN=$dir/run TOWN_DIR=$dir
export SLAPD_DIR SLAPD_LDAPI TOWN_DIR TOWN_RUN PORTAL_URL PORTAL_HOST \
    PORTAL_PORT PORTAL_CA
portal_people "$dir"
for n in 1 2 3 4; do # who portal_bench signs in
	portal_activate "$dir" $n a$n@school.example Blue-Harbor-77
done
crowd_import $first $claims
settle
for daemon in identityd front mailer; do
	name=$daemon
	[ $daemon = identityd ] || name=portal-$daemon
	part $name "$(cat "$dir/pid.$daemon")"
done
part slapd "$(cat "$dir/slapd.pid")"
part nginx "$NGINX_PID"
/usr/bin/python3 tests/bench/term_watch.py "$dir" &
watch=$!
mark start
labs_up
mark labs
visit 20 # nobody: what polls take
mark day
visit "$seconds" sign-in:2.2222:$((first + claims)) claim:0.25:$first
mark burst
visit 1 claim:$burst:$((first + claims - burst))
mark pause
PORTAL_LIMITS='' limits_away
for count in 1 2 4 8 16 32; do
	askers $count
done
mark end
touch "$dir/stop"
wait $watch # it looks at their memory last

/usr/bin/python3 tests/bench/term_plot.py "$dir" "$out/term.svg"
code=0
/usr/bin/python3 tests/bench/term_table.py "$dir" "$labs" "$(nproc)" \
    >"$out/term.txt" || code=$?
cat "$out/term.txt"
echo "the table and a drawing: $out/term.txt, $out/term.svg"
[ "$code" -eq 0 ]
