#!/bin/sh
# recipe.sh - the recipes of portal-directory(7), or of another recipe_page, to
# be run as printed: . tests/recipe.sh from the top of the tree.
#
#	recipe TITLE [PAGE]	its lines, as a reader of the page sees them
#	cook TITLE [SED...]	runs them in TMP with the variables the page
#				speaks of, after these expressions of sed
#	recipe_root		as no one's root: TMP/etc for /etc/portal and
#				so on, TMP/bin for what only root can do
#	cook_root TITLE [SED...]	cook with these, for the slapd in SLAPD_DIR
#
# SLAPD_LDAPI and SLAPD_BASE say where. RECIPE_UID is identityd's.
recipe_page=$PWD/schema/portal-directory.7

recipe() # TITLE [PAGE]
{
	awk -v title="$1" '
		/^\.S[sh]/ && substr($0, 5) == title { here = 1; next }
		/^\.S[sh]/ { here = 0 }
		here && /^\.Bd -literal/ { text = 1; next }
		/^\.Ed/ { text = 0 }
		here && text { gsub(/\\e/, "\\"); sub(/^\\&/, ""); print }' \
	    "${2:-$recipe_page}"
}

cook() # TITLE [SED...]
{
	cook_title=$1
	shift
	recipe "$cook_title" | sed -e '' "$@" >"$TMP/recipe"
	[ -s "$TMP/recipe" ] || return 1
	(cd "$TMP" && LDAPURI=$SLAPD_LDAPI LDAPBASE=$SLAPD_BASE \
	    LDAPSASL_MECH=EXTERNAL sh -e recipe)
}

recipe_tool() # NAME: a script of that name, from standard input
{
	{ echo '#!/bin/sh' && cat; } >"$TMP/bin/$1"
	chmod +x "$TMP/bin/$1"
}

# Everybody is whoever runs the test, and it starts and stops slapd itself.
recipe_root()
{
	mkdir -p "$TMP/bin" "$TMP/etc"
	cp schema/provider.ldif "$TMP"
	cp "$SLAPD_ROOT/tls/ca.pem" "$TMP/etc/ca.pem"
	cp "$SLAPD_ROOT/tls/server.pem" "$TMP/etc/ldap.pem"
	cp "$SLAPD_ROOT/tls/server.key" "$TMP/etc/ldap.key"
	echo true | recipe_tool systemctl
	echo true | recipe_tool chown
	echo "echo ${RECIPE_UID:-$(id -u)}" | recipe_tool id
	# shellcheck disable=SC2016
	echo 'shift 3; exec "$@"' | recipe_tool runuser
	# shellcheck disable=SC2016
	echo 'for last; do :; done; exec mkdir -p "$last"' | recipe_tool install
	for tool in slapadd slapcat; do
		recipe_tool $tool <<END
LD_LIBRARY_PATH=$SLAPD_LIBRARY exec $SLAPD_ROOT/slapd/usr/sbin/$tool "\$@"
END
	done
}

cook_root() # TITLE [SED...]
{
	cook_root_title=$1
	shift
	PATH=$TMP/bin:$PATH cook "$cook_root_title" \
	    -e "s|/var/lib/portal-slapd|$SLAPD_DIR|g" \
	    -e "s|/etc/portal|$TMP/etc|g" -e "s|/etc/default|$TMP/etc|g" \
	    -e "s|/var/backups|$TMP/backups|g" \
	    -e "s|/usr/local/lib/portal/portal_quality.so|$SLAPD_QUALITY|" "$@"
}
