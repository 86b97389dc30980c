/*
 * Who is here: oneself, and one's colleagues.
 */
#include "base/text.h"
#include "dir/school.h"
#include "leave_ops.h"
#include "listing.h"

static void
put_unit(const char *unit_dn, struct wire_out *out)
{
	char unit[FOLDER_TEXT_SIZE];

	if (school_rdn(unit_dn, "ou", unit, sizeof(unit)))
		wire_put_shown(out, F_UNIT, unit);
}

/* Of the posting of the day. */
#define POSTED(column)                                                         \
	"COALESCE((SELECT t." column " FROM posting t WHERE t.person = p.uuid" \
	" AND t.from_day <= ? ORDER BY t.from_day DESC LIMIT 1), '')"
#define POSTED_KIND     POSTED("kind")
#define POSTED_SCHEDULE POSTED("schedule")

/* Of the first time that somebody is away in a span; 0: they are there. */
#define ABSENT(column)                               \
	"COALESCE((SELECT s." column " FROM span s"  \
	" WHERE s.person = p.uuid AND s.is_live = 1" \
	" AND s.to_at > ? AND s.from_at < ?"         \
	" ORDER BY s.from_at, s.to_at LIMIT 1), 0)"
#define ABSENT_FROM ABSENT("from_at")
#define ABSENT_TO   ABSENT("to_at")

static enum rc
take_self(void *context, const struct sql_row *row, struct err *err)
{
	static const enum field fields[] = {F_ACCOUNT, F_NAME, F_SCHOOL,
	    F_SCHOOL_NAME, F_ADMIN_POST, F_KIND, F_SCHEDULE};
	struct wire_out *out = context;

	(void)err;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		wire_put_shown(out, fields[i], sql_row_text(row, (int)i));
	put_unit(sql_row_text(row, 7), out);
	return RC_OK;
}

static const char *
roles_of(const struct caller *caller)
{
	if (caller->is_personnel)
		return caller->arranges_cover ? "personnel cover" : "personnel";
	return caller->arranges_cover ? "cover" : "";
}

enum verdict
staffroom_self(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	int64_t today = office->now / MINUTES_PER_CIVIL_DAY;
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    office_may(office, OP_LEAVE_SELF, office_standing_self(office));

	(void)question;
	if (verdict != VERDICT_OK)
		return verdict;
	wire_put_text(&answer->out, F_ROLE, roles_of(&office->caller));
	rc = sql_each(office->sql,
	    "SELECT p.account, p.name, p.school, COALESCE(s.name, ''),"
	    " p.admin_post, " POSTED_KIND ", " POSTED_SCHEDULE ", p.unit_dn"
	    " FROM person p LEFT JOIN place s ON s.kind = 'school'"
	    " AND s.code = p.school WHERE p.uuid = ?",
	    (struct sql_visit){take_self, &answer->out}, &err,
	    SQL_VALUES(sql_number(today), sql_number(today),
		sql_text(office->caller.uuid)));
	return rc == RC_OK ? VERDICT_OK : office_fail("self", rc, &err);
}

/* -------------------------------------------------------------- colleagues */

struct colleagues {
	struct listing listing;
	struct span asked; /* nobody is told of more */
};

/* What of the first absence lies in the time that was asked about. */
static void
put_absence(
    const struct span *away, const struct span *asked, struct wire_out *out)
{
	int64_t from = away->from > asked->from ? away->from : asked->from;
	int64_t to = away->to < asked->to ? away->to : asked->to;
	char text[32];

	wire_put_text(out, F_STATE, away->to > 0 ? "away" : "there");
	if (away->to == 0)
		return;
	wire_put_text(out, F_STARTS, seen_moment(from, text));
	wire_put_text(out, F_ENDS, seen_moment(to, text));
}

static enum rc
take_colleague(void *context, const struct sql_row *row, struct err *err)
{
	struct colleagues *colleagues = context;
	struct listing *listing = &colleagues->listing;
	struct wire_out *out = listing->out;

	(void)err;
	if (!listing_begin(listing))
		return RC_OK;
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 0));
	wire_put_shown(out, F_NAME, sql_row_text(row, 1));
	wire_put_shown(out, F_ADMIN_POST, sql_row_text(row, 2));
	wire_put_shown(out, F_KIND, sql_row_text(row, 3));
	put_unit(sql_row_text(row, 4), out);
	put_absence(
	    &(struct span){sql_row_number(row, 5), sql_row_number(row, 6)},
	    &colleagues->asked, out);
	listing_end(listing, row);
	return RC_OK;
}

/* Of no time at all, when the question names none: nobody is away then. */
static enum verdict
read_span(struct office *office, const struct wire_in *in, struct span *span)
{
	const char *starts = wire_text(in, F_STARTS);
	const char *ends = wire_text(in, F_ENDS);

	*span = (struct span){0, 0};
	if (starts == NULL && ends == NULL)
		return VERDICT_OK;
	if (starts == NULL || ends == NULL ||
	    !seen_parse_moment(starts, false, &span->from) ||
	    !seen_parse_moment(ends, true, &span->to))
		return (enum verdict)REFUSAL_BAD_DATE;
	if (span->to <= span->from)
		return (enum verdict)REFUSAL_END_NOT_AFTER_START;
	return span->to - span->from <=
		(int64_t)AWAY_DAYS_MAX * MINUTES_PER_CIVIL_DAY
	    ? VERDICT_OK
	    : office_bad(office, F_ENDS, AMISS_DAYS_93, NULL);
}

enum verdict
staffroom_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *school = wire_text(in, F_SCHOOL);
	const char *cursor = wire_text(in, F_CURSOR);
	struct colleagues colleagues = {.listing = {.out = &answer->out}};
	struct span *asked = &colleagues.asked;
	struct err err;
	enum verdict verdict;
	enum rc rc;

	school = school == NULL ? office->caller.school : school;
	verdict = office_may(
	    office, OP_LEAVE_STAFF, office_standing_at(office, school));
	if (verdict == VERDICT_OK)
		verdict = read_span(office, in, asked);
	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql,
	    "SELECT p.account, p.name, p.admin_post, " POSTED_KIND
	    ", p.unit_dn, " ABSENT_FROM ", " ABSENT_TO
	    " FROM person p WHERE p.school = ? AND p.state = 'active'"
	    " AND p.account > ? ORDER BY p.account" LISTING_LIMIT,
	    (struct sql_visit){take_colleague, &colleagues}, &err,
	    SQL_VALUES(sql_number(office->now / MINUTES_PER_CIVIL_DAY),
		sql_number(asked->from), sql_number(asked->to),
		sql_number(asked->from), sql_number(asked->to),
		sql_text(school), sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("staff", rc, &err);
	listing_put_cursor(&colleagues.listing);
	return VERDICT_OK;
}
