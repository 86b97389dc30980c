#!/bin/sh
# pair.sh - two hosts of the portal, each with a provider of the directory and
# its daemons, behind one nginx, for a test. After tests/lib.sh and
# tests/portal.sh, from the top of the tree.
#
#	pair_start		hosts a and b in TMP/a and TMP/b, school 014501, and
#				nginx in TMP/w; letters arrive in TMP/{a,b}/mail
#	pair_stop
#	on HOST COMMAND...	in a shell of its own, with HOST's SLAPD_*
#	at HOST COMMAND...	as a program of that host, on its network
#	it_at HOST TOOL ARG...	ldapsearch, ldapmodify ... as IT, over its ldapi
#	config_at HOST TOOL ARG...	as cn=config
#	pair_value HOST NAME	SLAPD_NAME of that host
#	pair_one stop|start HOST slapd|identityd|mailer|front
#	pair_follow HOST OTHER	schema/provider.ldif there
#	pair_admin HOST ARG...	portal-admin with IT's rights there
#	pair_merged		until all have what either had when it was asked
#	people_at HOST		every attribute of everybody there
#	same_people HOST	are they those of a?
#	pair_reader		host c, a read replica of both
#	pair_lab NUMBER "HOST..." [LINE...]	labd of machine labNUMBER, which asks
#				these in that order; LINE... are more settings
#	pair_login NUMBER ACCOUNT	logs in there; the password is typed
#
# PAIR_ADDRESS_a and so on are where each listens, by default addresses of the
# loopback net; PAIR_ENTER_a, what a program of that host begins with (ip netns
# exec a), PAIR_ENTER_l1 one of lab1.
#
# Nothing is written to a disk for good (pair_haste): a process may be killed and
# nothing is lost, but what a host without power loses is not shown here.
# shellcheck disable=SC1090,SC1091,SC2034,SC2153
. tests/recipe.sh
PAIR_ADDRESS_a=${PAIR_ADDRESS_a:-127.0.2.1} PAIR_ADDRESS_b=${PAIR_ADDRESS_b:-127.0.2.2}
PAIR_ADDRESS_c=${PAIR_ADDRESS_c:-127.0.2.3}

pair_of() # VARIABLE HOST: its value for that host
{
	eval "echo \"\${$1_$2:-}\""
}

other() { [ "$1" = a ] && echo b || echo a; }
home_of() { [ "$1" = a ] && echo 1 || echo 2; }

on() # HOST COMMAND...
{
	on_host=$1
	shift
	(. "$TMP/$on_host/env" && "$@")
}

pair_value() # HOST NAME
{
	sed -n "s/^SLAPD_$2='\(.*\)'$/\1/p" "$TMP/$1/env"
}

pair_bind() # HOST DN SECRET TOOL ARG...
{
	bind_host=$1 bind_dn=$2 bind_secret=$3 bind_tool=$4
	shift 4
	"$bind_tool" -x -H "$(pair_value "$bind_host" LDAPI)" -D "$bind_dn" \
	    -y "$TMP/$bind_host/secret/$bind_secret" "$@"
}

it_at() # HOST TOOL ARG...
{
	it_host=$1
	shift
	pair_bind "$it_host" "$(pair_value "$it_host" IT)" it "$@"
}

config_at() # HOST TOOL ARG...
{
	config_host=$1
	shift
	pair_bind "$config_host" cn=config config "$@"
}

at() # HOST COMMAND...
{
	at_enter=$(pair_of PAIR_ENTER "$1")
	shift
	# shellcheck disable=SC2086
	$at_enter "$@"
}

pair_admin() # HOST ARG...
{
	pair_at=$1
	shift
	portal_admin "$TMP/$pair_at" "$@"
}

# A password is a line without its end.
pair_secret() { head -c 24 /dev/urandom | base64 | tr -d '+/=\n'; }

