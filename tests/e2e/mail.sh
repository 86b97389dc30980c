#!/bin/sh
# mail.sh - portal-mailer against relays that work, refuse, stall and lie.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh
BUILD=${BUILD:-build/plain}
fake=$BUILD/tests/e2e/identityd_fake
mailer=$BUILD/daemon/mail/portal-mailer
code=271828182845
timeout_s=10 dir=$TMP/box relay=$TMP/relay
mkdir -p "$dir/outbox" "$relay"
echo wang@example.edu >"$dir/mail"

# until_true COMMAND...: waits up to 20 s for the command to succeed.
until_true()
{
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ "$tries" -lt 400 ] || return 1
		sleep 0.05
	done
}

start() # NAME COMMAND...: in the background; stopped by stop NAME.
{
	name=$1
	shift
	"$@" >"$TMP/$name.out" 2>&1 &
	echo $! >"$TMP/$name.pid"
}

stop() # NAME [SIGNAL]
{
	[ -s "$TMP/$1.pid" ] || return 0
	pid=$(cat "$TMP/$1.pid")
	rm -f "$TMP/$1.pid"
	kill "-${2:-TERM}" "$pid" 2>/dev/null || :
	wait "$pid" 2>/dev/null || :
}

stop_all()
{
	for name in mailer fake relay aio; do
		stop "$name" KILL
	done
}
at_exit stop_all

conf() # LINE...: a configuration that knows this test's outbox
{
	{
		echo 'from = "portal@example.edu";'
		echo 'site_zh = "資訊服務入口";'
		echo "outbox_dir = \"$dir/outbox\"; socket = \"$dir/sock\";"
		echo "identityd_uid = $(id -u); timeout_s = $timeout_s;"
		printf '%s\n' "$@"
	} >"$TMP/conf"
}

mailer()
{
	stop mailer
	conf "$@"
	start mailer "$mailer" -d -c "$TMP/conf"
	until_true grep -q ready "$TMP/mailer.out"
}

put()
{
	"$fake" put "$dir" "$1"
}

state_is() # ID PATTERN: has identityd been told that?
{
	until_true grep -q "^$1 $2" "$dir/states" || {
		cat "$dir/states" "$TMP/mailer.out"
		return 1
	}
}

outbox_is() # WORD: what the outbox holds, as place counts "due sent bad"
{
	until_true counts "$1" || {
		ls -R "$dir/outbox"
		return 1
	}
}

counts()
{
	[ "$1" = "$(for place in due sent bad; do
		find "$dir/outbox/$place" -type f | wc -l
	done | tr '\n' ' ' | tr -d ' ')" ]
}

start fake "$fake" serve "$dir" "$dir/sock"
until_true test -S "$dir/sock"
: >"$dir/states"

# ---- the configuration
conf 'transport = "maildir"; maildir = "/tmp/x";'
fails 'the Maildir transport needs demo = true' 65 \
    "$mailer" -n -c "$TMP/conf"
conf 'relays = [ "smtp://127.0.0.1" ]; tls = "try"; user = "u";' \
    'password_file = "/p";'
fails 'a password is never sent in the clear' 65 "$mailer" -n -c "$TMP/conf"
conf 'relays = [ "http://a" ]; reply_to = "nobody"; contact_en = "http://x";'
fails 'every fault of a configuration is told' 65 "$mailer" -n -c "$TMP/conf"
is 'all three of them' 3 "$("$mailer" -n -c "$TMP/conf" 2>&1 |
    grep -c 'relays:\|reply_to:\|contact_en:')"
fails 'an unknown option is refused' 64 "$mailer" -x

# ---- a Maildir
mailer 'transport = "maildir"; demo = true;' "maildir = \"$TMP/Maildir\";"
id=$(put activate)
it 'a letter reaches the Maildir' state_is "$id" sent
it 'and leaves the outbox' outbox_is 000
it 'the Maildir has it in new/' test -s "$TMP/Maildir/new/$id"

cat >"$TMP/read.py" <<'END'
import email, email.policy, sys
message = email.message_from_binary_file(
    open(sys.argv[1], "rb"), policy=email.policy.default)
for name in sys.argv[2:]:
    print(message.get_content() if name == "body" else message[name])
END
is 'a mail program reads its headers' \
    '啟用帳號的檢查碼 / Check code to activate your account
wang@example.edu
資訊服務入口 <portal@example.edu>
auto-generated' "$(/usr/bin/python3 "$TMP/read.py" "$TMP/Maildir/new/$id" \
    subject to from auto-submitted)"
it 'and the code in its body' sh -c "/usr/bin/python3 '$TMP/read.py' \
    '$TMP/Maildir/new/$id' body | grep -q '檢查碼：2718 2818 2845'"
