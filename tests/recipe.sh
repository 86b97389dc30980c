#!/bin/sh
# recipe.sh - the recipes of portal-directory(7), to be run as printed:
# . tests/recipe.sh from the top of the tree.
#
#	recipe TITLE		its lines, as a reader of the page sees them
#	cook TITLE [SED...]	runs them in TMP with the variables the page
#				speaks of, after these expressions of sed
#
# SLAPD_LDAPI and SLAPD_BASE say where.
recipe_page=$PWD/schema/portal-directory.7

recipe() # TITLE
{
	awk -v title=".Ss $1" '
		$0 == title { here = 1; next }
		/^\.S[sh]/ { here = 0 }
		here && /^\.Bd -literal/ { text = 1; next }
		/^\.Ed/ { text = 0 }
		here && text { gsub(/\\e/, "\\"); sub(/^\\&/, ""); print }' \
	    "$recipe_page"
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
