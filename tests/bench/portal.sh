#!/bin/sh
# portal.sh - the portal through nginx and TLS: its pages beside the same bytes
# from a file, the home page beside the questions behind it, signing in beside
# the directory's own hashing; what a page weighs; who waits when others are
# frozen.
#
# BENCH_SECONDS for each slice of a load, BENCH_SIGN_INS in all. Hashing takes
# whatever memory and time the machine has, and that changes by the minute: so
# sign-ins and binds take turns of about a second, and each is held against its
# neighbour.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
. tests/portal.sh
bench=$BUILD/tests/bench/portal_bench
slice_count=5 turns=15 askers=4
seconds=${BENCH_SECONDS:-3}
turn=$((${BENCH_SIGN_INS:-600} / turns))
[ -d build/node ] || MAKEFLAGS="" make -s build/node
dir=$(mktemp -d)
trap 'portal_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
# nginx lets in as many as one wrk asks for.
NGINX_RATE=100000r/s portal_start "$dir"
portal_people "$dir"
for n in 1 2 3 4; do
	portal_activate "$dir" $n a$n@school.example Blue-Harbor-77
done
export SLAPD_DIR SLAPD_LDAPI TOWN_DIR="$dir" TOWN_RUN="$dir/run" \
    PORTAL_URL PORTAL_HOST PORTAL_PORT PORTAL_CA \
    PORTAL_BITS="${PORTAL_PROOF_BITS:-10}"
session=$("$bench" session demoa2)
browse "$PORTAL_URL/sign-in" >"$dir/share/static/page.html"

load() # NAME PATH [HEADER...]: pages a second, a line more in DIR/NAME
{
	load_name=$1 load_path=$2
	shift 2
	for header; do
		set -- "$@" -H "$header"
		shift
	done
	wrk -t 1 -c $((2 * askers)) -d "$seconds" -H "Host: $PORTAL_HOST" "$@" \
	    "https://127.0.0.1:$PORTAL_PORT$load_path" >"$dir/wrk"
	if grep -q 'Non-2xx' "$dir/wrk"; then
		cat "$dir/wrk" >&2
		exit 1
	fi
	sed -n 's|^Requests/sec: *||p' "$dir/wrk" >>"$dir/$load_name"
}

crowd() # WORK COUNT: items a second, a line more in DIR/WORK
{
	"$bench" "$1" 1 "$2" $askers | awk '{ print $1 / $2 }' >>"$dir/$1"
}

for _ in $(slices $slice_count); do
	load file /static/page.html
	load page /sign-in
	load file-new /static/page.html 'Connection: close'
	load page-new /sign-in 'Connection: close'
	load home / "Cookie: __Host-portal=$session"
	for work in ask-and-search session; do
		crowd $work $((seconds * 1500))
	done
done
for n in $(slices $turns); do
	[ $((n % 2)) -eq 0 ] || crowd bind "$turn"
	crowd sign-in "$turn"
	[ $((n % 2)) -eq 1 ] || crowd bind "$turn"
done
title "the portal, pages a second by $((2 * askers)) connections"
row 'sign-in page, the same bytes from a file' "$(p50 "$dir/page")" \
    "$(p50 "$dir/file")" '>= 0.6'
row '  on a new connection each' "$(p50 "$dir/page-new")" \
    "$(p50 "$dir/file-new")" '>= 0.6'
row 'home page, one ask and one indexed search' "$(p50 "$dir/home")" \
    "$(p50 "$dir/ask-and-search")" '>= 0.8' \
    "$(pairs "$dir/home" "$dir/ask-and-search")"
row 'home page, asking whose session it is' "$(p50 "$dir/home")" \
    "$(p50 "$dir/session")" -
row "sign-ins by $askers askers, binds" "$(p50 "$dir/sign-in")" \
    "$(p50 "$dir/bind")" '>= 0.9' "$(pairs "$dir/sign-in" "$dir/bind")"

title 'what a page weighs (figure KB, peer the aim)'
PORTAL_DIR=$dir node tests/bench/portal_weight.mjs "$session" |
    while read -r path requests bytes; do
	row "$path" "$(awk -v b="$bytes" 'BEGIN { print b / 1024 }')" 30 '<= 1'
	row "  in requests" "$requests" 5 '<= 1'
    done

title 'meanwhile (figure ms, peer at once: 100 ms)'
/usr/bin/python3 tests/bench/portal_held.py "$PORTAL_PORT" "$PORTAL_CA" \
    "$session" "$SLAPD_PID" "$(cat "$dir/pid.identityd")" >"$dir/held"
while read -r page ms status; do
	aim='<= 1'
	[ "$page" != slapd-frozen,/me ] || aim=-
	row "$(echo "$page" | tr , ' ') $status" "$ms" 100 "$aim"
done <"$dir/held"
