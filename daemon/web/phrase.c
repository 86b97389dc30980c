#include "phrase.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *domain; /* NULL: the key itself is the sentence */
	const char *prefix; /* of the names that mean it */
} langs[PHRASE_LANG_COUNT] = {
    [PHRASE_ZH_TW] = {"zh-TW", "portal-zh_TW", "zh"},
    [PHRASE_EN] = {"en", NULL, "en"},
};

/* Its header is what gettext answers to the empty key. */
static bool
catalogue_is_there(const char *domain)
{
	return *dgettext(domain, "") != '\0';
}

enum rc
phrase_start(const char *localedir, struct err *err)
{
	if (unsetenv("LANGUAGE") != 0 || setlocale(LC_ALL, "C.UTF-8") == NULL)
		return err_set(err, RC_FAULT, "no locale C.UTF-8");
	for (size_t i = 0; i < PHRASE_LANG_COUNT; i++) {
		const char *domain = langs[i].domain;

		if (domain == NULL)
			continue;
		if (bindtextdomain(domain, localedir) == NULL ||
		    bind_textdomain_codeset(domain, "UTF-8") == NULL)
			return err_set(err, RC_FAULT, "no memory");
		if (!catalogue_is_there(domain))
			return err_set(err, RC_FAULT,
			    "no catalogue %s/C/LC_MESSAGES/%s.mo", localedir,
			    domain);
	}
	return RC_OK;
}

const char *
phrase(enum phrase_lang lang, const char *english)
{
	const char *domain = langs[lang].domain;

	return domain == NULL || *english == '\0' ? english
						  : dgettext(domain, english);
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
