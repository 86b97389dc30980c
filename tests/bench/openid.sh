#!/bin/sh
# openid.sh - sign-on to other services through nginx and TLS: whole ones, with
# a session that lives; tokens beside what RS256 alone costs; the answer to a
# request beside the sign-in page that it spares.
#
# BENCH_SIGN_ONS in all.
# shellcheck disable=SC1091,SC2153
set -eu
. tests/bench.sh
. tests/portal.sh
slice_count=3 askers=4
slice=$((${BENCH_SIGN_ONS:-900} / slice_count))
dir=$(mktemp -d)
trap 'portal_stop "$dir"; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
NGINX_RATE=100000r/s portal_start "$dir"
portal_people "$dir"
portal_activate "$dir" 2 a2@school.example Blue-Harbor-77
OPENID_BACK=https://bench.example/back
OPENID_SECRET=$(portal_admin "$dir" app add bench https://bench.example/ \
    --client confidential --redirect-uri $OPENID_BACK \
    --scope 'profile email' | sed -n 's/^secret[:[:space:]]*//p')
export SLAPD_DIR SLAPD_LDAPI TOWN_DIR="$dir" TOWN_RUN="$dir/run" \
    PORTAL_URL PORTAL_HOST PORTAL_PORT PORTAL_CA OPENID_BACK OPENID_SECRET \
    PORTAL_BITS="${PORTAL_PROOF_BITS:-10}"
session=$("$BUILD/tests/bench/portal_bench" session)

measure() # WORK [ASKERS]: more lines in DIR/WORK
{
	node tests/bench/openid_bench.mjs "$1" "$session" "$slice" ${2:+"$2"} \
	    >>"$dir/$(echo "$1" | tr -d /)"
}

for _ in $(slices $slice_count); do
	for work in sign-on token userinfo; do
		measure $work $askers
	done
	measure authorize
	measure /sign-in
	# Both cores, as the asking and the answering have them.
	openssl speed -seconds 1 -multi 2 rsa2048 2>/dev/null |
	    awk '/^rsa 2048/ { print $6 }' >>"$dir/rs256"
done
title "sign-on, a second by $askers askers"
row 'whole ones, RS256 signatures' "$(p50 "$dir/sign-on")" \
    "$(p50 "$dir/rs256")" -
row 'tokens, RS256 signatures' "$(p50 "$dir/token")" "$(p50 "$dir/rs256")" -
row 'userinfo, tokens' "$(p50 "$dir/userinfo")" "$(p50 "$dir/token")" '>= 1'
title 'one at a time, p50 ms'
row 'sign-on with a live session, sign-in page' "$(p50 "$dir/authorize")" \
    "$(p50 "$dir/sign-in")" -
