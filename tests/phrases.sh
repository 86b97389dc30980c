#!/bin/sh
# phrases.sh [FOLDER...] - prints every sentence of the pages as a gettext
# template (POT).
#
# From C: phrase(lang, "...") and PHRASE("..."); from templates:
# {{#_}}...{{/_}}, blanks squeezed as phrase_key() does. `make phrases` merges
# what is new into the catalogues.
set -eu
[ $# -gt 0 ] || set -- daemon
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
# shellcheck disable=SC2016 # the variables are perl's
find "$@" -name '*.html' | LC_ALL=C sort | xargs -r perl -CSD -0777 -ne '
	while (m|\{\{#_\}\}(.*?)\{\{/_\}\}|sg) {
		my $key = $1;
		$key =~ s/^[ \t\r\n]+|[ \t\r\n]+$//g;
		$key =~ s/[ \t\r\n]+/ /g;
		$key =~ s/([\\"])/\\$1/g;
		print "PHRASE(\"$key\")\n";
	}' >"$tmp/templates.c"
find "$@" -name '*.[ch]' | LC_ALL=C sort >"$tmp/files"
echo "$tmp/templates.c" >>"$tmp/files"
printf 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
xgettext --language=C --from-code=UTF-8 --keyword --keyword=phrase:2 \
    --keyword=PHRASE --omit-header --no-location --sort-output \
    --force-po --files-from="$tmp/files" --output=-
