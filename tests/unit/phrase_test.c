#include "web/phrase.h"

#include "unit.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* Catalogues of three messages each: the header and two sentences. */
enum { MESSAGES = 3, CATALOGUES = 2 };
#define HEADER                                                  \
	{                                                       \
		"", "Content-Type: text/plain; charset=UTF-8\n" \
	}
static const struct {
	const char *name;
	const char *messages[MESSAGES][2];
} catalogues[CATALOGUES] = {
    {"portal-zh_TW", {HEADER, {"Home", "首頁"}, {"Sign in", "登入"}}},
    {"front-zh_TW", {HEADER, {"Sign in", "進入"}, {"Sign out", "登出"}}},
};
enum {
	MO_MAGIC = 0x950412de,
	MO_HEAD = 28, /* bytes */
	MO_MAX = 512, /* bytes of this one */
};

struct folder {
	char root[PATH_MAX];
	char files[CATALOGUES][PATH_MAX];
};

static void
number_put(unsigned char *at, size_t number)
{
	uint32_t value = (uint32_t)number;

	memcpy(at, &value, sizeof(value));
}

/* GNU gettext's manual, "The Format of GNU MO Files". */
static size_t
mo_print(unsigned char mo[MO_MAX], const char *const messages[MESSAGES][2])
{
	const size_t table_size = MESSAGES * sizeof(uint32_t) * 2;
	const size_t words[] = {MO_MAGIC, 0, MESSAGES, MO_HEAD,
	    MO_HEAD + table_size, 0, MO_HEAD + 2 * table_size};
	size_t end = MO_HEAD + 2 * table_size;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		number_put(mo + i * sizeof(uint32_t), words[i]);
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < MESSAGES; i++) {
			size_t len = strlen(messages[i][side]);
			unsigned char *entry = mo + MO_HEAD +
			    side * table_size + i * sizeof(uint32_t) * 2;

			number_put(entry, len);
			number_put(entry + sizeof(uint32_t), end);
			memcpy(mo + end, messages[i][side], len + 1);
			end += len + 1;
		}
	return end;
}

static int
write_catalogue(struct folder *folder, size_t i)
{
	unsigned char mo[MO_MAX];
	size_t len = mo_print(mo, catalogues[i].messages);
	FILE *file;

	(void)snprintf(folder->files[i], sizeof(folder->files[i]),
	    "%.4000s/C/LC_MESSAGES/%s.mo", folder->root, catalogues[i].name);
	if ((file = fopen(folder->files[i], "we")) == NULL)
		return -1;
	len -= fwrite(mo, 1, len, file);
	return fclose(file) == 0 && len == 0 ? 0 : -1;
}

static int
folder_make(void **state)
{
	static struct folder folder;
	char template[] = "/tmp/phrase.XXXXXX";
	char path[PATH_MAX];
	int failed = 0;

	if (mkdtemp(template) == NULL)
		return -1;
	(void)snprintf(folder.root, sizeof(folder.root), "%s", template);
	(void)snprintf(path, sizeof(path), "%s/C", template);
	(void)mkdir(path, 0700);
	(void)snprintf(path, sizeof(path), "%s/C/LC_MESSAGES", template);
	(void)mkdir(path, 0700);
	for (size_t i = 0; i < CATALOGUES; i++)
		failed |= write_catalogue(&folder, i);
	*state = &folder;
	return failed;
}

static int
folder_drop(void **state)
{
	struct folder *folder = *state;
	char path[PATH_MAX];

	for (size_t i = 0; i < CATALOGUES; i++)
		(void)unlink(folder->files[i]);
	(void)snprintf(
	    path, sizeof(path), "%.4000s/C/LC_MESSAGES", folder->root);
	(void)rmdir(path);
	(void)snprintf(path, sizeof(path), "%.4000s/C", folder->root);
	(void)rmdir(path);
	return rmdir(folder->root);
}

