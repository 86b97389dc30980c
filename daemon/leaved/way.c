/*
 * What a request passes on its way, for whoever may see it whole.
 */
#include "base/text.h"
#include "book_step.h"
#include "leave_ops.h"
#include "papers.h"

#include <string.h>

enum { OFFERS_SIZE = 96, WAY_ROW_ROOM = 1024 };

/* ------------------------------------------------------------------ people */

static enum rc
take_person(void *context, const struct sql_row *row, struct err *err)
{
	struct wire_out *out = context;

	(void)err;
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 0));
	wire_put_shown(out, F_NAME, sql_row_text(row, 1));
	return RC_OK;
}

static void
put_person(struct office *office, const char *uuid, struct wire_out *out)
{
	struct err err;

	if (sql_each(office->sql,
		"SELECT account, name FROM person WHERE uuid = ?",
		(struct sql_visit){take_person, out}, &err,
		SQL_VALUES(sql_text(uuid))) != RC_OK)
		(void)office_fail("way", RC_FAULT, &err);
}

struct step {
	const char *kind, *state, *who, *instead_of;
};

static void
put_step(struct office *office, const struct step *step, struct wire_out *out)
{
	char represented[FOLDER_TEXT_SIZE];

	if (!wire_has_room(out, WAY_ROW_ROOM))
		return;
	wire_row_begin(out);
	wire_put_text(out, F_KIND, step->kind);
	wire_put_text(out, F_STATE, step->state);
	put_person(office, step->who, out);
	office_account(office, step->instead_of, represented);
	wire_put_shown(out, F_VALUE, represented);
	wire_row_end(out);
}

static void
put_deputy(struct office *office, const struct request *r, struct wire_out *out)
{
	const struct step step = {"deputy",
	    r->state == REQUEST_DRAFT                 ? "later"
		: r->state == REQUEST_AWAITING_DEPUTY ? "now"
						      : "done",
	    r->deputy, ""};

	if (r->deputy[0] != '\0')
		put_step(office, &step, out);
}

static void
put_signed(struct office *office, const struct request *r, struct wire_out *out)
{
	for (enum approval_step i = 0; i < STEPS; i++) {
		const struct step step = {approval_step_name(i), "done",
		    r->signed_by[i], r->instead_of[i]};

		if (r->is_done[i])
			put_step(office, &step, out);
	}
}

static void
put_open(struct office *office, const struct request *r, struct wire_out *out)
{
	struct approval_turn turns[STEPS];
	size_t count = request_is_pending(r->state)
	    ? book_chain(&office->folder.book, r, turns)
	    : 0;

	for (size_t i = 0; i < count; i++) {
		const struct step step = {approval_step_name(turns[i].step),
		    i == 0 && r->state == REQUEST_AWAITING_STEP ? "now"
								: "later",
		    turns[i].who, turns[i].instead_of};

		put_step(office, &step, out);
	}
}

/* ------------------------------------------------------------------ itself */

void
way_put_marks(
    const struct office *office, const struct request *r, struct wire_out *out)
{
	bool needs_deputy = book_needs_deputy(&office->folder.book, r);
	char text[64];

	(void)text_print(text, sizeof(text), "%s%s%s%s",
	    r->is_paper_needed ? "paper " : "", r->is_late ? "late " : "",
	    r->is_report ? "report " : "", needs_deputy ? "deputy_lost " : "");
	text_trim(text);
	wire_put_shown(out, F_VALUE, text);
}

/* What may be done in which state, by whom. */
static const struct {
	enum request_state state;
	unsigned standing; /* APPROVER: whose turn it is */
	const char *words;
} offers[] = {
    {REQUEST_DRAFT, STANDING_SELF, "resubmit withdraw"},
    {REQUEST_AWAITING_DEPUTY, STANDING_DEPUTY, "agree decline"},
    {REQUEST_AWAITING_DEPUTY, STANDING_SELF, "withdraw"},
    {REQUEST_AWAITING_STEP, STANDING_APPROVER, "approve return reject"},
    {REQUEST_AWAITING_STEP, STANDING_SELF, "withdraw"},
    {REQUEST_APPROVED, STANDING_SELF | STANDING_PERSONNEL, "cancel"},
    {REQUEST_TAKEN, STANDING_SELF | STANDING_PERSONNEL, "cancel"},
    {REQUEST_PARTLY_CANCELLED, STANDING_SELF | STANDING_PERSONNEL, "cancel"},
    {REQUEST_CANCEL_REQUESTED, STANDING_PERSONNEL, "approve reject"},
};

/* Whoever has signed is an approver as well, but it is not their turn. */
static unsigned
standing_now(const struct office *office, const struct request *r)
{
	unsigned standing = office_standing(office, r);
	struct approval_turn turn;

	return book_turn(&office->folder.book, r, &turn) &&
		strcmp(turn.who, office->caller.uuid) == 0
	    ? standing
	    : standing & ~(unsigned)STANDING_APPROVER;
}

/* Of the duty to stand in, which somebody else may take over. */
static const char *
duty_words(const struct office *office, const struct request *r)
{
	const struct book *book = &office->folder.book;
	const char *self = office->caller.uuid;
	bool may_offer = strcmp(r->deputy, self) == 0 ||
	    (r->has_lost_deputy && book_may_offer(book, r, self));

	if (!book_has_duty(book, r))
		return "";
	if (r->offered[0] == '\0')
		return may_offer ? " hand_over" : "";
	if (strcmp(r->offered, self) == 0)
		return " take_over keep_duty";
	return may_offer ? " keep_duty" : "";
}

/* What may be done with its papers. */
static void
add_paper_words(
    const struct office *office, const struct request *r, char *text)
{
	static const struct {
		enum op op;
		const char *word;
	} words[] = {
	    {OP_LEAVE_PAPERS, " papers"},
	    {OP_LEAVE_ATTACH, " attach"},
	    {OP_LEAVE_DETACH, " detach"},
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(text);

		if (papers_may(office, words[i].op, r))
			(void)text_print(
			    text + len, OFFERS_SIZE - len, "%s", words[i].word);
	}
}

static void
put_offers(
    const struct office *office, const struct request *r, struct wire_out *out)
{
	unsigned standing = standing_now(office, r);
	const char *words = "";
	char text[OFFERS_SIZE];

	for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++)
		if (words[0] == '\0' && offers[i].state == r->state &&
		    (offers[i].standing & standing) != 0)
			words = offers[i].words;
	(void)text_print(
	    text, sizeof(text), "%s%s", words, duty_words(office, r));
	add_paper_words(office, r, text);
	text_trim(text);
	wire_put_text(out, F_ACTION, text);
}

void
way_put(struct office *office, const struct request *r, struct wire_out *out)
{
	way_put_marks(office, r, out);
	put_offers(office, r, out);
	put_deputy(office, r, out);
	put_signed(office, r, out);
	put_open(office, r, out);
}
