#!/bin/sh
# names.sh - the work of making and reading the file of names (CPU time), for BENCH_NAMES accounts
# (30000) and for BENCH_NAMES_MANY (300000; 1000000 takes a minute or two and
# 1 GB): a look-up shall cost the same.
#
# NSS_PEER=PATH:NAME, a libnss_NAME.so.2 whose daemon runs and knows the same
# people (person0 with uid 200000, ...), is read beside ours.
set -eu
# shellcheck disable=SC1091
. tests/getent.sh
# shellcheck disable=SC1091
. tests/bench.sh
BUILD=${BUILD:-build/plain}
bench=$BUILD/tests/bench/names_bench
module=$PWD/build/plain/pam_module/libnss_portal.so.2
few=${BENCH_NAMES:-30000} many=${BENCH_NAMES_MANY:-300000}
rounds=${BENCH_LOOKUPS:-500000}

# The file of names, and what labd knows beside it, anew.
make_names() # COUNT
{
	rm -f "$LAB_STATE"/*
	"$bench" make "$1" >"$TMP/made.$1"
	"$bench" read "$1" "$rounds" "$module" portal >"$TMP/read.$1"
}

column() { cut -d' ' -f"$1" "$2"; }

make_names "$many"
make_names "$few"
for count in "$few" "$many"; do
	# shellcheck disable=SC2046,SC2183
	printf '%s accounts: told %s ms, names made in %s ms, a change %s ms, file %s kB, labd at most %s kB\n' \
	    "$count" $(cat "$TMP/made.$count")
done
title "a look-up in ns, among $many, among $few"
at=0
for kind in 'by name' 'by uid' 'groups of a person' 'of nobody' \
    'the first in a process'; do
	at=$((at + 1))
	row "$kind" "$(column $at "$TMP/read.$many")" \
	    "$(column $at "$TMP/read.$few")" -
done
title 'look-ups by name, millions a second; issue: sssd 1.15 to 1.4'
row "among $few" "$(awk '{ print 1000 / $1 }' "$TMP/read.$few")" 1.4 '>= 1'
row "among $many" "$(awk '{ print 1000 / $1 }' "$TMP/read.$many")" 1.4 '>= 1'
title 'the first look-up in a process, in ms'
row "among $few" "$(awk '{ print $5 / 1e6 }' "$TMP/read.$few")" 0.1 '<= 1'
if [ -n "${NSS_PEER:-}" ]; then
	"$bench" read "$few" 20000 "${NSS_PEER%:*}" "${NSS_PEER#*:}" >"$TMP/peer"
	title "a look-up in ns, beside ${NSS_PEER#*:}"
	for at in 1 2 3 4 5; do
		row "$(echo 'name uid groups nobody first' | column $at -)" \
		    "$(column $at "$TMP/read.$few")" \
		    "$(column $at "$TMP/peer")" '<= 1'
	done
fi