/* LANGUAGE is what gettext would obey before everything else. */
static void
each_language_has_its_sentence(void **state)
{
	struct folder *folder = *state;
	struct err err;

	assert_int_equal(setenv("LANGUAGE", "de", 1), 0);
	assert_rc(RC_OK, phrase_start(folder->root, "portal", &err), &err);
	assert_string_equal(phrase(PHRASE_ZH_TW, "Sign in"), "登入");
	assert_string_equal(phrase(PHRASE_EN, "Sign in"), "Sign in");
	assert_null(getenv("LANGUAGE"));
}

static void
after_the_start_no_file_is_read(void **state)
{
	struct folder *folder = *state;

	for (size_t i = 0; i < CATALOGUES; i++)
		assert_int_equal(unlink(folder->files[i]), 0);
	assert_string_equal(phrase(PHRASE_ZH_TW, "Sign in"), "登入");
	assert_string_equal(phrase(PHRASE_ZH_TW, "Nowhere"), "Nowhere");
	assert_string_equal(phrase(PHRASE_ZH_TW, ""), "");
}

static void
what_a_program_does_not_say_all_fronts_say(void **state)
{
	struct folder *folder = *state;
	struct err err;

	assert_rc(RC_OK, phrase_start(folder->root, "portal", &err), &err);
	assert_string_equal(phrase(PHRASE_ZH_TW, "Home"), "首頁");
	assert_string_equal(phrase(PHRASE_ZH_TW, "Sign out"), "登出");
}

static void
a_missing_catalogue_is_told_with_its_path(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_FAULT, phrase_start("/nowhere", "portal", &err), &err);
	assert_string_equal(
	    err.text, "no catalogue /nowhere/C/LC_MESSAGES/portal-zh_TW.mo");
}

static void
a_language_is_known_by_its_names(void **state)
{
	static const struct {
		const char *name;
		bool is_known;
		enum phrase_lang lang;
	} cases[] = {
	    {"zh-TW", true, PHRASE_ZH_TW},
	    {"zh", true, PHRASE_ZH_TW},
	    {"ZH-hant-TW", true, PHRASE_ZH_TW},
	    {"en", true, PHRASE_EN},
	    {"en-GB", true, PHRASE_EN},
	    {"enx", false, PHRASE_EN},
	    {"ja", false, PHRASE_EN},
	    {"", false, PHRASE_EN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum phrase_lang lang = PHRASE_EN;

		assert_int_equal(
		    phrase_lang_find(cases[i].name, &lang), cases[i].is_known);
		assert_int_equal(lang, cases[i].lang);
	}
	for (size_t i = 0; i < PHRASE_LANG_COUNT; i++) {
		enum phrase_lang lang;

		assert_true(phrase_lang_find(
		    phrase_lang_name((enum phrase_lang)i), &lang));
		assert_int_equal(lang, i);
	}
}

static void
blanks_of_a_template_are_no_part_of_a_key(void **state)
{
	static const char *const cases[][2] = {
	    {"Sign in", "Sign in"},
	    {"\n\t  Sign\n\t  in \r\n", "Sign in"},
	    {"", ""},
	    {" \n ", ""},
	};
	char key[16];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(phrase_key(
		    key, sizeof(key), cases[i][0], strlen(cases[i][0])));
		assert_string_equal(key, cases[i][1]);
	}
	assert_true(phrase_key(key, 8, "Sign in", 7));
	assert_false(phrase_key(key, 7, "Sign in", 7));
	assert_string_equal(key, "");
	assert_false(phrase_key(key, 6, "Sign  in", 8));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_missing_catalogue_is_told_with_its_path),
    cmocka_unit_test(each_language_has_its_sentence),
    cmocka_unit_test(what_a_program_does_not_say_all_fronts_say),
    cmocka_unit_test(after_the_start_no_file_is_read),
    cmocka_unit_test(a_language_is_known_by_its_names),
    cmocka_unit_test(blanks_of_a_template_are_no_part_of_a_key),
};

UNIT_MAIN_IN(tests, folder_make, folder_drop)
