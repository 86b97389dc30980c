#!/bin/sh
# letters.sh - letters a second through portal-mailer to a relay that takes them
# at once and to one that takes a second and a half for each, one at a time and
# as many as it usually sends.
#
# BENCH_LETTERS for the quick relay, BENCH_SLOW_LETTERS for the other. The figure
# is that of eight at once, the peer that of one.
# shellcheck disable=SC1091
set -eu
. tests/bench.sh
. tests/lib.sh
. tests/conf.sh
BUILD=${BUILD:-build/plain}
fake=$BUILD/tests/e2e/identityd_fake
dir=$TMP/box pids=
stop()
{
	# shellcheck disable=SC2086
	kill $pids 2>/dev/null || :
}
at_exit stop
mkdir -p "$dir/outbox" "$dir/run/mailer"

promise() # COUNT: as many letters, each to another address
{
	for n in $(seq "$1"); do
		echo "p$n@school.example" >"$dir/mail.$("$fake" put "$dir" reset)"
	done
}

is_empty()
{
	[ -z "$(find "$dir/outbox/due" "$dir/outbox/sent" -type f)" ]
}

# Prints the rate; the relay's time for a letter is RELAY_S.
rate() # LETTERS CONNECTIONS
{
	promise "$1"
	conf_mailer "$dir" "$port" "connections = $2;" >"$dir/conf"
	since=$(date +%s%N)
	"$BUILD/daemon/mail/portal-mailer" -d -c "$dir/conf" 2>"$dir/log" &
	mailer=$!
	await 300 is_empty
	awk -v n="$1" -v ns=$(($(date +%s%N) - since)) \
	    'BEGIN { print n / ns * 1e9 }'
	kill $mailer
	wait $mailer || :
}

"$fake" serve "$dir" "$dir/run/mailer/mailer.sock" 2>"$dir/log.fake" &
pids=$!
await 10 test -S "$dir/run/mailer/mailer.sock"
title 'letters a second'
for letters in "0 ${BENCH_LETTERS:-200}" "1.5 ${BENCH_SLOW_LETTERS:-24}"; do
	RELAY_S=${letters% *}
	port=$(free_port)
	PYTHONPATH=tests/bench RELAY_S=$RELAY_S /usr/bin/python3 -m aiosmtpd -n \
	    -l "127.0.0.1:$port" -c slow_relay.Slow "$TMP/mail" </dev/null &
	pids="$pids $!"
	await 10 listens "$port"
	one=$(rate "${letters#* }" 1)
	eight=$(rate "${letters#* }" 8)
	aim=-
	[ "$RELAY_S" = 0 ] || aim='>= 6'
	row "a relay that takes $RELAY_S s: eight at once, one" \
	    "$eight" "$one" "$aim"
done
