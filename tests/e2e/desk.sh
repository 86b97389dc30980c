#!/bin/sh
# desk.sh - portal-admin and portal-passwd with a real identityd and slapd.
set -u
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/slapd.sh
# shellcheck disable=SC1091
. tests/conf.sh
slapd_start "$TMP/slapd" || exit 1
at_exit slapd_stop "$TMP/slapd"
# shellcheck disable=SC1091
. tests/directory.sh
tools=${BUILD:-build/plain}/daemon/tools
run=$TMP/run
export HOME="$TMP" LC_ALL=C XDG_RUNTIME_DIR=

mkdir -p "$run" "$TMP/outbox" && mkdir -m 700 "$TMP/keys"
conf_identityd "$TMP" 'due_ms = 50;' >"$TMP/identityd.conf"
"${BUILD:-build/plain}/daemon/identityd/identityd" -d \
    -c "$TMP/identityd.conf" 2>"$TMP/log" &
at_exit "kill $! 2>/dev/null"
await 20 test -S "$run/ctl/ctl.sock" || { cat "$TMP/log"; exit 1; }
directory_fill || exit 1

admin() { "$tools/portal-admin" --socket "$run/ctl/ctl.sock" "$@"; }
desk() { "$tools/portal-admin" --socket "$run/self/self.sock" "$@"; }
passwd() { "$tools/portal-passwd" --socket "$run/self/self.sock" "$1"; }

add() # ID SCHOOL NAME ARG...
{
	add_id=$1
	shift
	echo "$add_id" | admin person add "$@"
}

reset() # ID CODE PASSWORD
{
	printf '%s\n' "$@" | passwd reset
}

code_of() { admin code show "$1" --why test | sed -n 's/^code: //p'; }
field() { sed -n "s/^$1: //p"; } # NAME, of what is on standard input

# Its signing key takes a second.
it 'every check of a sound installation is ok' await 20 admin check
admin school add 353601 和平國小 --kind elementary >"$TMP/out"
admin school add 353699 小熊幼兒園 --kind private_kindergarten >"$TMP/out"
admin unit add 353601 教務處 >"$TMP/out"
is 'a school is listed as it was added' "353601	和平國小	elementary" \
    "$(admin school list | grep ^353601)"
admin notice add renewal 改版中 --from 115/9/1 --audience everyone \
    --text "$(printf '第一行\n第二行')" >"$TMP/out"
is 'a notice of two lines is one line of a list' \
    "$(printf 'notice\ttitle\ttext\tstate\ttitle_en\ttext_en\tfrom\tuntil\taudience\n%s' \
	'renewal	改版中	第一行\n第二行	shown			2026-09-01		everyone')" \
    "$(admin notice list)"

# --- people
is 'a person gets a name by the shown rule' wang.daming \
    "$(add A123456789 353601 王大明 --kind TEACHER --mail wang@school.example \
	--unit 教務處 --posted-from 115/8/1 --name-en 'Wang Da-Ming' |
	field account)"
is 'the same again changes nothing' same \
    "$(add A123456789 353601 王大明 --kind TEACHER --mail wang@school.example \
	--unit 教務處 --posted-from 115/8/1 --name-en 'Wang Da-Ming' |
	field result)"
is 'the day is the day that was entered' 2026-08-01 \
    "$(admin person show wang.daming | field posted_from)"
fails 'a wrong check digit needs a reason' 65 \
    add A123456788 353601 陳 --kind TEACHER --mail chen@school.example
it 'with a reason it passes' add A123456788 353601 陳 --kind TEACHER \
    --mail chen@school.example --why 'seen on the card'
fails 'a private kindergarten has no accounts' 77 \
    add F131104093 353699 林 --kind TEACHER --mail lin@school.example
is 'a person is found by national ID in other letters' wang.daming \
    "$(echo ' a123456789' | admin person find | sed -n 2p | cut -f1)"
is 'what id print says is in the entry' \
    "$(echo A123456789 | admin id print | field detail)" \
    "$(as_it ldapsearch -LLL -o ldif_wrap=no -b "$(person wang.daming)" \
	portalNationalIdIndex 2>"$TMP/err" |
	sed -n 's/^portalNationalIdIndex: //p')"

# --- the code and the password
it 'forgot promises a letter' sh -c \
    "printf 'A123456789\nwang@school.example\n' |
    $tools/portal-passwd --socket $run/self/self.sock forgot"
code=$(code_of wang.daming)
fails 'a password that breaks a rule is refused' 65 \
    reset A123456789 "$code" short
fails 'a wrong code is refused' 77 \
    reset A123456789 '0000 0000 0001' 'right paSSword of 41 kites'
it 'the code sets the password' \
    reset A123456789 "$code" 'right paSSword of 41 kites'
