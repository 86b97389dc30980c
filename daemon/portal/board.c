#include "board.h"

#include "kept.h"

struct filling {
	enum phrase_lang lang;
	struct view *view;
};

/* The field in the reader's language, or in Chinese. */
static const char *
in_lang(const struct filling *filling, const struct wire_in *row, enum field zh,
    enum field en)
{
	const char *text =
	    filling->lang == PHRASE_EN ? wire_text(row, en) : NULL;

	return text != NULL ? text : wire_text(row, zh);
}

static void
add_notice(void *context, const struct wire_in *row)
{
	const struct filling *filling = context;
	struct view *notice = view_row(filling->view, "notices");

	view_text(notice, "title", in_lang(filling, row, F_TITLE, F_TITLE_EN));
	view_text(notice, "text", in_lang(filling, row, F_TEXT, F_TEXT_EN));
	view_text(notice, "from", wire_text(row, F_FROM));
}

void
board_add(struct visit *visit, struct view *view)
{
	struct filling filling = {visit->lang, view};

	kept_rows(visit, OP_NOTICE_LIST, add_notice, &filling);
}
