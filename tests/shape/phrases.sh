#!/bin/sh
# phrases.sh - every sentence of the pages is translated, none for nothing.
set -eu
# shellcheck disable=SC1091
. tests/lib.sh

# keys FILE: a msgid a line, as it is written; the header's empty one is none.
keys()
{
	msgcat --no-wrap --sort-output --force-po "$1" | perl -0777 -ne '
		while (/^msgid ((?:"(?:\\.|[^"\\])*"\s*)+)/mg) {
			my $key = join "", $1 =~ /"((?:\\.|[^"\\])*)"/g;
			print "$key\n" if $key ne "";
		}' | LC_ALL=C sort
}

# misfits FILE: a sentence whose translation fills in other {{values}}.
misfits()
{
	msgcat --no-wrap "$1" | perl -0777 -ne '
		my $texts = qr/((?:"(?:\\.|[^"\\])*"\s*)+)/;
		while (/^msgid ${texts}msgstr $texts/mg) {
			my ($key, $text) = ($1, $2);
			my ($in, $out) = map {
				join " ", sort /\{\{.*?\}\}/g } ($key, $text);
			print $key if $in ne $out;
		}'
}

mkdir "$TMP/room"
cat >"$TMP/room/page.c" <<'END'
static const char *const words[] = {PHRASE("From a table")};
puts(phrase(lang, "Said at "
    "once"));
END
cat >"$TMP/room/page.html" <<'END'
<p>{{#_}}Over two
   "lines" of {{name}}{{/_}}<b>{{#_}}Bold{{/_}}</b>
END
tests/phrases.sh "$TMP/room" >"$TMP/room.pot"
is 'a sentence is found in C and in a template' \
    'Bold|From a table|Over two \"lines\" of {{name}}|Said at once' \
    "$(keys "$TMP/room.pot" | paste -sd '|')"
printf 'msgid "Of {{a}}"\nmsgstr "{{b}}"\n' >"$TMP/misfit.po"
is 'other values in a translation are noticed' '"Of {{a}}"' \
    "$(misfits "$TMP/misfit.po")"

# Who has a catalogue; all fronts share one of what is said around each page.
for catalogue in daemon/*/zh_TW.po; do
	room=$(dirname "$catalogue")
	name=${room#daemon/}/$(basename "$catalogue")
	shared=
	[ "$room" != daemon/front ] || shared=daemon/web
	tests/phrases.sh "$room" $shared >"$TMP/all.pot"
	keys "$TMP/all.pot" >"$TMP/used"
	msgattrib --no-obsolete --force-po "$catalogue" >"$TMP/now.po"
	keys "$TMP/now.po" >"$TMP/known"
	is "$name has every sentence" '' \
	    "$(LC_ALL=C comm -23 "$TMP/used" "$TMP/known")"
	is "$name has no sentence that nobody says" '' \
	    "$(LC_ALL=C comm -13 "$TMP/used" "$TMP/known")"
	is "$name leaves none untranslated" '' \
	    "$(msgattrib --untranslated "$catalogue")"
	is "$name is sure of each" '' "$(msgattrib --only-fuzzy "$catalogue")"
	is "$name keeps no old ones" '' \
	    "$(msgattrib --only-obsolete "$catalogue")"
	is "$name fills in the same values" '' "$(misfits "$catalogue")"
	# The merge brings the C formats, which msgfmt then compares.
	msgmerge --quiet --no-fuzzy-matching "$catalogue" "$TMP/all.pot" \
	    >"$TMP/merged.po"
	it "$name is well-formed" msgfmt --check-format -o /dev/null "$TMP/merged.po"
done
finish
