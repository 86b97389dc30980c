#include "web/phrase.h"

#include "unit.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* A catalogue of two messages: the header and one sentence. */
static const char *const messages[][2] = {
    {"", "Content-Type: text/plain; charset=UTF-8\n"},
    {"Sign in", "登入"},
};
enum {
	MESSAGES = sizeof(messages) / sizeof(messages[0]),
	MO_MAGIC = 0x950412de,
	MO_HEAD = 28, /* bytes */
	MO_MAX = 512, /* bytes of this one */
};

struct folder {
	char root[PATH_MAX];
	char file[PATH_MAX];
};

static void
number_put(unsigned char *at, size_t number)
{
	uint32_t value = (uint32_t)number;

	memcpy(at, &value, sizeof(value));
}

/* GNU gettext's manual, "The Format of GNU MO Files". */
static size_t
mo_print(unsigned char mo[MO_MAX])
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
folder_make(void **state)
{
	static struct folder folder;
	char template[] = "/tmp/phrase.XXXXXX";
	unsigned char mo[MO_MAX];
	size_t len = mo_print(mo);
	FILE *file;

	if (mkdtemp(template) == NULL)
		return -1;
	(void)snprintf(folder.root, sizeof(folder.root), "%s", template);
	(void)snprintf(folder.file, sizeof(folder.file), "%s/C", template);
	(void)mkdir(folder.file, 0700);
	(void)snprintf(
	    folder.file, sizeof(folder.file), "%s/C/LC_MESSAGES", template);
	(void)mkdir(folder.file, 0700);
	(void)snprintf(folder.file, sizeof(folder.file),
	    "%s/C/LC_MESSAGES/portal-zh_TW.mo", template);
	if ((file = fopen(folder.file, "we")) == NULL)
		return -1;
	len -= fwrite(mo, 1, len, file);
	*state = &folder;
	return fclose(file) == 0 && len == 0 ? 0 : -1;
}

static int
folder_drop(void **state)
{
	struct folder *folder = *state;
	char path[PATH_MAX];

	(void)unlink(folder->file);
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
	assert_rc(RC_OK, phrase_start(folder->root, &err), &err);
	assert_string_equal(phrase(PHRASE_ZH_TW, "Sign in"), "登入");
	assert_string_equal(phrase(PHRASE_EN, "Sign in"), "Sign in");
	assert_null(getenv("LANGUAGE"));
}

static void
after_the_start_no_file_is_read(void **state)
{
	struct folder *folder = *state;

	assert_int_equal(unlink(folder->file), 0);
	assert_string_equal(phrase(PHRASE_ZH_TW, "Sign in"), "登入");
	assert_string_equal(phrase(PHRASE_ZH_TW, "Nowhere"), "Nowhere");
	assert_string_equal(phrase(PHRASE_ZH_TW, ""), "");
}

static void
a_missing_catalogue_is_told_with_its_path(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_FAULT, phrase_start("/nowhere", &err), &err);
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
    cmocka_unit_test(after_the_start_no_file_is_read),
    cmocka_unit_test(a_language_is_known_by_its_names),
    cmocka_unit_test(blanks_of_a_template_are_no_part_of_a_key),
};

int
main(void)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
