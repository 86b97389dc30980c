#!/bin/sh
# directory_pair.sh - from one server to two to many, and back after a loss, as
# portal-directory(7) prints it.
. tests/lib.sh
. tests/slapd.sh
. tests/recipe.sh
us="ROOT_UID=$(id -u) ROOT_GID=$(id -g) IDENTITYD_UID=4294967293"
# shellcheck disable=SC2086 # parameters
slapd_start "$TMP/a" $us || exit 1
at_exit slapd_stop "$TMP/a"
. tests/directory.sh
directory_fill || exit 1
# Only identityd writes codes: loaded while slapd is down.
slapd_stop "$TMP/a"
slapd_change "$TMP/a" <<END && slapd_run "$TMP/a" || exit 1
dn: $(person new1)
changetype: modify
add: portalCodeHome
portalCodeHome: 2
-
add: portalCodeExpires
portalCodeExpires: 20991231000000Z
END
RECIPE_UID=4294967293 recipe_root
cp -r "$TMP/a/secret" "$TMP"
cat >"$TMP/portal-slapd-init" <<END
#!/bin/sh
cd "$PWD" && . tests/slapd.sh && . "\$SLAPD_NAMES" && slapd_init $us "\$@"
END
chmod +x "$TMP/portal-slapd-init"

on() # WHICH COMMAND...
{
	on_which=$1
	shift
	# shellcheck disable=SC1090
	(. "$TMP/$on_which/env" && "$@")
}

let_in() # SERVICE: with a new password, from the first
{
	export WHO="$1"
	step a 'Give a service a password'
}

step() # WHICH TITLE: as printed, there
{
	echo "$2" >>"$TMP/titles"
	ID=$(id_of "$1") TREE=no
	export ID TREE
	on "$1" cook_root "$2"
}

id_of() { printf '%d\n' $(($(printf %d "'$1") - 96)); } # a is 1
peer_of() { sed -n "s/^SLAPD_LDAPS='\(.*\)'$/\1/p" "$TMP/$1/env"; }

follow() # WHICH PEER
{
	PEER=$(peer_of "$2") PEER_ID=$(id_of "$2")
	export PEER PEER_ID
	step "$1" 'Follow a provider'
}

make() # WHICH: an empty server, running
{
	slapd_names "$TMP/$1" || return 1
	for name in DIR BASE CA; do
		eval "echo \"SLAPD_$name='\$SLAPD_$name'\""
	done >"$TMP/$1/env"
	cp "$TMP/$1/env" "$TMP/$1/names"
	cp "$TMP/secret/it" "$TMP/secret/everybody" "$TMP/$1/secret/"
	export SLAPD_NAMES="$TMP/$1/names"
	step "$1" 'Make a server' && slapd_run "$TMP/$1"
}

set_on() # WHICH UID ATTRIBUTE VALUE
{
	on "$1" as_it ldapmodify <<END
dn: $(person "$2")
changetype: modify
replace: $3
$3: $4
END
}

has_on() # WHICH UID ATTRIBUTE VALUE
{
	on "$1" look as_it -b "$(person "$2")" -s base "$3" 2>/dev/null |
		grep -qx "$3: $4"
}

signs_in_on() { on "$1" as "$(person active1)" ldapwhoami; }

same() # WHICH...: as the page says how to see
{
	for one; do
		step "$one" 'See whether all have caught up' 2>/dev/null |
			sort >"$TMP/csn.$one"
		grep -q contextCSN "$TMP/csn.$one" &&
		    cmp -s "$TMP/csn.$1" "$TMP/csn.$one" || return 1
	done
}

value=0
reaches() # WHICH OTHER...: what it writes they have
{
	value=$((value + 1)) from=$1
	shift
	set_on "$from" active1 displayName "of $from $value" || return 1
	for one; do
		await 20 has_on "$one" active1 displayName "of $from $value" ||
		    return 1
	done
}

again() # WHICH: nothing of it is left but where it was reached
{
	again_port=$(cat "$TMP/$1/port")
	rm -rf "${TMP:?}/$1" && mkdir "$TMP/$1" && echo "$again_port" >"$TMP/$1/port"
}

# --- from one to two
# All letters are two kinds, of which people would need three.
echo "/usr/bin/base64 | tr '0-9+/' a-l" | recipe_tool base64
it 'the first gives those who follow a password' let_in replica
it 'and a new one' let_in replica
it 'a second is made' make b
at_exit slapd_stop "$TMP/b"
it 'and follows the first' follow b a
it 'it gets everybody' await 20 has_on b active1 portalState active
it 'the first follows the second' follow a b
it 'which has numbers of its own' step b 'Give the new provider numbers of its own'
it 'both have the same' await 60 same a b
it 'what the first writes the second has' reaches a b
it 'what the second writes the first has' reaches b a
it 'a person signs in at the first' signs_in_on a
it 'and at the second' signs_in_on b
set_on a active1 portalState suspended >/dev/null
it 'who is suspended at the first' await 20 has_on b active1 portalState suspended
fails 'is refused at the second' 49 signs_in_on b
set_on a active1 portalState active >/dev/null
await 20 has_on b active1 portalState active

# --- to three, of which each follows both others
it 'a third is made' make c
at_exit slapd_stop "$TMP/c"
it 'and follows the first' follow c a
it 'and the second' follow c b
it 'it gets everybody' await 20 has_on c active1 portalState active
it 'the first follows it' follow a c
it 'the second, too' follow b c
it 'it has numbers of its own' step c 'Give the new provider numbers of its own'
it 'all have the same' await 60 same a b c
for which in a b c; do
	step $which 'See whether all have the same' >"$TMP/sum.$which"
