#!/bin/sh
# issuer.sh - ID tokens as the portal makes them: . tests/issuer.sh after
# tests/leave.sh and tests/directory.sh.
#
#	issuer_publish DIR	a key of the test's own, as the directory has
#				the portal's
#	issuer_of ACCOUNT	what a token says of them now, as words for the
#				next: sub=... changed=... outs=...
#	issuer_token [key=value]...	prints a token. Without more it is
#				leave-front's, of now; sub, nonce, aud, iss and
#				key (a file) are texts, iat and exp seconds from
#				now, changed and outs numbers of the session
#
# ISSUER_KEY is the key's file.

issuer_base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

issuer_modulus()
{
	openssl rsa -in "$ISSUER_KEY" -noout -modulus | cut -d = -f 2 |
	    tr -d '\n' | /usr/bin/python3 -c 'import sys
sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' | issuer_base64url
}

issuer_publish() # DIR
{
	ISSUER_KEY=$1/issuer.pem
	openssl genrsa -out "$ISSUER_KEY" 2048 2>/dev/null &&
	printf 'dn: ou=apps,%s\nchangetype: modify\nreplace: portalAppKeys\nportalAppKeys: {"keys":[{"kty":"RSA","kid":"test","e":"AQAB","n":"%s"}]}\n' \
	    "$SLAPD_BASE" "$(issuer_modulus)" | as_identityd ldapmodify
} >/dev/null

issuer_of() # ACCOUNT
{
	look as_it -b "$(person "$1")" -s base entryUUID pwdChangedTime \
	    portalSignOutCount | TZ=UTC awk '
	$1 == "entryUUID:" { print "sub=" $2 }
	$1 == "portalSignOutCount:" { print "outs=" $2 }
	$1 == "pwdChangedTime:" {
		gsub(/../, "& ", $2)
		sub(/ /, "", $2)
		sub(/ Z.*/, "", $2)
		print "changed=" mktime($2)
	}'
}

issuer_token() # [key=value]...
{
	issuer_now=$(date +%s)
	sub='' nonce='' aud=leave iss=$PORTAL_URL iat=0 exp=300 key=$ISSUER_KEY
	changed=0 outs=0
	for issuer_claim; do
		eval "${issuer_claim%%=*}=\${issuer_claim#*=}"
	done
	issuer_signed=$(printf '{"alg":"RS256","kid":"test"}' |
	    issuer_base64url).$(printf \
	    '{"sub":"%s","nonce":"%s","aud":"%s","iss":"%s","iat":%d,"exp":%d,"password_changed_at":%d,"sign_outs":%d}' \
	    "$sub" "$nonce" "$aud" "$iss" $((issuer_now + iat)) \
	    $((issuer_now + exp)) "$changed" "$outs" | issuer_base64url)
	printf '%s.%s' "$issuer_signed" "$(printf %s "$issuer_signed" |
	    openssl dgst -sha256 -sign "$key" | issuer_base64url)"
}