fails 'a second mailer stays off the same outbox' 75 \
    "$mailer" -d -c "$TMP/conf"

# ---- what identityd says
echo dead >"$dir/fault"
id=$(put reset)
it 'a dead letter is dropped quietly' outbox_is 000
it 'and not sent' test ! -e "$TMP/Maildir/new/$id"
for fault in busy odd silent; do
	echo "$fault" >"$dir/fault"
	id=$(put reset)
	it "while identityd is $fault, letters wait" \
	    until_true grep -q "letter_fill $id" "$TMP/mailer.out"
	rm "$dir/fault"
	[ "$fault" != silent ] || {
		stop fake KILL
		start fake "$fake" serve "$dir" "$dir/sock"
	}
	it 'and go when it is well again' state_is "$id" sent
	: >"$TMP/mailer.out"
done
echo strange >"$dir/fault"
id=$(put reset)
it 'a letter that cannot be written has failed' state_is "$id" failed
rm "$dir/fault"
echo '王@example.edu' >"$dir/mail"
id=$(put reset)
it 'so has one to an address that is none' state_is "$id" \
    'failed The address may hold ASCII'
echo wang@example.edu >"$dir/mail"
echo rubbish >"$dir/outbox/due/000000000001.000.$(printf '%032d' 1)"
id=$(put restored)
it 'a file that is no letter is set aside' outbox_is 001
it 'while the next letter goes out' state_is "$id" sent
rm -f "$dir"/outbox/bad/*
stop mailer
is 'it ends at SIGTERM' stopped "$(grep -ao stopped "$TMP/mailer.out")"

# ---- a relay off the shelf
port=$(/usr/bin/python3 -c 'import socket
s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
start aio /usr/bin/python3 -m aiosmtpd -n -l "127.0.0.1:$port" \
    -c aiosmtpd.handlers.Mailbox "$TMP/aio"
until_true test -d "$TMP/aio/new"
mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
id=$(put reset)
it 'a letter reaches a relay off the shelf' state_is "$id" sent
is 'which kept its number' "<$id@example.edu>" \
    "$(/usr/bin/python3 "$TMP/read.py" "$TMP"/aio/new/* message-id)"
stop aio
id=$(put reset)
it 'a relay that is gone defers' state_is "$id" deferred
it 'and the letter stays' outbox_is 100
rm -f "$dir"/outbox/due/*

# ---- a relay with faults
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test \
    -addext 'subjectAltName=IP:127.0.0.1' -keyout "$TMP/key" \
    -out "$TMP/cert" 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other \
    -keyout "$TMP/key2" -out "$TMP/cert2" 2>/dev/null

fault_relay() # OPTION...
{
	stop relay
	rm -rf "$relay"
	mkdir "$relay"
	start relay /usr/bin/python3 tests/e2e/smtp_fault.py "$relay" "$@"
	until_true test -s "$relay/port"
	port=$(cat "$relay/port")
	rm -f "$dir"/outbox/due/*
}

to() # RECIPIENT STATE SENTENCE: one letter and what becomes of it
{
	echo "$1@example.edu" >"$dir/mail"
	id=$(put reset)
	it "$3" state_is "$id" "$2"
}

fault_relay
mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
to wang 'sent' 'a letter is taken'
is 'its lines are short and end in CRLF' 0 \
    "$(grep -cvP '^[\x20-\x7e]{0,78}\r$' "$relay/letter.1" || :)"
is 'to exactly the address, from exactly ours' \
    'MAIL FROM:<portal@example.edu>
RCPT TO:<wang@example.edu>' \
    "$(grep -o '^[MR].*>' "$relay/commands")"
to perm 'bounced smtp://127.0.0.1:[0-9]*: 550 5.1.1 no such user here ????\[0m' \
    'a bounce keeps the words, cleaned'
it 'and ends the promise' outbox_is 000
to late 'bounced .*554 5.7.1 smells like spam' 'a refusal after DATA bounces'
to temp 'deferred .*450 4.2.1 mailbox busy' 'a busy mailbox defers'
to later 'deferred .*451 4.3.0 no room' 'a full disk there defers'
to drop 'deferred' 'a connection lost within DATA defers'
talks=$(grep -c EHLO "$relay/commands")
to wang 'deferred' 'then the relay rests, and letters wait'
is 'without another connection' "$talks" "$(grep -c EHLO "$relay/commands")"
timeout_s=1
mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
to slow 'deferred .*[Tt]im' 'a relay that never answers defers'
for fault in refuse loud421 sender sizes hang; do
	mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
	echo "$fault" >"$relay/fault"
	to wang deferred "a relay that answers '$fault' bounces nobody"
	rm "$relay/fault"
done
timeout_s=10
is 'only one letter was ever taken' 1 "$(find "$relay" -name 'letter.*' |
    wc -l)"
mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
echo wang@example.edu >"$dir/mail"
waiting=$(find "$dir/outbox/due" -type f | wc -l)
"$fake" hasten "$dir"
it 'letters that wait go when they are hastened' outbox_is 000
is 'each once' "$((waiting + 1))" "$(find "$relay" -name 'letter.*' | wc -l)"

echo temp@example.edu >"$dir/mail"
id=$(put reset)
it 'a letter that nobody takes' state_is "$id" deferred
for file in "$dir"/outbox/due/*; do
	mv "$file" "$dir/outbox/due/000000000001.031.$id"
done
it 'has failed after a day, with the reason' state_is "$id" \
    'failed after 32 tries: .*450 4.2.1'
it 'and leaves the outbox' outbox_is 000

# ---- a full disk
cat >"$TMP/full.sh" <<'END'
set -eu
mount -t tmpfs -o size=64k,nr_inodes=64 none "$1/small"
mkdir "$1/small/outbox"
"$2" put "$1/small" reset
dd if=/dev/zero of="$1/small/ballast" bs=4k 2>/dev/null || :
! "$2" put "$1/small" reset 2>"$1/said" || exit 1
grep -q 'was not stored: .*No space left on device' "$1/said"
rm "$1/small/ballast"
"$2" put "$1/small" reset
i=0
while "$2" put "$1/small" reset 2>"$1/said"; do
	i=$((i + 1))
	[ "$i" -lt 100 ]
done
grep -q 'was not stored: .*No space left on device' "$1/said"
[ "$(find "$1/small/outbox/due" -type f | wc -l)" -eq $((i + 2)) ]
[ "$(find "$1/small/outbox/new" -type f | wc -l)" -eq 0 ]
END
if unshare -r -m true 2>/dev/null; then
	mkdir "$TMP/small"
	it 'a full disk promises nothing, says so, and leaves no half letter' \
	    unshare -r -m sh "$TMP/full.sh" "$TMP" "$fake"
else
	skip 'a full disk promises nothing' 'no user namespaces here'
fi

# ---- TLS and login
printf 's3cret-relay-pass\n' >"$TMP/password"
chmod 600 "$TMP/password"
fault_relay tls "$TMP/cert" "$TMP/key" auth portal "$TMP/password"
login="user = \"portal\"; password_file = \"$TMP/password\";"
one="relays = [ \"smtp://127.0.0.1:$port\" ];"
mailer "$one" "$login" "ca_file = \"$TMP/cert\";"
to wang sent 'STARTTLS and login'
it 'the password is not in argv or environment' sh -c \
    "! tr '\0' '\n' <\"/proc/$(cat "$TMP/mailer.pid")/cmdline\" |
    grep -q s3cret"
until_true grep -q QUIT "$relay/commands"
if [ "$(id -u)" -eq 0 ]; then
	is 'its memory holds no code any more, but this decoy' \
	    portal@example.edu "$(tests/memory.py "$(cat "$TMP/mailer.pid")" \
	    "$code" '2718 2818 2845' portal@example.edu)"
else
	skip 'its memory holds no code any more' 'only root may look'
fi
mailer "$one" "$login" "ca_file = \"$TMP/cert2\";"
to wang 'deferred .*certificate' 'a certificate of somebody else defers'
printf 'wrong\n' >"$TMP/password"
mailer "$one" "$login" "ca_file = \"$TMP/cert\";"
to wang 'deferred .*535' 'a refused login bounces nobody'
mailer "$one" "ca_file = \"$TMP/cert\";"
to wang 'deferred .*530' 'a forgotten login bounces nobody'
chmod 644 "$TMP/password"
stop mailer
conf "$one" "$login"
fails 'a password that others may read stops it' 70 \
    "$mailer" -d -c "$TMP/conf"
fault_relay
mailer "relays = [ \"smtp://127.0.0.1:$port\" ];"
to wang 'deferred .*TLS\|deferred .*SSL' 'a relay without TLS gets nothing'
is 'not even the address' '' "$(grep RCPT "$relay/commands" || :)"

# ---- several relays
fault_relay
mailer "relays = [ \"smtp://127.0.0.1:1\", \"smtp://127.0.0.1:$port\" ];" \
    'tls = "none";'
to wang sent 'when the first relay is gone the second takes the letter'

# ---- several letters at once
several() # FAULT LETTERS LINE...: a relay with that fault, and a mailer after so
{	# many promises to as many people
	stop mailer
	fault_relay
	echo "$1" >"$relay/fault"
	: >"$dir/states"
	for n in $(seq "$2"); do
		echo "p$n@example.edu" >"$dir/mail.$(put reset)"
	done
	shift 2
	mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";" "$@"
}

taken() # COUNT: as many different letters has the relay, each once
{
	until_true sh -c "[ $1 -eq \$(cat '$relay'/letter.* |
	    grep -i '^message-id:' | sort -u | wc -l) ]"
	is "$2" "$1" "$(find "$relay" -name 'letter.*' | wc -l)"
}

said() # COUNT WORD: the relay noted this as often
{
	[ "$1" -eq "$(grep -c "^$2" "$relay/commands")" ]
}

several 'gather 8' 16
it 'sixteen letters leave eight at a time' outbox_is 000
taken 16 'each once'
it 'over eight connections' said 8 EHLO
several 'gather 2' 4 'connections = 2;'
it 'or as many at a time as the settings say' outbox_is 000
it 'and no more' said 2 EHLO
several 'crowd 3' 16
it 'a relay that bears three at once gets sixteen' outbox_is 000
taken 16 'each once'
is 'none was put off' '' "$(grep -v ' sent ' "$dir/states" || :)"
it 'and it was not asked for more than that again and again' sh -c \
    "[ \$(grep -c crowded '$relay/commands') -le 10 ]"
timeout_s=300
several mute 1
it 'a relay that does not say good-bye' outbox_is 000
to wang sent 'holds nobody up'
timeout_s=10

stop mailer
fault_relay
echo 'gather 2' >"$relay/fault"
for who in wang wang lee lee; do
	echo "$who@example.edu" >"$dir/mail.$(put reset)"
done
mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
it 'letters to two people leave in pairs' outbox_is 000
is 'but not two to one address at once' 'lee wang' \
    "$(grep -ho '^To: [a-z]*' "$relay/letter.1" "$relay/letter.2" |
    sed 's/^To: //' | sort | xargs)"

stop mailer
fault_relay
echo hold >"$relay/fault"
for n in $(seq 20); do
	echo wang@example.edu >"$dir/mail.$(put reset)"
done
echo lee@example.edu >"$dir/mail.$(put reset)"
mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
it 'many letters to one address hold up no other' until_true said 2 held
touch "$relay/release"
it 'and go one after the other' outbox_is 000
taken 21 'each once'

several hold 2
until_true said 2 held
"$fake" hasten "$dir"
touch "$relay/release"
it 'letters that are hastened on their way' outbox_is 000
taken 2 'are not sent again'

several hold 3
until_true said 3 held
stop fake KILL
touch "$relay/release"
it 'letters that are out while identityd is away are kept as sent' outbox_is 030
start fake "$fake" serve "$dir" "$dir/sock"
it 'until they can be reported' outbox_is 000
taken 3 'and go once'

several hold 10
until_true said 8 held
kill "$(cat "$TMP/mailer.pid")"
touch "$relay/release"
it 'at SIGTERM those on their way end' until_true grep -q stopped "$TMP/mailer.out"
it 'and no other begins' outbox_is 200
taken 8 'each once'

timeout_s=1
several hold 10
until_true said 8 held
stop mailer
timeout_s=10
it 'a frozen relay holds it up no longer than it takes to give up' outbox_is '1000'

# ---- killed
fault_relay
: >"$dir/states"
for i in 1 2 3 4 5 6 7 8; do
	mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
	for _ in 1 2 3; do
		put reset >>"$TMP/ids"
	done
	sleep "0.0$((i % 4))"
	stop mailer KILL
done
mailer "relays = [ \"smtp://127.0.0.1:$port\" ]; tls = \"none\";"
"$fake" hasten "$dir"
it 'a mailer killed at any time loses no letter' outbox_is 000
# A kill between report and removal reports once more.
is 'each was reported sent' 24 \
    "$(sed -n 's/ sent .*//p' "$dir/states" | sort -u | wc -l)"
echo silent >"$dir/fault.later"
stop fake
id=$(put reset)
start fake "$fake" serve "$dir" "$dir/sock"
it 'an identityd that was away gets its letters sent' state_is "$id" sent

# ---- secrets
stop mailer
packed=$(printf '2718 2818 2845' | base64)
grep -rlF -e "$code" -e '2718 2818 2845' -e "${packed%??}" "$TMP" \
    >"$TMP/found" || :
it 'the decoy is found: the Maildir holds the code' sh -c \
    "grep -rhv '[^A-Za-z0-9+/=]' '$TMP/Maildir/new' | base64 -di 2>/dev/null |
    grep -aq '2718 2818 2845'"
is 'no log, state or outbox file holds a code' '' \
    "$(grep -v "^$TMP/\(Maildir\|aio\|relay\|found\)" "$TMP/found" || :)"
is 'no log holds an address of a person' '' \
    "$(grep -l 'wang@' "$TMP"/mailer.out || :)"
is 'no log holds the password of the relay' '' \
    "$(grep -l s3cret "$TMP"/*.out || :)"
finish
