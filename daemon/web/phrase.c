#include "phrase.h"

#include "base/text.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { DOMAIN_SIZE = 64 };

static const struct {
	const char *name;
	const char *file;   /* NULL: the key itself is the sentence */
	const char *prefix; /* of the names that mean it */
} langs[PHRASE_LANG_COUNT] = {
    [PHRASE_ZH_TW] = {"zh-TW", "zh_TW", "zh"},
    [PHRASE_EN] = {"en", NULL, "en"},
};

/* The program's own catalogue, then that of all fronts. */
enum { OWN, SHARED, CATALOGUES };
static char domains[PHRASE_LANG_COUNT][CATALOGUES][DOMAIN_SIZE];

/* Its header is what gettext answers to the empty key. */
static bool
catalogue_is_there(const char *domain)
{
	return *dgettext(domain, "") != '\0';
}

static enum rc
open_catalogue(char domain[DOMAIN_SIZE], const char *localedir,
    const char *name, const char *file, struct err *err)
{
	(void)text_print(domain, DOMAIN_SIZE, "%s-%s", name, file);
	if (bindtextdomain(domain, localedir) == NULL ||
	    bind_textdomain_codeset(domain, "UTF-8") == NULL)
		return err_set(err, RC_FAULT, "no memory");
	return catalogue_is_there(domain)
	    ? RC_OK
	    : err_set(err, RC_FAULT, "no catalogue %s/C/LC_MESSAGES/%s.mo",
		  localedir, domain);
}

enum rc
phrase_start(const char *localedir, const char *own, struct err *err)
{
	enum rc rc = RC_OK;

	if (unsetenv("LANGUAGE") != 0 || setlocale(LC_ALL, "C.UTF-8") == NULL)
		return err_set(err, RC_FAULT, "no locale C.UTF-8");
	for (size_t i = 0; i < PHRASE_LANG_COUNT && rc == RC_OK; i++) {
		if (langs[i].file == NULL)
			continue;
		rc = open_catalogue(
		    domains[i][OWN], localedir, own, langs[i].file, err);
		if (rc == RC_OK)
			rc = open_catalogue(domains[i][SHARED], localedir,
			    PHRASE_SHARED, langs[i].file, err);
	}
	return rc;
}

const char *
phrase(enum phrase_lang lang, const char *english)
{
	const char *text = english;

	if (langs[lang].file == NULL || *english == '\0')
		return english;
	/* What it does not know, gettext gives back as it is. */
	for (int i = 0; i < CATALOGUES && text == english; i++)
		text = dgettext(domains[lang][i], english);
	return text;
}

const char *
phrase_lang_name(enum phrase_lang lang)
{
	return langs[lang].name;
}

bool
phrase_lang_find(const char *name, enum phrase_lang *lang)
{
	for (size_t i = 0; i < PHRASE_LANG_COUNT; i++) {
		size_t len = strlen(langs[i].prefix);

		if (strncasecmp(name, langs[i].prefix, len) != 0 ||
		    (name[len] != '\0' && name[len] != '-'))
			continue;
		*lang = (enum phrase_lang)i;
		return true;
	}
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
phrase_key(char *key, size_t size, const char *text, size_t len)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		bool follows_blank = i > 0 && is_blank(text[i - 1]);

		if (is_blank(text[i]))
			continue;
		if (follows_blank && used > 0 && used + 1 < size)
			key[used++] = ' ';
		if (used + 1 >= size) {
			key[0] = '\0';
			return false;
		}
		key[used++] = text[i];
	}
	key[used] = '\0';
	return true;
}
