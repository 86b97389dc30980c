#!/bin/sh
# rooms.sh - rooms look only down, and pure files stay pure.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
BUILD=${BUILD:-build/plain}

# Files that never open, send, sleep, draw lots or ask the time: what they
# need is a parameter. A file not there yet is passed over.
pure='base/almanac base/csv base/err base/ops base/text base/wire dir/filter dir/quality
identityd/account identityd/authorize identityd/claims identityd/client_uri
identityd/code identityd/keyset identityd/national_id
identityd/response identityd/scope jose/jwk jose/jwt
identityd/roster identityd/rules identityd/staff identityd/audit_chain
leaved/approval leaved/book leaved/book_step leaved/book_year leaved/calendar
leaved/calendar_csv leaved/calendar_ics leaved/columns leaved/cover leaved/entitlement leaved/facts leaved/filing
leaved/ledger leaved/overtime leaved/plan leaved/record leaved/refusal leaved/request
leaved/rights leaved/rulefile leaved/rules leaved/timetable leaved/verdict leaved/worktime mail/letter mail/letter_text
mail/mail_address mail/mime mail/outbox_name mail/promise
portal/picture portal/proof
web/body web/cookie web/dateline web/form web/form_multipart web/message web/template
web/template_parse'

# allowed ROOM: the rooms it may include, itself aside.
allowed()
{
	case $1 in
	base) echo ;;
	dir | db | jose | mail | seal | web | pam_module) echo base ;;
	labd) echo base dir ;;
	identityd) echo base dir jose mail seal ;;
	leaved) echo base dir db jose mail seal ;;
	front) echo base web ;;
	leave | portal) echo base front web ;;
	tools) echo base dir mail ;;
	*) echo ;;
	esac
}

# A tool or a page shows what a daemon computes: it may use that daemon's pure
# files; leave-calc reads the rules that leaved reads, portal-passwd the portal's
# JSON; leaved chains its audit as identityd does.
shared='leaved/rulefolder leaved/faults portal/proof web/message'
for dir in daemon/*/ pam_module/; do
	room=$(basename "$dir")
	is "$room includes only rooms below it" '' \
	    "$(grep -Ho '^#include "[a-z_]*/[a-z_0-9]*\.h"' "$dir"*.[ch] |
	    awk -F'["/.]' -v room="$room" -v rooms="$(allowed "$room")" \
		-v pure="$pure $shared" '
	    BEGIN {
		split(rooms " " room, list, " ")
		for (i in list) may[list[i]]
		split(pure, list, /[ \n]+/)
		for (i in list) is_pure[list[i]]
	    }
	    { sub(/.*#include "/, ""); sub(/\.h"$/, ""); noun = $0
	      there = noun; sub(/\/.*/, "", there) }
	    !(there in may) && !((room == "tools" || room == "portal" ||
		noun == "identityd/audit_chain") && noun in is_pure) {
		print noun }')"
done

impure='open|open64|openat|openat64|fopen|fopen64|read|write|pread|pwrite|socket
connect|send|sendto|sendmsg|recv|recvfrom|recvmsg|accept4|ask|poll|ppoll|select
sleep|usleep|nanosleep|clock_nanosleep|time|clock_gettime|gettimeofday
localtime|localtime_r|clock_now_s|clock_mono_ms|fork|execve|system|popen|getenv
random|rand|getrandom|getentropy|randombytes_buf|randombytes_random
syslog|log_line|printf|puts|fprintf'
impure=$(printf '%s' "$impure" | tr '\n' '|')
for noun in $pure; do
	[ -f "daemon/$noun.c" ] || continue
	object=$BUILD/daemon/$noun.o
	if [ ! -f "$object" ]; then
		skip "$noun is pure" 'no program uses it yet'
		continue
	fi
	is "$noun neither opens, sends, waits nor asks the time" '' \
	    "$(nm -u "$object" | sed 's/.* U //; s/^__//; s/_chk$//' |
	    grep -xE "$impure" || :)"
done
finish
