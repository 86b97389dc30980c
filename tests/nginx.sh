#!/bin/sh
# nginx.sh - conf/nginx/portal.conf on a loopback port, as whoever starts it:
# . tests/nginx.sh from the top of the tree.
#
#	nginx_ports DIR			chooses its ports, before the rest if wanted
#	nginx_start DIR FRONT_SOCKET	sets PORTAL_PORT, PORTAL_HOST, PORTAL_URL,
#					PORTAL_CA (PEM) and NGINX_PID
#	nginx_run DIR			again, on the port it had
#	nginx_stop DIR
#
# With NGINX_LEAVE, a socket of leave-front's, also conf/nginx/leave.conf at
# leave.localhost and the same port.
#
# Everything lives in DIR; nginx itself is unpacked below build/root. Only
# names, paths and ports differ from the file that is installed, and with
# NGINX_RATE how many requests a second one address may make.
# shellcheck disable=SC2034 # the variables are for who sources this
NGINX=$PWD/build/root/nginx/usr/sbin/nginx
NGINX_TLS=$PWD/build/root/tls-portal

# A certificate of its own, made once per build; it protects nothing.
nginx_tls()
{
	[ ! -s "$NGINX_TLS/portal.pem" ] || return 0
	new=$(mktemp -d "$NGINX_TLS.XXXXXX")
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -days 3650 -subj '/CN=portal.localhost' -addext \
	    'subjectAltName=DNS:portal.localhost,DNS:leave.localhost' \
	    -keyout "$new/portal.key" -out "$new/portal.pem" 2>/dev/null ||
		return 1
	chmod 755 "$new" && chmod 644 "$new"/*
	mv -T "$new" "$NGINX_TLS" 2>/dev/null || rm -rf "$new"
}

# What make install puts where nginx looks.
nginx_files()
{
	mkdir -p "$1/share/static" "$1/share/nginx" "$1/nginx"
	cp -r conf/nginx/pages "$1/share/nginx"
	for file in daemon/web/*.css daemon/web/*.js daemon/portal/static/*; do
		[ ! -f "$file" ] || cp "$file" "$1/share/static"
	done
}

nginx_main() # DIR: around DIR/nginx/site.*
{
	cat >"$1/nginx/nginx.conf" <<END
daemon off;
user $(id -un) $(id -gn);
worker_processes 2;
worker_rlimit_nofile 20000;
pid $1/nginx/pid;
error_log $1/nginx/error.log;
events { worker_connections 8000; }
http {
	client_body_temp_path $1/nginx/body;
	proxy_temp_path $1/nginx/proxy;
	fastcgi_temp_path $1/nginx/fastcgi;
	uwsgi_temp_path $1/nginx/uwsgi;
	scgi_temp_path $1/nginx/scgi;
	include $1/nginx/site.*;
}
END
}

nginx_conf() # DIR FRONT_SOCKET PORT PLAIN_PORT
{
	nginx_main "$1"
	nginx_site "$1" portal "$2" "$3" "$4"
	[ -z "${NGINX_LEAVE:-}" ] ||
		nginx_site "$1" leave "$NGINX_LEAVE" "$3" "$4"
}

# What is installed, with other names, paths and ports.
nginx_site() # DIR NAME FRONT_SOCKET PORT PLAIN_PORT
{
	sed -e "s|$2\.example\.edu\\\$request_uri|$2.localhost:$4\$request_uri|" \
	    -e "s|$2\.example\.edu|$2.localhost|" \
	    ${NGINX_RATE:+-e "s,rate=[0-9]*r/s,rate=$NGINX_RATE,"} \
	    -e "s|listen 443 |listen 127.0.0.1:$4 |" \
	    -e "s|listen 80;|listen 127.0.0.1:$5;|" \
	    -e "s|unix:/run/$2-front/$2\.sock|unix:$3|" \
	    -e "s|/etc/portal/$2\.|$NGINX_TLS/portal.|" \
	    -e "s|/var/log/nginx/|$1/nginx/|" \
	    -e "s|/usr/local/share/portal|$1/share|" \
	    "${NGINX_CONF:-conf/nginx/$2.conf}" >"$1/nginx/site.$2"
}

nginx_run() # DIR
{
	"$NGINX" -p "$1/nginx" -c "$1/nginx/nginx.conf" \
	    -e "$1/nginx/error.log" </dev/null >>"$1/nginx/start.log" 2>&1 &
	NGINX_PID=$!
	until nginx_listens "$(cat "$1/nginx/port")"; do
		kill -0 "$NGINX_PID" 2>/dev/null || {
			cat "$1/nginx/start.log" >&2
			return 1
		}
		sleep 0.02
	done
}

nginx_listens()
{
	grep -qi "^ *[0-9]*: [0-9A-F]*:$(printf %04X "$1") 00000000:0000 0A " \
	    /proc/net/tcp
}

nginx_port()
{
	/usr/bin/python3 -S -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

nginx_ports() # DIR
{
	mkdir -p "$1/nginx"
	[ -s "$1/nginx/port" ] || nginx_port >"$1/nginx/port"
	[ -s "$1/nginx/plain" ] || nginx_port >"$1/nginx/plain"
}

nginx_start() # DIR FRONT_SOCKET
{
	tests/unpack.sh nginx && nginx_tls && nginx_files "$1" || return 1
	nginx_ports "$1"
	PORTAL_HOST=portal.localhost
	PORTAL_PORT=$(cat "$1/nginx/port")
	PORTAL_PLAIN_PORT=$(cat "$1/nginx/plain")
	PORTAL_URL=https://$PORTAL_HOST:$PORTAL_PORT
	PORTAL_CA=$NGINX_TLS/portal.pem
	nginx_conf "$1" "$2" "$PORTAL_PORT" "$PORTAL_PLAIN_PORT" &&
	nginx_run "$1"
}

nginx_stop() # DIR
{
	[ -s "$1/nginx/pid" ] || return 0
	kill "$(cat "$1/nginx/pid")" 2>/dev/null || return 0
	while [ -e "$1/nginx/pid" ]; do
		sleep 0.02
	done
	wait "${NGINX_PID:-}" 2>/dev/null || :
}