done
it 'entry by entry' cmp "$TMP/sum.a" "$TMP/sum.b"
it 'and the third' cmp "$TMP/sum.a" "$TMP/sum.c"
set_on a active1 displayName else >/dev/null
step a 'See whether all have the same' >"$TMP/sum.later"
fails 'which tells of a change' 1 cmp -s "$TMP/sum.a" "$TMP/sum.later"
it 'what the first writes the others have' reaches a b c
it 'what the second writes' reaches b a c
it 'what the third writes' reaches c a b

# --- each alone for a while, with one and the same entry
slapd_stop "$TMP/a"
slapd_stop "$TMP/c"
it 'the second serves while the others are gone' set_on b active1 displayName three
slapd_stop "$TMP/b"
on a slapd_run "$TMP/a"
it 'and the first while they are' set_on a active1 roomNumber 301
on b slapd_run "$TMP/b"
on c slapd_run "$TMP/c"
it 'then all have both changes of one entry' await 60 same a b c
for which in a b c; do
	it "that of the second is at $which" has_on $which active1 displayName three
	it "that of the first is at $which" has_on $which active1 roomNumber 301
done

# --- one leaves
slapd_stop "$TMP/c"
for which in ab ba; do
	it "${which%?} stops following" step ${which%?} 'Stop following'
	it "and follows ${which#?}" follow ${which%?} ${which#?}
done
it 'the others go on' reaches a b
it 'both ways' reaches b a

# --- one is away for longer than the log of the other goes back
purge_on() # WHICH AGE INTERVAL
{
	on "$1" as_config ldapmodify >/dev/null <<END
dn: olcOverlay={1}accesslog,olcDatabase={1}mdb,cn=config
changetype: modify
replace: olcAccessLogPurge
olcAccessLogPurge: $2 $3
END
}
log_is_gone_on() # WHICH
{
	! on "$1" as_it ldapsearch -LLL -b cn=accesslog -z 1 '(reqDN=*)' 1.1 |
	    grep -q ^dn:
}
add_on() # WHICH UID
{
	on "$1" as_it ldapmodify <<END
dn: $(person "$2")
changetype: add
objectClass: inetOrgPerson
objectClass: portalPerson
uid: $2
cn: 測試
sn: 試
portalState: new
END
}
it 'somebody is there' add_on a latest2
it 'at both' await 60 same a b
slapd_stop "$TMP/b"
it 'while one is away, somebody comes' add_on a latest1
it 'and somebody goes' on a as_it ldapdelete "$(person latest2)"
purge_on a 00:00:01 00:00:01
it 'and the log of that ends' await 20 log_is_gone_on a
purge_on a 30+00:00 1+00:00
set_on a active1 displayName six >/dev/null
on b slapd_run "$TMP/b"
it 'then it says that it has all' await 60 same a b
same_entries()
{
	step a 'See whether all have the same' >"$TMP/sum.a" &&
	step b 'See whether all have the same' | cmp -s "$TMP/sum.a" -
}
fails 'and has not: slapd leaves out what it takes for old' 1 same_entries
slapd_stop "$TMP/b"
again b
it 'made anew' make b
it 'and following' follow b a
it 'it has' await 60 same a b
it 'entry by entry' await 20 same_entries
it 'and is written to' reaches b a

# --- a read replica
it 'another is made' make d
at_exit slapd_stop "$TMP/d"
it 'it follows the first' follow d a
it 'and the second' follow d b
it 'to be a read replica' step d 'Be a read replica'
it 'it gets everybody' await 20 has_on d active1 roomNumber 301
it 'people sign in there' signs_in_on d
fails 'nobody writes there' 53 set_on d active1 displayName four
it 'what the first writes it has' reaches a b d
it 'what the second writes' reaches b a d

# --- the first is lost
slapd_stop "$TMP/a"
it 'a provider goes on while the other is lost' set_on b active2 displayName five
again a
it 'it is made anew' make a
it 'and follows the one that lives' follow a b
it 'it gets everything' await 60 same a b
it 'also what happened meanwhile' has_on a active2 displayName five
it 'what it writes the others have' reaches a b d

# --- one is enough, and then it is not
slapd_stop "$TMP/b"
it 'the replica stops following it' step d 'Stop following'
it 'and follows the other' follow d a
it 'the last one stops following' step a 'Stop following'
it 'and is written to' reaches a d
is 'it follows nobody' '' \
    "$(on a as_config ldapsearch -LLL -b cn=config '(olcSyncrepl=*)' 1.1)"
export PEER_ID=2
is 'codes of the one that left are found' 'uid: new1' \
    "$(step a 'Find the codes of a provider that left' | grep ^uid:)"
on b slapd_run "$TMP/b"
it 'the other comes back and is followed' follow a b
it 'it has missed nothing' await 60 same a b
it 'and is written to' reaches b a
is 'every step of the page was done' "$(
    awk '/^\.Sh/ { on = $2 == "MORE" }
	on && /^\.Ss/ { title = $0 }
	on && /^\.Bd -literal/ { print title }' "$recipe_page" |
    sed 's/^.Ss //' | grep -v 'ackup\|of before\|the keys' | sort)" \
    "$(sort -u "$TMP/titles" | grep -v 'Make a server\|Give a service')"
finish