# The authority of the hosts, and one certificate for all of them, as
# portal-directory(7) says.
pair_tls()
{
	mkdir "$TMP/tls" || return 1
	for pair_title in 'Make the authorities' \
	    'Make the certificates of a server'; do
		(TMP=$TMP/tls HOST=localhost cook "$pair_title" 2>/dev/null) ||
			return 1
	done
}

pair_slapd() # HOST [NAME=VALUE...]
{
	pair_host=$1
	shift
	mkdir -p "$TMP/$pair_host"
	[ -s "$TMP/$pair_host/port" ] || free_port >"$TMP/$pair_host/port"
	SLAPD_ADDRESS=$(pair_of PAIR_ADDRESS "$pair_host") \
	    at "$pair_host" tests/slapd.sh start "$TMP/$pair_host" "$@"
}

pair_follow() # HOST OTHER
{
	sed -e "s|@PEER@|$(pair_value "$2" LDAPS)|" \
	    -e "s|@PEER_ID@|$(home_of "$2")|; s|@BASE@|$SLAPD_BASE|g" \
	    -e "s|@PEER_PASSWORD@|$pair_replica|; s|@TLS_CA@|$SLAPD_CA|" \
	    schema/provider.ldif >"$TMP/$1/follow.ldif"
	config_at "$1" ldapmodify -f "$TMP/$1/follow.ldif" >/dev/null
}

