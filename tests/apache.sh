#!/bin/sh
# apache.sh - Apache with mod_auth_openidc as a service that people sign on to
# through the portal of tests/portal.sh: . tests/apache.sh after it.
#
#	relying_tls			a certificate for apache.localhost and
#					node.localhost; sets RELYING_TLS
#	apache_start DIR SECRET		sets APACHE_URL
#	apache_stop DIR
#
# Its settings are those of portal-openid(7); names, paths and ports differ.
# Both packages are unpacked below build/root, never installed.
# shellcheck disable=SC2034 # the variables are for who sources this
APACHE_TREE=$PWD/build/root/apache2-bin
APACHE_OIDC=$PWD/build/root/libapache2-mod-auth-openidc
RELYING_TLS=$PWD/build/root/tls-relying

relying_tls()
{
	[ ! -s "$RELYING_TLS/relying.pem" ] || return 0
	new=$(mktemp -d "$RELYING_TLS.XXXXXX")
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -days 3650 -subj '/CN=apache.localhost' -addext \
	    'subjectAltName=DNS:apache.localhost,DNS:node.localhost' \
	    -keyout "$new/relying.key" -out "$new/relying.pem" 2>/dev/null ||
		return 1
	chmod 755 "$new" && chmod 644 "$new"/*
	mv -T "$new" "$RELYING_TLS" 2>/dev/null || rm -rf "$new"
}

# Apache will not be root: as root it becomes nobody, who must reach its files.
apache_user()
{
	[ "$(id -u)" -ne 0 ] || printf 'User nobody\nGroup nogroup\n'
}

apache_modules()
{
	for module in mpm_event authn_core authz_core authz_user dir include \
	    socache_shmcb ssl; do
		echo "LoadModule ${module}_module" \
		    "$APACHE_TREE/usr/lib/apache2/modules/mod_$module.so"
	done
	echo "LoadModule auth_openidc_module" \
	    "$APACHE_OIDC/usr/lib/apache2/modules/mod_auth_openidc.so"
}

apache_conf() # DIR PORT SECRET
{
	cat <<END
ServerRoot $1/apache
PidFile $1/apache/pid
DefaultRuntimeDir $1/apache
ErrorLog $1/apache/error.log
LogLevel warn auth_openidc:info
ServerName apache.localhost
Listen 127.0.0.1:$2
$(apache_modules)
$(apache_user)
SSLEngine on
SSLCertificateFile $RELYING_TLS/relying.pem
SSLCertificateKeyFile $RELYING_TLS/relying.key
DocumentRoot $1/apache/pages
DirectoryIndex index.html
AddDefaultCharset utf-8
OIDCProviderMetadataURL $PORTAL_URL/.well-known/openid-configuration
OIDCClientID apache
OIDCClientSecret $3
OIDCRedirectURI $APACHE_URL/signed-on
OIDCCryptoPassphrase $(openssl rand -hex 32)
OIDCScope "openid profile email school"
OIDCPKCEMethod S256
OIDCRemoteUserClaim preferred_username
OIDCUserInfoRefreshInterval 1
OIDCCABundlePath $PORTAL_CA
<Directory $1/apache/pages>
	Options +Includes
	SetOutputFilter INCLUDES
	Require all granted
</Directory>
<Location />
	AuthType openid-connect
	Require valid-user
</Location>
<Location /bye.html>
	AuthType None
	Require all granted
</Location>
END
}

apache_pages() # DIR
{
	mkdir -p "$1/apache/pages"
	cat >"$1/apache/pages/index.html" <<'END'
<!doctype html><html lang="zh-TW"><meta charset="utf-8"><title>Apache</title><h1>Apache</h1>
<p id="account"><!--#echo var="REMOTE_USER" --></p>
<p id="name"><!--#echo var="OIDC_CLAIM_name" --></p>
<p id="mail"><!--#echo var="OIDC_CLAIM_email" --></p>
<p id="school"><!--#echo var="OIDC_CLAIM_school_code" --></p>
END
	echo '<!doctype html><html lang="zh-TW"><title>Bye</title><h1>Bye</h1>' \
	    >"$1/apache/pages/bye.html"
	chmod 755 "$1/apache" "$1/apache/pages"
	[ "$(id -u)" -ne 0 ] || chmod 711 "$1"
}

apache_start() # DIR SECRET
{
	tests/unpack.sh apache2-bin libapache2-mod-auth-openidc &&
	relying_tls && apache_pages "$1" || return 1
	apache_port=${APACHE_URL##*:}
	apache_conf "$1" "$apache_port" "$2" >"$1/apache/apache.conf"
	"$APACHE_TREE/usr/sbin/apache2" -f "$1/apache/apache.conf" \
	    -DFOREGROUND </dev/null >"$1/apache/start.log" 2>&1 &
	echo $! >"$1/apache/started"
	portal_await nginx_listens "$apache_port" || {
		cat "$1/apache/start.log" "$1/apache/error.log" >&2
		return 1
	}
}

apache_stop() # DIR
{
	[ -s "$1/apache/started" ] || return 0
	kill "$(cat "$1/apache/started")" 2>/dev/null || return 0
	wait "$(cat "$1/apache/started")" 2>/dev/null || :
}
