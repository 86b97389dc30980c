/*
 * What somebody who watches over machines wants to know of leaved, as numbers.
 */
#include "base/tally.h"
#include "leave_ops.h"
#include "mailbag.h"

/* How many letters wait, and for how long the first of them. */
static void
put_letters(struct office *office, struct wire_out *out)
{
	int64_t count, since_s;
	struct err err;

	if (mailbag_count(office, &count, &since_s, &err) != RC_OK) {
		(void)office_fail("metrics", RC_FAULT, &err);
		return;
	}
	tally_put_row(out, "outbox_letters", "", count);
	tally_put_row(out, "outbox_late_s", "", office->now_s - since_s);
}

static void
put_own(void *context, struct wire_out *out)
{
	struct office *office = context;

	put_letters(office, out);
	tally_put_row(out, "directory_up", "", !office_is_stale(office));
}

enum verdict
gauges(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	enum verdict verdict =
	    office_may(office, OP_METRICS, office_standing_at(office, ""));

	if (verdict != VERDICT_OK)
		return verdict;
	return tally_answer(
		   office->tally, &question->in, put_own, office, &answer->out)
	    ? VERDICT_OK
	    : office_bad(office, F_CURSOR, AMISS_UNKNOWN, NULL);
}