# Passwords for who goes from host to host.
pair_passwords()
{
	pair_replica=$(pair_secret) pair_identityd=$(pair_secret)
	for service in "replica $pair_replica" "identityd $pair_identityd"; do
		cat <<END
dn: cn=${service% *},ou=services,$SLAPD_BASE
changetype: modify
add: objectClass
objectClass: simpleSecurityObject
-
add: userPassword
userPassword: ${service#* }
-
add: pwdPolicySubentry
pwdPolicySubentry: cn=service,ou=policies,$SLAPD_BASE

END
	done | it_at a ldapmodify >/dev/null
}

pair_haste() # HOST
{
	slapd_haste | config_at "$1" ldapmodify >/dev/null
}

pair_directory()
{
	pair_slapd b SERVER_ID=2 TREE=no && pair_slapd a || return 1
	. "$TMP/a/env"
	export LDAPTLS_CACERT="$SLAPD_CA"
	pair_haste a && pair_haste b && pair_passwords || return 1
	cp "$TMP/a/secret/it" "$TMP/b/secret/"
	pair_follow b a && pair_merged &&
	pair_follow a b &&
	it_at a ldapadd >/dev/null <<END
dn: cn=uidNext-2,ou=services,$SLAPD_BASE
objectClass: portalCounter
cn: uidNext-2
portalCounterNext: 300000
portalCounterMax: 399999
END
}

pair_reader()
{
	pair_slapd c SERVER_ID=3 TREE=no && pair_haste c &&
	cp "$TMP/a/secret/it" "$TMP/c/secret/" && pair_follow c a &&
	pair_follow c b &&
	recipe 'Be a read replica' | sed '/ldapmodify\|END/d' |
		config_at c ldapmodify >/dev/null &&
	pair_merged
}

# ---------------------------------------------------------------- a lab machine
pair_lab() # NUMBER "HOST..." [LINE...]
{
	lab_dir=$TMP/lab$1 lab_number=$1 lab_servers=
	for lab_host in $2; do
		lab_servers="$lab_servers, \"$(pair_value "$lab_host" LDAPS)\""
	done
	shift 2
	mkdir -m 755 "$lab_dir" "$lab_dir/state" "$lab_dir/pam.d"
	pair_admin a machine add "lab$lab_number" 014501 |
	    sed -n 's/^secret: *//p' | tr -d '\n' >"$lab_dir/machine"
	chmod 600 "$lab_dir/machine"
	on a conf_labd "$lab_dir/machine" "$lab_dir/state" "$lab_dir/labd.sock" \
	    'poll_s = 1;' 'workers = 2;' "$@" |
	    sed -e "s|^servers = .*|servers = [ ${lab_servers#, } ];|" \
	        -e "s|cn=lab1,|cn=lab$lab_number,|" >"$lab_dir/labd.conf"
	# shellcheck disable=SC2046
	$(pair_of PAIR_ENTER "l$lab_number") "$BUILD/daemon/labd/labd" -d \
	    -c "$lab_dir/labd.conf" </dev/null >"$lab_dir/log" 2>&1 &
	echo $! >"$lab_dir/pid"
	for type in auth account; do
		conf_pam "$lab_dir/labd.sock" $type
	done >"$lab_dir/pam.d/portal"
}

pair_login() # NUMBER ACCOUNT
{
	at "l$1" "$BUILD/daemon/tools/labctl" -P "$TMP/lab$1/pam.d" -S portal \
	    test-login "$2"
}

# ---------------------------------------------------------------- the daemons
pair_identityd_conf() # HOST
{
	printf %s "$pair_identityd" >"$TMP/$1/identityd.password"
	chmod 600 "$TMP/$1/identityd.password"
	pair_other=$(other "$1")
	on "$1" conf_identityd "$TMP/$1" "$(portal_limits)" \
	    "workers = 4; due_ms = 0;" \
	    "letters_per_day = 8; letter_gap_minutes = 0;" \
	    "issuer = \"https://portal.localhost:$(cat "$TMP/w/nginx/port")\";" \
	    "home = $(home_of "$1");" \
	    "homes = [ \"$(home_of "$pair_other") $(pair_value \
		"$pair_other" LDAPS)\" ];" \
	    "bind_dn = \"cn=identityd,ou=services,$SLAPD_BASE\";" \
	    "password_file = \"$TMP/$1/identityd.password\";" \
	    "ca_file = \"$SLAPD_CA\";" >"$TMP/$1/identityd.conf"
}

pair_one() # stop|start HOST NAME
{
	at "$2" tests/portal.sh "$1" "$TMP/$2" "$3"
}

# nginx of a host: conf/nginx/portal-host.conf.
pair_host_nginx() # HOST
{
	mkdir -p "$TMP/$1/nginx"
	cp "$TMP/ports/$1" "$TMP/$1/nginx/port"
	nginx_main "$TMP/$1"
	sed -e "s|listen 8443|listen $(pair_of PAIR_ADDRESS "$1"):$(cat "$TMP/$1/nginx/port")|" \
	    -e "s|unix:/run/portal-front/portal\.sock|unix:$TMP/$1/front.sock|" \
	    -e "s|/etc/portal/|$TMP/tls/|" -e "s|/var/log/nginx/|$TMP/$1/nginx/|" \
	    conf/nginx/portal-host.conf >"$TMP/$1/nginx/site.host"
	pair_one start "$1" nginx
}

# nginx before them: portal.conf and portal-hosts.conf, as that one says.
pair_nginx()
{
	nginx_tls && nginx_files "$TMP/w" || return 1
	cp conf/nginx/portal.conf "$TMP/w/installed.conf"
	sed -n 's/^#[[:space:]]\(sed -i .*\)\\$/\1/p; s/^#[[:space:]]*\(-e .*\) portal.conf$/\1/p' \
	    conf/nginx/portal-hosts.conf >"$TMP/w/edit"
	eval "$(tr '\n' ' ' <"$TMP/w/edit")" "$TMP/w/installed.conf"
	NGINX_CONF=$TMP/w/installed.conf nginx_conf "$TMP/w" "$TMP/w/none" \
	    "$(cat "$TMP/w/nginx/port")" "$(cat "$TMP/w/nginx/plain")"
	sed -e "s|/etc/portal/|$TMP/tls/|" conf/nginx/portal-hosts.conf \
	    >"$TMP/w/nginx/site.hosts"
	sed -i -e "s|host1.example.edu:8443|$PAIR_ADDRESS_a:$(cat "$TMP/ports/a")|" \
	    -e "s|host2.example.edu:8443|$PAIR_ADDRESS_b:$(cat "$TMP/ports/b")|" \
	    "$TMP/w/nginx/site.portal"
	PORTAL_HOST=portal.localhost
	PORTAL_PORT=$(cat "$TMP/w/nginx/port")
	PORTAL_URL=https://$PORTAL_HOST:$PORTAL_PORT
	PORTAL_CA=$NGINX_TLS/portal.pem
	at w tests/portal.sh start "$TMP/w" nginx
}

pair_daemons() # HOST
{
	for pair_daemon in identityd mailer front; do
		pair_one start "$1" $pair_daemon || return 1
	done
}

pair_start()
{
	tests/unpack.sh slapd nginx
	mkdir -p "$TMP/w" "$TMP/ports"
	for pair_host in a b; do
		mkdir -p "$TMP/$pair_host/run" "$TMP/$pair_host/outbox"
		chmod 2770 "$TMP/$pair_host/outbox"
		mkdir -m 700 "$TMP/$pair_host/keys"
		free_port >"$TMP/ports/$pair_host"
	done
	nginx_ports "$TMP/w"
	: >"$TMP/w/env"
	pair_directory && pair_tls || return 1
	for pair_host in a b; do
		pair_identityd_conf $pair_host
	done
	pair_daemons a && cp -p "$TMP/a/keys/"* "$TMP/b/keys/" &&
	pair_daemons b && pair_host_nginx a && pair_host_nginx b &&
	pair_nginx && pair_admin a school add 014501 示範國民中學 \
	    --kind junior_high >/dev/null
}

pair_stop()
{
	for lab in "$TMP"/lab*/; do
		[ ! -s "$lab/pid" ] || kill "$(cat "$lab/pid")" 2>/dev/null
	done
	nginx_stop "$TMP/w"
	for pair_host in a b; do
		nginx_stop "$TMP/$pair_host"
		for pair_daemon in front mailer identityd; do
			portal_end "$TMP/$pair_host" $pair_daemon
		done
	done
	for pair_host in a b c; do
		[ ! -s "$TMP/$pair_host/env" ] || slapd_stop "$TMP/$pair_host"
	done
}

# The last change of each provider, as this host knows them.
pair_csn() # HOST
{
	it_at "$1" ldapsearch -LLL -b "$SLAPD_BASE" -s base contextCSN 2>/dev/null |
	    sed -n 's/^contextCSN: //p' | sort
}

people_at() # HOST
{
	it_at "$1" ldapsearch -LLL -o ldif-wrap=no -b "ou=people,$SLAPD_BASE" \
	    -s one '*' '+' | sort
}

same_people() # HOST
{
	people_at a >"$TMP/people" && [ -s "$TMP/people" ] &&
	people_at "$1" | diff "$TMP/people" -
}

# Has this host all that a file of such lines says?
pair_has() # HOST FILE
{
	pair_csn "$1" | awk -F'#' -v file="$2" '
	    { has[$3] = $1 }
	    END {
		while ((getline line <file) > 0) {
			split(line, part, "#")
			if (has[part[3]] < part[1])
				exit 1
			seen++
		}
		exit !seen
	    }'
}

pair_merged()
{
	for pair_host in a b; do
		await 60 eval "pair_csn $pair_host >'$TMP/csn.$pair_host' &&
		    [ -s '$TMP/csn.$pair_host' ]" || return 1
	done
	await 60 pair_has a "$TMP/csn.b" && await 60 pair_has b "$TMP/csn.a" ||
		return 1
	[ ! -s "$TMP/c/env" ] || {
		await 60 pair_has c "$TMP/csn.a" &&
		await 60 pair_has c "$TMP/csn.b"
	}
}
