#include "facts_form.h"

#include "base/text.h"
#include "leave_captions.h"

#include <string.h>

enum fact_kind { FACT_DAY, FACT_TEXT, FACT_NUMBER, FACT_PART, FACT_RELATION };

static const struct {
	const char *name;
	enum fact_kind kind;
} facts[] = {
    {"registered", FACT_DAY},
    {"birth", FACT_DAY},
    {"death", FACT_DAY},
    {"miscarriage", FACT_DAY},
    {"injury", FACT_DAY},
    {"weeks", FACT_NUMBER},
    {"relation", FACT_RELATION},
    {"part", FACT_PART},
    {"letter", FACT_TEXT},
    {"destination", FACT_TEXT},
};
enum { FACTS = sizeof(facts) / sizeof(facts[0]), WORD_SIZE = 64 };

void
facts_form_print(const struct visit *visit, char text[FACTS_TEXT_SIZE])
{
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < FACTS; i++) {
		const char *value = form_text(&visit->form, facts[i].name);

		if (value[0] == '\0')
			continue;
		(void)text_print(text + len, FACTS_TEXT_SIZE - len, "%s%s=%s",
		    len > 0 ? ";" : "", facts[i].name, value);
		len += strlen(text + len);
	}
}

/* The relations of the law, in Chinese ones: each has a second name for
 * programs, in ASCII. */
static void
add_relations(struct view *row, const char *names, const char *chosen)
{
	char word[WORD_SIZE];

	for (size_t len; *names != '\0'; names += len) {
		struct view *option;

		names += strspn(names, " ");
		len = strcspn(names, " ");
		if ((names[0] & 0x80) == 0 ||
		    !text_print(word, sizeof(word), "%.*s", (int)len, names))
			continue;
		option = view_row(row, "options");
		view_text(option, "value", word);
		view_text(option, "word", word);
		view_flag(option, "is_chosen", strcmp(word, chosen) == 0);
	}
}

static void
add_fact(const struct visit *visit, struct view *view, size_t i,
    const struct wire_in *type)
{
	const char *name = facts[i].name;
	const char *value = form_text(&visit->form, name);
	const char *relations = wire_text(type, F_NAME);
	struct view *row = view_row(view, "facts");

	view_text(row, "name", name);
	view_text(row, "label", caption_find(visit->lang, F_FACTS, name));
	view_text(row, "value", value);
	view_flag(row, "is_day", facts[i].kind == FACT_DAY);
	view_flag(row, "is_number", facts[i].kind == FACT_NUMBER);
	view_flag(row, "is_text", facts[i].kind == FACT_TEXT);
	view_list(row, "options");
	if (facts[i].kind == FACT_PART)
		caption_options(
		    row, "options", CAPTION_PART, visit->lang, value);
	if (facts[i].kind == FACT_RELATION && relations != NULL)
		add_relations(row, relations, value);
	view_flag(row, "is_choice",
	    facts[i].kind == FACT_PART || facts[i].kind == FACT_RELATION);
}

void
facts_form_add(
    const struct visit *visit, struct view *view, const struct wire_in *type)
{
	const char *needed = wire_text(type, F_FACTS);

	for (size_t i = 0; i < FACTS; i++)
		if (needed != NULL && text_has_word(needed, facts[i].name))
			add_fact(visit, view, i, type);
}
