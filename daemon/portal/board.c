#include "board.h"

#include "base/text.h"
#include "errand.h"

/* The field in the reader's language, or in Chinese. */
static const char *
in_lang(const struct visit *visit, const struct wire_in *row, enum field zh,
    enum field en)
{
	const char *text = visit->lang == PHRASE_EN ? wire_text(row, en) : NULL;

	return text != NULL ? text : wire_text(row, zh);
}

static void
add_rows(const struct errand *errand, struct view *view)
{
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct view *notice = view_row(view, "notices");
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		view_text(notice, "title",
		    in_lang(errand->visit, &row, F_TITLE, F_TITLE_EN));
		view_text(notice, "text",
		    in_lang(errand->visit, &row, F_TEXT, F_TEXT_EN));
		view_text(notice, "from", wire_text(&row, F_FROM));
	}
}

void
board_add(struct visit *visit, struct view *view)
{
	char cursor[257] = "";

	for (int page = 0; page < BOARD_PAGES_MAX; page++) {
		struct errand *errand = errand_new(visit, OP_NOTICE_LIST);
		bool is_last;

		errand->deadline_ms = ERRAND_EXTRA_MS;
		errand_put(errand, F_CURSOR, cursor);
		is_last = errand_ask(errand) != RC_OK;
		if (!is_last) {
			add_rows(errand, view);
			(void)text_copy(cursor, sizeof(cursor),
			    errand_text(errand, F_CURSOR));
		}
		errand_free(errand);
		if (is_last || cursor[0] == '\0')
			return;
	}
}
