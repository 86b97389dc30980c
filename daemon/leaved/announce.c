/*
 * A closure or a calendar is announced: leave that it touches is laid out
 * anew, in the same transaction; the answer lists what changed for whom.
 */
#include "base/text.h"
#include "calendar_csv.h"
#include "cover.h"
#include "leave_ops.h"
#include "roll.h"

#include <string.h>

enum { ROW_ROOM = 1200 };

static void
put_changes(struct office *office, struct wire_out *out)
{
	const struct book *book = &office->folder.book;

	for (size_t i = 0; i < book->change_count; i++) {
		if (!wire_has_room(out, ROW_ROOM))
			return;
		wire_row_begin(out);
		seen_put(office, book->requests[book->changes[i].request], true,
		    out);
		wire_row_end(out);
	}
}

static enum verdict
learn_anew(
    struct office *office, enum op op, const char *uuid, struct wire_out *out)
{
	struct book *book = &office->folder.book;
	char result[64];
	enum verdict verdict = office_folder(office, uuid, false);

	if (verdict != VERDICT_OK)
		return verdict;
	book_learn(book, false);
	cover_list_all(book);
	put_changes(office, out);
	(void)text_print(
	    result, sizeof(result), "%zu recalculated", book->change_count);
	return office_save(office, op, office->folder.account, NULL, result);
}

/* Everybody with leave in the span, of that school or ("") of all. */
static enum verdict
learn_all(struct office *office, enum op op, const char *school,
    struct span span, struct wire_out *out)
{
	struct roll touched = {NULL, 0, 0};
	struct err err;
	enum verdict verdict = VERDICT_OK;
	enum rc rc = sql_each(office->sql,
	    "SELECT DISTINCT s.person FROM span s"
	    " JOIN person p ON p.uuid = s.person WHERE s.is_live = 1"
	    " AND s.to_at > ? AND s.from_at < ? AND (? = '' OR p.school = ?)",
	    (struct sql_visit){roll_take, &touched}, &err,
	    SQL_VALUES(sql_number(span.from), sql_number(span.to),
		sql_text(school), sql_text(school)));

	if (rc != RC_OK)
		verdict = office_fail("touched", rc, &err);
	for (size_t i = 0; verdict == VERDICT_OK && i < touched.count; i++)
		verdict = learn_anew(office, op, touched.uuids[i], out);
	roll_wipe(&touched);
	return verdict;
}

/* The caller's own school; "" is every school, which IT alone may mean. */
static enum verdict
read_school(struct office *office, enum op op, const struct wire_in *in,
    const char **school)
{
	*school = wire_text(in, F_SCHOOL);
	if (*school == NULL)
		*school = office->caller.is_it ? "" : office->caller.school;
	return office_may(office, op, office_standing_at(office, *school));
}

/* ----------------------------------------------------------------- closure */

enum verdict
announce_closure(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *name = wire_text(in, F_NAME), *school;
	struct span span;
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    read_school(office, OP_LEAVE_CLOSURE, in, &school);

	if (verdict != VERDICT_OK)
		return verdict;
	if (!seen_parse_moment(wire_text(in, F_STARTS), false, &span.from) ||
	    !seen_parse_moment(wire_text(in, F_ENDS), true, &span.to))
		return (enum verdict)REFUSAL_BAD_DATE;
	if (span.to <= span.from)
		return (enum verdict)REFUSAL_END_NOT_AFTER_START;
	rc = sql_change(office->sql,
	    "INSERT INTO closure (school, from_at, to_at, published, name)"
	    " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
	    NULL, &err,
	    SQL_VALUES(sql_text(school), sql_number(span.from),
		sql_number(span.to),
		sql_number(office->now / MINUTES_PER_CIVIL_DAY),
		sql_text(name == NULL ? "" : name)));
	if (rc != RC_OK)
		return office_fail("closure", rc, &err);
	verdict = office_note(office, OP_LEAVE_CLOSURE, wire_text(in, F_STARTS),
	    school, name, "announced");
	return verdict == VERDICT_OK
	    ? learn_all(office, OP_LEAVE_CLOSURE, school, span, &answer->out)
	    : verdict;
}

