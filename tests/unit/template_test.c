/* What is ours about templates; the published cases are
 * tests/module/mustache. */
#include "web/template.h"
#include "unit.h"

static const struct template_source *
source(const char *name, const char *text)
{
	static struct template_source made;

	made = (struct template_source){name, text, text + strlen(text)};
	return &made;
}

static const char *
translate(void *ctx, const char *english)
{
	static const struct {
		const char *english, *chinese;
	} words[] = {
	    {"Hello, {{name}}!", "{{name}}，你好！"},
	    {"two lines", "兩行"},
	};

	*(int *)ctx += 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].english, english) == 0)
			return words[i].chinese;
	return english;
}

static char *
rendered(const char *text, const struct view *view)
{
	struct template_set *set;
	struct body out = {0};
	struct err err;
	int asked = 0;

	assert_rc(RC_OK,
	    template_compile(
		&set, source("page", text), 1, translate, &asked, &err),
	    &err);
	assert_rc(RC_OK, template_render(set, "page", view, &out, &err), &err);
	body_put(&out, "", 1);
	template_free(set);
	return out.at;
}

static void
assert_renders(const char *expected, const char *text, const struct view *view)
{
	char *got = rendered(text, view);

	assert_string_equal(got, expected);
	free(got);
}

static void
sentences_are_translated_once_at_compile_time(void **state)
{
	struct view *view = view_new();

	(void)state;
	view_text(view, "name", "<王>");
	assert_renders(
	    "&lt;王&gt;，你好！", "{{#_}} Hello,\n\t{{name}}! {{/_}}", view);
	assert_renders("a 兩行 b", "a {{#_}}two\r\n lines{{/_}} b", view);
	assert_renders("Unknown", "{{#_}}Unknown{{/_}}", view);
	view_free(view);
}

static void
what_people_type_stays_text(void **state)
{
	struct view *view = view_new();

	(void)state;
	view_text(view, "x", "<b a=\"1\" c='2'>&{{x}}</b>");
	assert_renders(
	    "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;{{x}}&lt;/b&gt;",
	    "{{x}}", view);
	view_free(view);
}

static void
an_empty_text_is_false(void **state)
{
	struct view *view = view_new();

	(void)state;
	view_text(view, "empty", "");
	view_text(view, "none", NULL);
	view_flag(view, "off", false);
	view_list(view, "rows");
	assert_renders("1234",
	    "{{^empty}}1{{/empty}}{{^none}}2{{/none}}{{^off}}3{{/off}}"
	    "{{^rows}}4{{/rows}}{{#empty}}x{{/empty}}{{#off}}x{{/off}}",
	    view);
	view_free(view);
}

static void
a_value_set_again_replaces_the_first(void **state)
{
	struct view *view = view_new();

	(void)state;
	view_text(view, "x", "old");
	view_text(view, "x", "new");
	view_text(view_row(view, "rows"), "n", "1");
	view_text(view_row(view, "rows"), "n", "2");
	assert_renders("new 12", "{{x}} {{#rows}}{{n}}{{/rows}}", view);
	view_free(view);
}

static void
a_source_that_is_no_template_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
	    {"a\n{{x", "page:2: a tag without an end"},
	    {"{{}}", "page:1: a tag without a name"},
	    {"{{a b}}", "page:1: a name with a blank in it"},
	    {"{{#a}}", "page:1: a section without an end"},
	    {"{{/a}}", "page:1: closes what is not open"},
	    {"{{#a}}\n{{/b}}", "page:2: closes another section"},
	    {"{{>nobody}}", "page:1: no such partial"},
	    {"{{=a}}", "page:1: a tag without an end"},
	    {"{{=a=}}", "page:1: no such delimiters"},
	    {"{{=a =b=}}", "page:1: no such delimiters"},
	    {"{{#_}}Hello", "page:1: a sentence without an end"},
	    {"{{#_}} {{/_}}", "page:1: no sentence, or too long a one"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct template_set *set;
		struct err err;

		assert_rc(RC_INPUT,
		    template_compile(&set, source("page", cases[i].text), 1,
			NULL, NULL, &err),
		    &err);
		assert_string_equal(err.text, cases[i].says);
		assert_null(set);
	}
}

static void
partials_without_end_end(void **state)
{
	struct template_set *set;
	struct view *view = view_new();
	struct body out = {0};
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    template_compile(
		&set, source("page", "x{{>page}}"), 1, NULL, NULL, &err),
	    &err);
	assert_rc(
	    RC_FAULT, template_render(set, "page", view, &out, &err), &err);
	assert_rc(
	    RC_ABSENT, template_render(set, "other", view, &out, &err), &err);
	body_free(&out);
	template_free(set);
	/* Each time indented further. */
	assert_rc(RC_INPUT,
	    template_compile(
		&set, source("page", " {{>page}}\n"), 1, NULL, NULL, &err),
	    &err);
	view_free(view);
}

/* Rows within rows within rows: 2^30 times, and not a byte printed. */
static void
a_page_that_would_take_for_ever_is_given_up(void **state)
{
	enum { NESTED = 30 };
	char text[NESTED * 2 * 9 + 1] = "";
	struct template_set *set;
	struct view *view = view_new();
	struct body out = {0};
	struct err err;

	(void)state;
	for (int i = 0; i < NESTED; i++)
		(void)snprintf(&text[strlen(text)], 10, "{{#rows}}");
	for (int i = 0; i < NESTED; i++)
		(void)snprintf(&text[strlen(text)], 10, "{{/rows}}");
	(void)view_row(view, "rows");
	(void)view_row(view, "rows");
	assert_rc(RC_OK,
	    template_compile(&set, source("page", text), 1, NULL, NULL, &err),
	    &err);
	assert_rc(
	    RC_FAULT, template_render(set, "page", view, &out, &err), &err);
	assert_string_equal(err.text, "page: too long to print");
	template_free(set);
	view_free(view);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sentences_are_translated_once_at_compile_time),
    cmocka_unit_test(what_people_type_stays_text),
    cmocka_unit_test(an_empty_text_is_false),
    cmocka_unit_test(a_value_set_again_replaces_the_first),
    cmocka_unit_test(a_source_that_is_no_template_is_refused_with_its_line),
    cmocka_unit_test(partials_without_end_end),
    cmocka_unit_test(a_page_that_would_take_for_ever_is_given_up),
};

UNIT_MAIN(tests)
