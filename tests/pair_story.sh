#!/bin/sh
# pair_story.sh [once] - two hosts of the portal behind one nginx, and what people
# notice when one of them loses its directory: nothing. When both do, a lab machine
# that reads a replica goes on.
#
# Everything lives below build/run. Without `once` it stays up, and Ctrl-C leaves
# nothing behind.
# shellcheck disable=SC2034,SC2154 # of tell.sh
set -u
export BUILD="${BUILD:-build/plain}" LC_ALL=C.UTF-8 LANGUAGE=
mkdir -p build/run
export TMPDIR="$PWD/build/run"
# shellcheck disable=SC1091
. tests/lib.sh
# shellcheck disable=SC1091
. tests/portal.sh
# shellcheck disable=SC1091
. tests/pair.sh
# shellcheck disable=SC1091
. tests/tell.sh
once=${1:-}
# shellcheck disable=SC2016 # when it ends
at_exit 'pair_stop; rm -rf --one-file-system "$TMP"; rmdir build/run 2>/dev/null'

admin() # HOST ARG...
{
	admin_host=$1
	shift
	shown "portal-admin $*    # at host $admin_host" \
	    pair_admin "$admin_host" "$@"
}
redeem() # HOST NUMBER CODE
{
	typed="$(national_id "$2")
$3
Blue-Harbor-77
"
	shown "portal-passwd reset    # at host $1" portal_passwd "$TMP/$1" reset
}
enrol() # HOST NUMBER ACCOUNT
{
	typed=$(national_id "$2")
	admin "$1" person add 014501 示範 --mail "$3@school.example" \
	    --account "$3" --kind TEACHER
	expect 0 created
}
check_code() # HOST ACCOUNT: in $given
{
	admin "$1" code issue "$2" --why story
	expect 0 'code:'
	given=$(printf '%s' "$out" | grep -Eo '[0-9]{4} [0-9]{4} [0-9]{4}')
}
login() # ACCOUNT PASSWORD
{
	typed=$2
	shown "labctl test-login $1    # at a lab machine" pair_login 1 "$1"
}
# After portal-slapd-mend, which has something to say when slapd ended between a
# change and the log of it.
start_slapd() # HOST
{
	shown "portal-slapd-mend; slapd    # at host $1" pair_one start "$1" slapd
	expect 0 '^(portal-slapd-mend: the change of .* was not in the log)?$'
}
may_log_in() { echo "$2" | pair_login 1 "$1"; } # ACCOUNT PASSWORD
chain() # HOST: its chain, verified at the other
{
	admin "$1" audit head
	expect 0 "$(home_of "$1")-[0-9]+-"
	head=$(printf '%s' "$out" | grep -Eo '[12]-[0-9]+-[0-9a-f]{64}-[0-9]+-[0-9a-f]{64}')
	admin "$(other "$1")" audit verify "$head"
	expect 0 'the chain is whole'
}

pair_start || exit 1

say '1. Two hosts, each with a provider; somebody is enrolled at the first ...'
enrol a 1 demo.one
say '   ... and known at the second.'
pair_merged || differ 'the second never hears of it'
admin b person show demo.one
expect 0 'state: *new'

say '2. A check code of the first host is good at the second, once.'
check_code a demo.one
pair_merged || differ 'the second never hears of it'
redeem b 1 "$given"
expect 0 demo.one
redeem a 1 "$given"
expect 2 .

say '3. The provider of the first host is killed.'
check_code b demo.one
kill -9 "$(pair_value a PID)"
shown "curl $PORTAL_URL/sign-in" browse -o /dev/null -w '%{http_code}\n' \
    "$PORTAL_URL/sign-in"
expect 0 200
say '   People are enrolled at the second ...'
enrol b 2 demo.two
say '   ... and set their passwords there.'
check_code b demo.two
redeem b 2 "$given"
expect 0 demo.two
say '   The first host says that its directory is away.'
admin a person show demo.two
expect 69 .

say '4. It is back. What the crash has kept from the other, it tells first ...'
start_slapd a
say '   ... and it has what it missed.'
pair_merged || differ 'it does not catch up'
admin a person show demo.two
expect 0 'state: *active'

say '5. A read replica, and a lab machine that asks it alone.'
{ pair_reader && pair_lab 1 c 'offline = false;'; } ||
	differ 'the replica does not come up'
await 20 may_log_in demo.one Blue-Harbor-77 >/dev/null 2>&1 ||
	differ 'the lab machine does not come up'
login demo.one Blue-Harbor-77
expect 0 'authenticate: Success'
pair_merged || differ 'the replica misses something'
say '   Both providers are killed. At the portal nobody gets in ...'
kill -9 "$(pair_value a PID)" "$(pair_value b PID)"
admin a person show demo.two
expect 69 .
admin b person show demo.two
expect 69 .
say '   ... and at the lab machine everybody, also who was never there.'
login demo.two Blue-Harbor-77
expect 0 'authenticate: Success'
login demo.two wrong
expect 77 .
say '   They are back.'
for host in a b; do
	start_slapd $host
done
pair_merged || differ 'they do not catch up'
admin b person show demo.two
expect 0 'state: *active'

say '6. The audit chain of each host is whole, at the other as well.'
chain a
chain b

say "The story differed in $differs places."
[ "$differs" -eq 0 ] || exit 1
[ "$once" != once ] || exit 0
cat <<END

It stays up. The portal: $PORTAL_URL
Its hosts are $TMP/a and $TMP/b, the replica is $TMP/c; kill a slapd, and start it again,
portal-slapd-mend first, with
  tests/portal.sh start $TMP/a slapd
Ctrl-C stops everything and leaves nothing behind.
END
tail -f "$TMP/a/log.identityd" "$TMP/b/log.identityd"
