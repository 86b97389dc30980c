/*
 * desk.h - forms that are one question, with a look at what it would do.
 *
 * Shape:  one table a page: its inputs, by the catalogue's names, the question
 *         they make, and the list of what comes of it, or of what there is.
 *         Where leaved can plan, the first button asks for the plan and the
 *         second one, which is there only below a plan of the same input, does
 *         it. The rest is the same for all.
 * Units:  none.
 * Errors: leaved's sentence above the form, with what was typed.
 * Source: ours.
 */
#ifndef LEAVE_DESK_H
#define LEAVE_DESK_H

#include "front/list.h"
#include "web/route.h"

enum { DESK_INPUTS_MAX = 6 };

enum desk_kind {
	DESK_TEXT,
	DESK_DAY,
	DESK_MOMENT, /* a day with a time of it */
	DESK_NUMBER,
	DESK_YES,   /* 1 when it is ticked */
	DESK_LINES, /* a table as CSV text */
	DESK_STAFF, /* one of the school */
	DESK_WORD,  /* one of the captions' `set` */
};

struct desk_input {
	enum field field; /* F_NONE: behind the last one */
	enum desk_kind kind;
	const char *label, *hint;
	bool is_required;
	int set;
};

struct desk {
	const char *path, *title, *hint, *button;
	enum op op;
	bool plans;
	struct desk_input inputs[DESK_INPUTS_MAX];
	const struct list *list; /* of the answer's rows */
	/* What there is, below the form; OP_NONE: nothing. */
	enum op below;
	const char *below_kind;
	const struct list *below_list;
	const char *sheet; /* where the rows are a file; NULL: nowhere */
};

/* The desk of the page that is visited. */
const struct desk *desk_of(
    const struct visit *visit, const struct desk *desks, size_t count);

/* For GET, for POST, and with what a button in the list below has done. */
void desk_show(struct visit *visit, const struct desk *desk);
void desk_take(struct visit *visit, const struct desk *desk);
void desk_show_after(struct visit *visit, const struct desk *desk,
    const struct errand *acted, const char *done);

/* The rows of an answer as `list`, with moments and amounts as people say
 * them: from, to, amount, paid_amount, rest_amount, type_word; `open` while
 * nobody has decided. */
void desk_list(struct visit *visit, struct view *view, const struct list *list,
    const struct errand *answer);

/* Every input that a desk may have. */
#define DESK_FIELDS                                                  \
	{"act", FORM_TEXT, 16, false, NULL},                         \
	    {"shown", FORM_TEXT, 32, false, NULL},                   \
	    {"request", FORM_TEXT, 48, false, NULL},                 \
	    {"version", FORM_TEXT, 20, false, NULL},                 \
	    {"open", FORM_TEXT, 1, false, NULL},                     \
	    {"account", FORM_TEXT, 64, false, PHRASE("Person")},     \
	    {"type", FORM_TEXT, 47, false, PHRASE("Type of leave")}, \
	    {"minutes", FORM_TEXT, 8, false, PHRASE("Minutes")},     \
	    {"year", FORM_TEXT, 4, false, PHRASE("Year")},           \
	    {"why", FORM_TEXT, 256, false, PHRASE("Reason")},        \
	    {"starts", FORM_TEXT, 32, false, PHRASE("From")},        \
	    {"ends", FORM_TEXT, 32, false, PHRASE("To")},            \
	    {"from", FORM_TEXT, 16, false, PHRASE("First day")},     \
	    {"until", FORM_TEXT, 16, false, PHRASE("Last day")},     \
	    {"name", FORM_TEXT, 128, false, PHRASE("Name")},         \
	    {"detail", FORM_TEXT, 128, false, PHRASE("Value")},      \
	    {"kind", FORM_TEXT, 16, false, PHRASE("Which")},         \
	    {"wanted", FORM_TEXT, 1, false, NULL},                   \
	    {"text", FORM_LINES, 4000, false, PHRASE("Table")},      \
	{                                                            \
		"table", FORM_LINES, 14000, false, PHRASE("Table")   \
	}

#endif
