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
cp -r schema/provider.ldif schema/replica.ldif "$TMP/a/secret" "$TMP"
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

step() # WHICH TITLE [SED...]: as printed, there
{
	step_which=$1 step_title=$2
	shift 2
	echo "$step_title" >>"$TMP/titles"
	on "$step_which" cook "$step_title" "$@" -e "s|/etc/portal/ca.pem|$SLAPD_CA|"
}

peer_of() { sed -n "s/^SLAPD_LDAPS='\(.*\)'$/\1/p" "$TMP/$1/env"; }

follow() # WHICH PEER [TITLE]
{
	PEER=$(peer_of "$2")
	export PEER
	step "$1" "${3:-Follow a provider}"
}

make() # WHICH SERVER_ID: an empty server, running
{
	slapd_names "$TMP/$1" || return 1
	for name in DIR BASE CA; do
		eval "echo \"SLAPD_$name='\$SLAPD_$name'\""
	done >"$TMP/$1/env"
	cp "$TMP/$1/env" "$TMP/$1/names"
	cp "$TMP/secret/it" "$TMP/secret/everybody" "$TMP/$1/secret/"
	export SLAPD_NAMES="$TMP/$1/names"
	step "$1" 'Make another provider' \
	    -e "s|/var/lib/portal-slapd|$TMP/$1|" -e "s|SERVER_ID=2|SERVER_ID=$2|" \
	    -e "s|IDENTITYD_UID=[^ ]* [^ ]* [^ ]*)|IDENTITYD_UID=4294967293|" \
	    -e "s|/etc/portal/ldap|$SLAPD_ROOT/tls/server|" \
	    -e "s|/usr/local/lib/portal/portal_quality.so|$SLAPD_QUALITY|" &&
	slapd_run "$TMP/$1"
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

same() # WHICH OTHER: as the page says how to see
{
	for one; do
		step "$one" 'See whether all have caught up' 2>/dev/null |
			sort >"$TMP/csn.$one"
	done
	grep -q contextCSN "$TMP/csn.$1" && cmp -s "$TMP/csn.$1" "$TMP/csn.$2"
}

# --- from one to two
it 'the first makes ready' step a 'Make ready for others'
it 'a second is made' make b 2
at_exit slapd_stop "$TMP/b"
it 'and takes the first as its provider' follow b a
it 'it gets everybody' await 20 has_on b active1 portalState active
it 'the first takes the second as its provider' follow a b
it 'which has numbers of its own' step b 'Give the new provider numbers of its own'
it 'both have the same' await 60 same a b
it 'what the first writes the second has' set_on a active1 displayName one
it 'soon' await 20 has_on b active1 displayName one
it 'what the second writes the first has' set_on b active1 displayName two
it 'soon too' await 20 has_on a active1 displayName two
it 'a person signs in at the first' signs_in_on a
it 'and at the second' signs_in_on b
set_on a active1 portalState suspended >/dev/null
it 'who is suspended at the first' await 20 has_on b active1 portalState suspended
fails 'is refused at the second' 49 signs_in_on b
set_on a active1 portalState active >/dev/null
await 20 has_on b active1 portalState active

# --- each alone for a while, with one and the same entry
slapd_stop "$TMP/a"
it 'the second serves while the first is gone' set_on b active1 displayName three
slapd_stop "$TMP/b"
on a slapd_run "$TMP/a"
it 'and the first while the second is' set_on a active1 roomNumber 301
on b slapd_run "$TMP/b"
it 'then both have both changes of one entry' await 30 same a b
for which in a b; do
	it "that of the second is at $which" has_on $which active1 displayName three
	it "that of the first is at $which" has_on $which active1 roomNumber 301
done

# --- a read replica
it 'a third is made' make c 3
at_exit slapd_stop "$TMP/c"
it 'to be a read replica' follow c a 'Be a read replica'
it 'it gets everybody' await 20 has_on c active1 displayName three
it 'people sign in there' signs_in_on c
fails 'who writes is sent away' 10 set_on c active1 displayName four
is 'to the provider' "$(peer_of a)" \
    "$(set_on c active1 displayName four 2>&1 | grep -o "$(peer_of a)")"

# --- the first is lost
slapd_stop "$TMP/a"
it 'a provider goes on while the other is lost' set_on b active2 displayName five
port=$(cat "$TMP/a/port")
rm -rf "$TMP/a" && mkdir "$TMP/a" && echo "$port" >"$TMP/a/port"
it 'it is made anew' make a 1
it 'and follows the one that lives' follow a b
it 'it gets everything' await 60 same a b
it 'also what happened meanwhile' has_on a active2 displayName five
it 'what it writes the other has' set_on a active2 displayName six
it 'soon once more' await 20 has_on b active2 displayName six
it 'and the replica' await 20 has_on c active2 displayName six

# --- one is enough
slapd_stop "$TMP/b"
it 'the last one stops following' step a 'Stop following'
it 'and is written to' set_on a active2 displayName seven
is 'it follows nobody' '' \
    "$(on a as_config ldapsearch -LLL -b cn=config '(olcSyncrepl=*)' 1.1)"
is 'every step of the page was done' "$(
    awk '/^\.Sh/ { on = $2 == "MORE" }
	on && /^\.Ss/ { title = $0 }
	on && /^\.Bd -literal/ { print title }' "$recipe_page" |
    sed 's/^.Ss //' | grep -v 'backup\|of before' | sort)" \
    "$(sort -u "$TMP/titles")"
finish