fails 'again it says that the password is set' 2 \
    reset A123456789 "$code" 'right paSSword of 41 kites'
it 'the password changes by the old one' sh -c \
    "printf '%s\n' wang.daming 'right paSSword of 41 kites' \
	'another one of 42 kites' |
    $tools/portal-passwd --socket $run/self/self.sock change"

# --- personnel at the door of all staff
admin role grant personnel wang.daming --school 353601 >"$TMP/out"
fails 'who has not signed in may not look' 77 desk person show chen
it 'personnel sign in' sh -c "echo 'another one of 42 kites' |
    $tools/portal-admin --socket $run/self/self.sock login wang.daming"
is 'the session is its owner'\''s alone' 600 \
    "$(stat -c %a "$TMP/.portal-admin.session")"
it 'then they see their own school' desk person show chen
fails 'and not another one' 77 desk person show active1
it 'they show a code to whoever had no letter' \
    desk code issue chen --why 'no letter'
it 'they sign out' desk logout
fails 'after which nobody is signed in' 1 desk logout

# --- rosters
cat >"$TMP/roster.csv" <<END
身分證字號,姓名,人員類別,電子信箱,證號說明
A800000014,甲,教師,jia@school.example,
AC01234576,乙,代理教師,yi@school.example,
H900000020,丙,教師,bing@school.example,seen on the card
A123456789,王大明,教師,wang@school.example,
END
fails 'a roster is not applied before somebody agrees' 77 \
    admin import --school 353601 "$TMP/roster.csv"
it 'a roster is imported' \
    admin import --school 353601 --yes "$TMP/roster.csv"
is 'importing it again changes nothing' \
    'plan: created 0, changed 0, same 4, refused 0' \
    "$(admin import --school 353601 --yes "$TMP/roster.csv")"
sed 's/jia@/jia2@/' "$TMP/roster.csv" >"$TMP/changed.csv"
is 'a changed line changes one person' \
    'import: created 0, changed 1, same 3, refused 0' \
    "$(admin import --school 353601 --yes "$TMP/changed.csv" | tail -n 1)"
sed 's/教師/海盜/;s/AC01234576/AC01234570/' "$TMP/roster.csv" >"$TMP/odd.csv"
fails 'a roster with faults is refused whole' 65 \
    admin import --school 353601 --yes "$TMP/odd.csv"
is 'with the line of every fault' '2 3 4 5' \
    "$(admin import --school 353601 --yes "$TMP/odd.csv" 2>&1 |
	sed -n 's/^line \([0-9]*\):.*/\1/p' | sort -u | paste -sd ' ')"

# --- structure, keys, audit
it 'a group, a member' sh -c "
    a='$tools/portal-admin --socket $run/ctl/ctl.sock'
    \$a group add readers --name 讀書會 &&
    \$a group join readers wang.daming &&
    \$a group list --group readers | grep -q wang.daming &&
    \$a group part readers wang.daming"
it 'a machine comes and goes' sh -c "
    a='$tools/portal-admin --socket $run/ctl/ctl.sock'
    \$a machine add desk-01 353601 | grep -q ^secret: &&
    \$a machine list | grep -q desk-01 && \$a machine del desk-01 &&
    ! \$a machine list | grep -q desk-01"
it 'a link comes and goes' sh -c "
    a='$tools/portal-admin --socket $run/ctl/ctl.sock'
    \$a app add webitr https://leave.example/ --name WebITR &&
    \$a app list | grep -q webitr && \$a app del webitr"
is 'a new key is the newest' 2 "$(admin key add id | field kid)"
fails 'a key in use cannot be retired' 2 admin key retire id 1
makes() { admin key list | awk -v ring="$1" '$1 == ring && $2 == "newest" { print $5 }'; }
is 'a key is prepared' 2 "$(admin key prepare session | field kid)"
is '  and makes nothing yet' 1 "$(makes session)"
it '  until it is told' admin key use session 2
is '  and then' 2 "$(makes session)"
fails 'a key that is not there makes nothing' 1 admin key use session 9
head=$(admin audit head | field detail)
it 'the audit chain is what its head says' admin audit verify "$head"
fails 'a head that is none is refused' 77 admin audit verify "${head}0"
is 'every showing of a code is in the audit trail' 2 \
    "$(admin audit list | awk -F'\t' '$4 == "code_show" || $4 == "code_issue"' |
	grep -c .)"
it 'counts and letters are told' sh -c "
    a='$tools/portal-admin --socket $run/ctl/ctl.sock'
    \$a stats | grep -q ^active && \$a mail list && \$a mail retry"
fails 'somebody who is not there is absent' 1 admin person show nobody.here
is 'no national ID is in the log' '' \
    "$(grep -iE 'A123456789|A800000014|kites' "$TMP/log")"
finish
