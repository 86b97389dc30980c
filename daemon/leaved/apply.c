/*
 * Leave is filed: by whom it is for, or by personnel for them.
 */
#include "base/text.h"
#include "book_year.h"
#include "facts.h"
#include "leave_ops.h"
#include "plan.h"

#include <string.h>

/* Types and times as they stand in the question. */
static enum verdict
read_filing(
    struct office *office, const struct wire_in *in, struct filing *filing)
{
	const char *facts = wire_text(in, F_FACTS);
	char value[AMISS_VALUE_SIZE];
	enum amiss amiss;

	filing->type = wire_text(in, F_TYPE);
	filing->by = office->caller.uuid;
	if (!seen_parse_moment(
		wire_text(in, F_STARTS), false, &filing->span.from) ||
	    !seen_parse_moment(wire_text(in, F_ENDS), true, &filing->span.to))
		return (enum verdict)REFUSAL_BAD_DATE;
	amiss = facts_parse(&filing->facts, facts == NULL ? "" : facts, value);
	if (amiss != AMISS_NONE)
		return office_bad(office, F_FACTS, amiss, value);
	return VERDICT_OK;
}

/* A deputy is of the same school, and in service. */
static enum verdict
read_deputy(struct office *office, const char *account, char uuid[BOOK_ID_SIZE])
{
	enum verdict verdict;

	uuid[0] = '\0';
	if (account == NULL)
		return VERDICT_OK;
	verdict = stand_in_find(office, F_DEPUTY, account, uuid);
	return verdict == VERDICT_OK ? stand_in_add(office, uuid) : verdict;
}

static void
put_outcome(struct office *office, const struct request *r, const char *result,
    struct wire_out *out)
{
	char text[48];
	int left = plan_available(
	    &office->folder.book, r->type, span_first_day(r->spans[0]));

	seen_put_outcome(office, r, result, out);
	wire_put_number(out, F_AVAILABLE, left);
	wire_put_text(out, F_DETAIL, seen_amount(left, text));
	way_put(office, r, out);
	seen_put_cover(office, r, out);
}

static enum verdict
answer_again(struct office *office, const char *id, struct wire_out *out)
{
	const struct request *r = book_find(&office->folder.book, id);

	if (r == NULL)
		return (enum verdict)REFUSAL_UNKNOWN_REQUEST;
	put_outcome(office, r, "same", out);
	return VERDICT_OK;
}

/* What a plan shows is computed and not kept. */
static enum verdict
keep(struct office *office, const struct serve_question *question,
    struct request *r)
{
	const char *why = wire_text(&question->in, F_WHY);
	enum verdict verdict =
	    office_save(office, OP_LEAVE_FILE, r->id, why, "filed");

	return verdict == VERDICT_OK
	    ? office_remember(
		  office, wire_text(&question->in, F_KEY), OP_LEAVE_FILE, r->id)
	    : verdict;
}

/* 曠職 is no leave: personnel enter it, about others, and it stands. */
static enum verdict
enter(struct office *office, const struct filing *filing, struct request **r)
{
	struct book *book = &office->folder.book;

	if (strcmp(filing->type, BOOK_ABSENTEEISM) != 0)
		return (enum verdict)book_file(book, filing, r);
	if ((office_standing(office, NULL) &
		(STANDING_PERSONNEL | STANDING_IT)) == 0)
		return VERDICT_NOT_ALLOWED;
	return (enum verdict)book_absent(book, filing->id, filing->span, r);
}

static enum verdict
file(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	bool is_plan = wire_number(in, F_PLAN, 0) != 0;
	char deputy[BOOK_ID_SIZE], id[BOOK_ID_SIZE];
	struct filing filing = {.id = id};
	struct request *r;
	enum verdict verdict = read_filing(office, in, &filing);

	office_make_id(id);
	if (verdict == VERDICT_OK)
		verdict = read_deputy(office, wire_text(in, F_DEPUTY), deputy);
	if (verdict != VERDICT_OK)
		return verdict;
	filing.deputy = deputy[0] != '\0' ? deputy : NULL;
	verdict = enter(office, &filing, &r);
	if (verdict == VERDICT_OK && !is_plan)
		verdict = keep(office, question, r);
	if (verdict == VERDICT_OK)
		put_outcome(
		    office, r, is_plan ? "plan" : "filed", &answer->out);
	return verdict;
}

enum verdict
apply_file(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *account = wire_text(&question->in, F_ACCOUNT);
	char uuid[BOOK_ID_SIZE], before[BOOK_ID_SIZE];
	enum verdict verdict = office_find(office, account, uuid);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, true);
	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_FILE, office_standing(office, NULL));
	if (verdict == VERDICT_OK)
		verdict = office_repeated(
		    office, wire_text(&question->in, F_KEY), before);
	if (verdict != VERDICT_OK)
		return verdict;
	if (before[0] != '\0')
		return answer_again(office, before, &answer->out);
	if (office_is_stale(office))
		return VERDICT_DIRECTORY_AWAY;
	if (strcmp(office->folder.state, "active") != 0)
		return VERDICT_NOT_ACTIVE;
	return file(office, question, answer);
}
