/*
 * Somebody decides on a request: deputy, approver, personnel, or whoever filed
 * it. The book says whose turn it is; here is only which word calls which of
 * its verbs.
 */
#include "base/text.h"
#include "book_step.h"
#include "leave_ops.h"

#include <string.h>

struct decision {
	struct book *book;
	struct request *request;
	const char *by, *to; /* `to`: of whom a duty is offered */
	struct span cut;
};

static enum refusal
cancel(struct decision *d)
{
	return book_cancel(d->book, d->request, d->cut, d->by);
}

static enum refusal
hand_over(struct decision *d)
{
	return book_offer(d->book, d->request, d->by, d->to);
}

static enum refusal
resubmit(struct decision *d)
{
	return strcmp(d->by, d->book->id) == 0
	    ? book_resubmit(d->book, d->request, NULL)
	    : REFUSAL_NOT_YOUR_TURN;
}

typedef enum refusal step(
    struct book *book, struct request *request, const char *by);

/* Most need no more than who it is. */
static const struct {
	const char *word;
	step *step;
	enum refusal (*run)(struct decision *d);
} words[] = {
    {"agree", book_agree, NULL},
    {"decline", book_decline, NULL},
    {"approve", book_approve, NULL},
    {"return", book_return, NULL},
    {"reject", book_reject, NULL},
    {"withdraw", book_withdraw, NULL},
    {"cancel", NULL, cancel},
    {"resubmit", NULL, resubmit},
    {"hand_over", NULL, hand_over},
    {"take_over", book_take_over, NULL},
    {"keep_duty", book_keep_duty, NULL},
};

/* All of it, unless the question names a part. */
static enum verdict
read_cut(struct office *office, const struct wire_in *in, struct decision *d)
{
	const struct request *r = d->request;
	const char *starts = wire_text(in, F_STARTS);
	const char *ends = wire_text(in, F_ENDS);

	d->cut =
	    (struct span){r->spans[0].from, r->spans[r->span_count - 1].to};
	if ((starts == NULL) != (ends == NULL))
		return office_bad(office, F_ENDS, AMISS_ONE_END, NULL);
	if (starts == NULL)
		return VERDICT_OK;
	return seen_parse_moment(starts, false, &d->cut.from) &&
		seen_parse_moment(ends, true, &d->cut.to)
	    ? VERDICT_OK
	    : (enum verdict)REFUSAL_BAD_DATE;
}

/* Whoever a duty is offered to, or who takes it: there on these days? */
static enum verdict
read_deputy(struct office *office, const struct wire_in *in, const char *action,
    char to[BOOK_ID_SIZE])
{
	enum verdict verdict;

	to[0] = '\0';
	if (strcmp(action, "agree") == 0 || strcmp(action, "take_over") == 0)
		return stand_in_add(office, office->caller.uuid);
	if (strcmp(action, "hand_over") != 0)
		return VERDICT_OK;
	if (wire_given(in, F_DEPUTY) == NULL)
		return office_bad(office, F_DEPUTY, AMISS_MISSING, NULL);
	verdict = stand_in_find(office, F_DEPUTY, wire_text(in, F_DEPUTY), to);
	return verdict == VERDICT_OK ? stand_in_add(office, to) : verdict;
}

static enum verdict
run(struct office *office, const struct wire_in *in, struct decision *d)
{
	const char *action = wire_text(in, F_ACTION);
	char to[BOOK_ID_SIZE];
	enum verdict verdict = read_cut(office, in, d);

	if (verdict == VERDICT_OK)
		verdict = read_deputy(office, in, action, to);
	d->to = to;
	if (verdict != VERDICT_OK)
		return verdict;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, action) == 0)
			return (enum verdict)(words[i].step != NULL
				? words[i].step(d->book, d->request, d->by)
				: words[i].run(d));
	return office_bad(office, F_ACTION, AMISS_UNKNOWN, action);
}

static enum verdict
decide_now(struct office *office, const struct wire_in *in, struct request *r,
    struct wire_out *out)
{
	struct decision d = {.book = &office->folder.book,
	    .request = r,
	    .by = office->caller.uuid};
	const struct kept *kept = folder_kept(&office->folder, r->id);
	int64_t seen = wire_number(in, F_VERSION, kept->version);
	enum verdict verdict;

	if (office_is_stale(office))
		return VERDICT_DIRECTORY_AWAY;
	if (seen != kept->version)
		return VERDICT_CHANGED_MEANWHILE;
	verdict = run(office, in, &d);
	if (verdict == VERDICT_OK)
		verdict = office_save(office, OP_LEAVE_DECIDE, r->id,
		    wire_text(in, F_WHY), wire_text(in, F_ACTION));
	if (verdict == VERDICT_OK)
		verdict = office_remember(
		    office, wire_text(in, F_KEY), OP_LEAVE_DECIDE, r->id);
	if (verdict == VERDICT_OK)
		seen_put_outcome(office, r, "decided", out);
	return verdict;
}

enum verdict
decide(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	char before[BOOK_ID_SIZE];
	struct request *r = NULL;
	enum verdict verdict =
	    office_request(office, wire_text(in, F_REQUEST), &r);

	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_DECIDE, office_standing(office, r));
	if (verdict == VERDICT_OK)
		verdict = office_repeated(office, wire_text(in, F_KEY), before);
	if (verdict != VERDICT_OK)
		return verdict;
	if (strcmp(before, r->id) == 0) {
		seen_put_outcome(office, r, "same", &answer->out);
		return VERDICT_OK;
	}
	return decide_now(office, in, r, &answer->out);
}
