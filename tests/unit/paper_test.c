#include "leaved/paper.h"

#include "base/text.h"
#include "unit.h"

static void
the_bytes_tell_the_kind_whatever_the_name(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum paper paper;
	} cases[] = {
	    {"%PDF-1.7\n%\xe2\xe3\xcf\xd3 rest", 24, PAPER_PDF},
	    {"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1", 18, PAPER_JPEG},
	    {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 18, PAPER_PNG},
	    {"\x89PNG\n\x1a\n\0\0\0\rIHDR\0\0\0", 18, PAPER_UNKNOWN},
	    {" %PDF-1.7 and more bytes", 24, PAPER_UNKNOWN},
	    {"GIF89a..................", 24, PAPER_UNKNOWN},
	    {"<svg onload=alert(1)>...", 24, PAPER_UNKNOWN},
	    {"MZ......................", 24, PAPER_UNKNOWN},
	    {"%PDF-", 5, PAPER_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (paper_of(cases[i].bytes, cases[i].len) != cases[i].paper)
			fail_msg("case %zu", i);
}

static void
a_name_is_safe_to_show_and_to_save(void **state)
{
	static const struct {
		const char *given;
		enum paper paper;
		const char *name;
	} cases[] = {
	    {"診斷證明.pdf", PAPER_PDF, "診斷證明.pdf"},
	    {"C:\\Users\\x\\診斷.PDF", PAPER_PDF, "診斷.pdf"},
	    {"../../etc/passwd", PAPER_PDF, "passwd.pdf"},
	    {"photo.jpeg", PAPER_JPEG, "photo.jpg"},
	    {"page.html", PAPER_PNG, "page.html.png"},
	    {"a\xe2\x80\xae"
	     "fdp.exe",
		PAPER_PDF, "afdp.exe.pdf"},
	    {"a\r\nX: y.pdf", PAPER_PDF, "a__X_ y.pdf"},
	    {"\"><b>.png", PAPER_PNG, "___b_.png"},
	    {"...", PAPER_PNG, "_.png"},
	    {"", PAPER_JPEG, "_.jpg"},
	    {"\xff\xfe.pdf", PAPER_PDF, "_.pdf"},
	};
	char name[PAPER_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		paper_name(name, cases[i].given, cases[i].paper);
		assert_string_equal(name, cases[i].name);
	}
}

static void
a_long_name_is_cut_between_signs(void **state)
{
	char given[600] = "", name[PAPER_NAME_SIZE];

	(void)state;
	for (int i = 0; i < 150; i++)
		(void)text_copy(
		    given + 3 * i, sizeof(given) - 3 * (size_t)i, "長");
	paper_name(name, given, PAPER_PDF);
	assert_true(text_is_utf8(name, strlen(name)));
	assert_string_equal(name + strlen(name) - 4, ".pdf");
	assert_true(strlen(name) > PAPER_NAME_SIZE - 8);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_bytes_tell_the_kind_whatever_the_name),
    cmocka_unit_test(a_name_is_safe_to_show_and_to_save),
    cmocka_unit_test(a_long_name_is_cut_between_signs),
};

UNIT_MAIN(tests)