/* ---------------------------------------------------------------- calendar */

static enum rc
put_mark(struct office *office, const char *school, struct calendar_day mark,
    struct err *err)
{
	return sql_change(office->sql,
	    "INSERT INTO mark (school, day, published, kinds, level, mark,"
	    " name) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
	    NULL, err,
	    SQL_VALUES(sql_text(school), sql_number(mark.day),
		sql_number(mark.published), sql_number(mark.kinds),
		sql_number(mark.level), sql_number(mark.mark),
		sql_text(mark.name)));
}

/* A year that is covered is a mark of its own. */
static enum rc
put_calendar(struct office *office, const char *school,
    const struct calendar *calendar, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < calendar->day_count; i++)
		rc = put_mark(office, school, calendar->days[i], err);
	for (size_t i = 0; rc == RC_OK && i < calendar->year_count; i++)
		rc = put_mark(office, school,
		    (struct calendar_day){.day = calendar->years[i].year,
			.published = calendar->years[i].published,
			.mark = MARKS},
		    err);
	return rc;
}

static struct span
span_of(const struct calendar *calendar)
{
	struct span span = {INT64_MAX, 0};

	for (size_t i = 0; i < calendar->day_count; i++) {
		int64_t at =
		    (int64_t)calendar->days[i].day * MINUTES_PER_CIVIL_DAY;

		if (at < span.from)
			span.from = at;
		if (at + MINUTES_PER_CIVIL_DAY > span.to)
			span.to = at + MINUTES_PER_CIVIL_DAY;
	}
	return span;
}

/* Nothing of a revision that contradicts what is published. */
static enum verdict
check_calendar(
    struct office *office, const char *school, const struct calendar *calendar)
{
	struct calendar trial = {0};
	struct err err;
	enum rc rc = office_calendar(office, school, &err);

	if (rc == RC_OK)
		rc = calendar_merge(&trial, &office->calendar, &err);
	if (rc == RC_OK)
		rc = calendar_merge(&trial, calendar, &err);
	calendar_wipe(&trial);
	if (rc == RC_EXISTS)
		return (enum verdict)REFUSAL_CONFLICTING_REVISIONS;
	return rc == RC_OK ? VERDICT_OK : office_fail("calendar", rc, &err);
}

static enum verdict
take_calendar(struct office *office, const char *school,
    const struct calendar *calendar, struct wire_out *out)
{
	struct err err;
	enum rc rc;
	enum verdict verdict = check_calendar(office, school, calendar);

	if (verdict != VERDICT_OK)
		return verdict;
	rc = put_calendar(office, school, calendar, &err);
	if (rc != RC_OK)
		return office_fail("calendar", rc, &err);
	verdict = office_note(
	    office, OP_LEAVE_CALENDAR, "calendar", school, NULL, "announced");
	return verdict == VERDICT_OK ? learn_all(office, OP_LEAVE_CALENDAR,
					   school, span_of(calendar), out)
				     : verdict;
}

enum verdict
announce_calendar(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	static struct faults faults;
	const char *school;
	struct calendar_source source = {.name = "",
	    .published = (int)(office->now / MINUTES_PER_CIVIL_DAY)};
	struct calendar calendar = {0};
	struct err err;
	enum verdict verdict =
	    read_school(office, OP_LEAVE_CALENDAR, &question->in, &school);

	if (verdict != VERDICT_OK)
		return verdict;
	memset(&faults, 0, sizeof(faults));
	faults.is_chinese = !office->is_english;
	source.level = school[0] == '\0' ? LEVEL_NATIONAL : LEVEL_SCHOOL;
	if (calendar_csv_parse(&calendar, wire_text(&question->in, F_TEXT),
		&source, &faults, &err) == RC_OK)
		verdict =
		    take_calendar(office, school, &calendar, &answer->out);
	else
		verdict = office_bad_text(office, faults.text);
	calendar_wipe(&calendar);
	/* What is rolled back would look like what others announce. */
	office_forget_calendar(office);
	return verdict;
}
