#include "way_view.h"

#include "base/text.h"
#include "front/caption.h"
#include "saying.h"

#include <string.h>

static const char *
text_of(const struct wire_in *in, enum field field)
{
	const char *text = wire_text(in, field);

	return text != NULL ? text : "";
}

static void
add_lesson(
    const struct visit *visit, struct view *view, const struct wire_in *in)
{
	struct view *row = view_row(view, "lessons");
	char text[SAYING_SIZE];

	view_flag(view, "has_lessons", true);
	view_text(row, "name", text_of(in, F_TITLE));
	view_text(row, "from",
	    saying_moment(text, visit->lang, text_of(in, F_STARTS)));
	view_text(
	    row, "to", saying_moment(text, visit->lang, text_of(in, F_ENDS)));
	view_text(row, "way", text_of(in, F_ACTION));
	view_text(row, "lost", text_of(in, F_VALUE));
}

static void
add_step(const struct visit *visit, struct view *view, const struct wire_in *in)
{
	const char *state = text_of(in, F_STATE);
	const char *kind = text_of(in, F_KIND);
	const char *word = caption_find(visit->lang, F_KIND, kind);
	struct view *row = view_row(view, "steps");

	view_flag(view, "has_steps", true);
	view_text(row, "step", word != NULL ? word : kind);
	view_text(row, "who", text_of(in, F_NAME));
	view_text(row, "account", text_of(in, F_ACCOUNT));
	view_text(row, "instead_of", text_of(in, F_VALUE));
	view_flag(row, "is_done", strcmp(state, "done") == 0);
	view_flag(row, "is_now", strcmp(state, "now") == 0);
}

void
way_view_add(
    const struct visit *visit, struct view *view, const struct wire_in *in)
{
	static const char *const marks[] = {
	    "paper", "late", "report", "deputy_lost"};
	const char *words = text_of(in, F_VALUE);

	view_list(view, "steps");
	view_list(view, "lessons");
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		view_flag(view, marks[i], text_has_word(words, marks[i]));
	for (size_t i = 0; i < in->row_count; i++) {
		struct wire_in row;

		wire_row(in, i, &row);
		if (wire_has(&row, F_TITLE))
			add_lesson(visit, view, &row);
		else
			add_step(visit, view, &row);
	}
}
