#!/bin/sh
# config.sh - a daemon's key table, its sample and its man page say the same.
#
# Every daemon with a *_conf.c prints its table with --keys.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
BUILD=${BUILD:-build/plain}

for source in daemon/*/*_conf.c; do
	room=$(dirname "$source")
	noun=$(basename "$source" _conf.c | tr _ -)
	name=$noun
	[ -f "$room/$name.conf.5" ] || name=portal-$noun
	page=$room/$name.conf.5 sample=conf/$name.conf
	if [ ! -x "$BUILD/$room/$name" ]; then
		skip "$name agrees with its documents" 'not built yet'
		continue
	fi
	if ! "$BUILD/$room/$name" --keys >"$TMP/table" 2>"$TMP/why"; then
		is "$name --keys prints its table" '' "failed $(cat "$TMP/why")"
		continue
	fi
	cut -f1 "$TMP/table" | sort >"$TMP/keys"
	is "$sample shows every key of $name" "$(cat "$TMP/keys")" \
	    "$(sed -n 's/^#\{0,1\}\([a-z][a-z_0-9]*\) = .*/\1/p' "$sample" | sort)"
	is "$name.conf(5) explains every key" "$(cat "$TMP/keys")" \
	    "$(sed -n 's/^\.It \(Cm\|Va\|Ic\) //p' "$page" |
	    sed 's/ , \(Cm\|Va\|Ic\) /\n/g' | sort)"
	# A list's default is empty; the sample shows one.
	sed -n 's/^#\([a-z][a-z_0-9]* = \)\([^[].*\);$/\1\2/p' "$sample" |
	    tr -d '"' | sort >"$TMP/shown"
	shown=$(cut -d' ' -f1 "$TMP/shown")
	is "$sample shows the true defaults" "$(cat "$TMP/shown")" \
	    "$(awk -F'\t' -v shown="$shown" '
	    BEGIN { split(shown, keys, "\n"); for (i in keys) is[keys[i]] }
	    $1 in is { print $1 " = " $2 }' "$TMP/table" | sort)"
done
finish
