/*
 * The timetable: a school's periods, and who teaches when in a term.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "cover.h"
#include "intake.h"
#include "leave_ops.h"
#include "roll.h"
#include "timetable.h"

#include <string.h>

enum { ROW_ROOM = 400 };

/* The caller's own school, or the one that is named. */
static enum verdict
open_school(struct office *office, enum op op, const struct wire_in *in,
    const char **school)
{
	*school = wire_text(in, F_SCHOOL);
	if (*school == NULL)
		*school = office->caller.school;
	if ((*school)[0] == '\0')
		return office_bad(office, F_SCHOOL, AMISS_MISSING, NULL);
	return office_may(office, op, office_standing_at(office, *school));
}

/* ---------------------------------------------------------------- periods */

struct periods {
	struct intake intake;
	const char *school;
};

static void
put_period(void *context, const struct period_row *row)
{
	struct periods *p = context;
	struct err err;
	enum rc rc;

	if (p->intake.verdict != VERDICT_OK)
		return;
	rc = sql_change(p->intake.office->sql,
	    "INSERT INTO period (school, name, from_minute, to_minute)"
	    " VALUES (?, ?, ?, ?) ON CONFLICT (school, name) DO UPDATE SET"
	    " from_minute = excluded.from_minute,"
	    " to_minute = excluded.to_minute",
	    NULL, &err,
	    SQL_VALUES(sql_text(p->school), sql_text(row->name),
		sql_number(row->from), sql_number(row->to)));
	if (rc != RC_OK)
		p->intake.verdict = office_fail("period", rc, &err);
	p->intake.taken++;
}

static enum rc
list_period(void *context, const struct sql_row *row, struct err *err)
{
	struct wire_out *out = context;
	char text[8];

	(void)err;
	if (!wire_has_room(out, ROW_ROOM))
		return RC_OK;
	wire_row_begin(out);
	wire_put_shown(out, F_NAME, sql_row_text(row, 0));
	wire_put_text(
	    out, F_STARTS, timetable_print((int)sql_row_number(row, 1), text));
	wire_put_text(
	    out, F_ENDS, timetable_print((int)sql_row_number(row, 2), text));
	wire_row_end(out);
	return RC_OK;
}

static enum verdict
list_periods(struct office *office, const char *school, struct wire_out *out)
{
	struct err err;
	enum rc rc = sql_each(office->sql,
	    "SELECT name, from_minute, to_minute FROM period WHERE school = ?"
	    " ORDER BY from_minute, name",
	    (struct sql_visit){list_period, out}, &err,
	    SQL_VALUES(sql_text(school)));

	return rc == RC_OK ? VERDICT_OK : office_fail("periods", rc, &err);
}

enum verdict
lessons_periods(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *text = wire_text(in, F_TABLE);
	struct periods p = {.intake = {.office = office, .out = &answer->out}};
	const struct timetable_sink sink = {
	    .context = &p, .period = put_period, .fault = intake_fault};
	struct err err;
	enum verdict verdict =
	    open_school(office, OP_LEAVE_PERIODS, in, &p.school);

	if (verdict != VERDICT_OK)
		return verdict;
	if (text == NULL)
		return list_periods(office, p.school, &answer->out);
	(void)timetable_periods(text, &sink, &err);
	if (p.intake.verdict == VERDICT_OK)
		p.intake.verdict = office_note(office, OP_LEAVE_PERIODS,
		    p.school, p.school, NULL, "imported");
	return intake_end(&p.intake, wire_number(in, F_PLAN, 0) != 0);
}

/* ---------------------------------------------------------------- lessons */

struct term {
	struct intake intake;
	const char *school;
	int first, last;
	struct roll roll; /* who is in the table */
	char uuid[BOOK_ID_SIZE], account[FOLDER_TEXT_SIZE];
};

/* A term that went on into this one ends the day before. */
static enum rc
clear_term(struct term *t, struct err *err)
{
	struct sql *sql = t->intake.office->sql;
	enum rc rc = sql_change(sql,
	    "UPDATE lesson SET until_day = ? WHERE person = ?"
	    " AND from_day < ? AND until_day >= ?",
	    NULL, err,
	    SQL_VALUES(sql_number(t->first - 1), sql_text(t->uuid),
		sql_number(t->first), sql_number(t->first)));

	return rc == RC_OK
	    ? sql_change(sql,
		  "DELETE FROM lesson WHERE person = ? AND from_day >= ?"
		  " AND from_day <= ?",
		  NULL, err,
		  SQL_VALUES(sql_text(t->uuid), sql_number(t->first),
		      sql_number(t->last)))
	    : rc;
}

static enum rc
take_uuid(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)text_copy(context, BOOK_ID_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

/* Lines of one person mostly stand together. */
static enum rc
find_teacher(struct term *t, const char *account, struct err *err)
{
	enum rc rc;

	if (t->uuid[0] != '\0' && strcmp(t->account, account) == 0)
		return RC_OK;
	(void)text_copy(t->account, sizeof(t->account), account);
	t->uuid[0] = '\0';
	rc = sql_each(t->intake.office->sql,
	    "SELECT uuid FROM person WHERE account = ? AND school = ?"
	    " AND state <> 'gone'",
	    (struct sql_visit){take_uuid, t->uuid}, err,
	    SQL_VALUES(sql_text(account), sql_text(t->school)));
	if (rc != RC_OK || t->uuid[0] == '\0' || roll_has(&t->roll, t->uuid))
		return rc;
	rc = roll_add(&t->roll, t->uuid, err);
	return rc == RC_OK ? clear_term(t, err) : rc;
}

static enum rc
add_lesson(struct term *t, const struct lesson_row *row, struct err *err)
{
	struct sql *sql = t->intake.office->sql;
	int64_t known = 0, changed = 0;
	enum rc rc = sql_get_number(sql,
	    "SELECT count(*) FROM period WHERE school = ? AND name = ?", &known,
	    err, SQL_VALUES(sql_text(t->school), sql_text(row->period)));

	if (rc != RC_OK)
		return rc;
	if (known == 0) {
		intake_refuse(&t->intake, row->line, "沒有這個節次",
		    "there is no such period", row->period);
		return RC_OK;
	}
	rc = sql_change(sql,
	    "INSERT INTO lesson (person, from_day, weekday, period, until_day,"
	    " school, name) VALUES (?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT DO NOTHING",
	    &changed, err,
	    SQL_VALUES(sql_text(t->uuid), sql_number(t->first),
		sql_number(row->weekday), sql_text(row->period),
		sql_number(t->last), sql_text(t->school), sql_text(row->name)));
	if (rc == RC_OK && changed == 0)
		intake_refuse(&t->intake, row->line, "同一節排了兩次",
		    "two lessons in one period", row->name);
	t->intake.taken += changed;
	return rc;
}

static void
put_lesson(void *context, const struct lesson_row *row)
{
	struct term *t = context;
	struct err err;
	enum rc rc;

	if (t->intake.verdict != VERDICT_OK)
		return;
	rc = find_teacher(t, row->account, &err);
	if (rc == RC_OK && t->uuid[0] == '\0')
		intake_refuse(&t->intake, row->line, "貴校沒有這個帳號",
		    "nobody of the school has this account", row->account);
	else if (rc == RC_OK)
		rc = add_lesson(t, row, &err);
	if (rc != RC_OK)
		t->intake.verdict = office_fail("lesson", rc, &err);
}

/* Leave that is still to come misses other lessons now. */
static enum verdict
list_cover_anew(struct term *t)
{
	struct office *office = t->intake.office;
	enum verdict verdict = VERDICT_OK;

	for (size_t i = 0; verdict == VERDICT_OK && i < t->roll.count; i++) {
		int64_t live = 0;
		struct err err;
		enum rc rc = sql_get_number(office->sql,
		    "SELECT count(*) FROM span WHERE person = ? AND to_at > ?"
		    " AND is_live = 1",
		    &live, &err,
		    SQL_VALUES(
			sql_text(t->roll.uuids[i]), sql_number(office->now)));

		if (rc != RC_OK)
			return office_fail("lessons", rc, &err);
		if (live == 0)
			continue;
		verdict = office_folder(office, t->roll.uuids[i], false);
		if (verdict != VERDICT_OK)
			return verdict;
		cover_list_all(&office->folder.book);
		verdict = office_save(office, OP_LEAVE_LESSONS,
		    office->folder.account, NULL, "cover");
	}
	return verdict;
}

static enum verdict
read_term(struct office *office, const struct wire_in *in, struct term *t)
{
	const char *from = wire_text(in, F_FROM),
		   *until = wire_text(in, F_UNTIL);
	struct err err;

	if (from == NULL || until == NULL)
		return office_bad(office, F_UNTIL, AMISS_ONE_END, NULL);
	if (almanac_parse(from, &t->first, &err) != RC_OK ||
	    almanac_parse(until, &t->last, &err) != RC_OK)
		return (enum verdict)REFUSAL_BAD_DATE;
	return t->last >= t->first ? VERDICT_OK
				   : (enum verdict)REFUSAL_END_NOT_AFTER_START;
}

static enum verdict
import(struct term *t, const struct wire_in *in)
{
	const struct timetable_sink sink = {
	    .context = t, .lesson = put_lesson, .fault = intake_fault};
	struct office *office = t->intake.office;
	struct err err;
	enum verdict verdict = read_term(office, in, t);

	if (verdict != VERDICT_OK)
		return verdict;
	(void)timetable_lessons(wire_text(in, F_TABLE), &sink, &err);
	if (t->intake.verdict == VERDICT_OK && t->intake.refused == 0)
		t->intake.verdict = list_cover_anew(t);
	if (t->intake.verdict == VERDICT_OK)
		t->intake.verdict = office_note(office, OP_LEAVE_LESSONS,
		    wire_text(in, F_FROM), t->school, NULL, "imported");
	return intake_end(&t->intake, wire_number(in, F_PLAN, 0) != 0);
}

static enum rc
list_lesson(void *context, const struct sql_row *row, struct err *err)
{
	struct wire_out *out = context;
	char text[ALMANAC_TEXT_SIZE];
	int weekday = (int)sql_row_number(row, 0);

	(void)err;
	if (!wire_has_room(out, ROW_ROOM))
		return RC_OK;
	wire_row_begin(out);
	wire_put_number(out, F_SEQ, weekday == 0 ? 7 : weekday);
	wire_put_shown(out, F_NAME, sql_row_text(row, 1));
	wire_put_text(
	    out, F_STARTS, timetable_print((int)sql_row_number(row, 2), text));
	wire_put_text(
	    out, F_ENDS, timetable_print((int)sql_row_number(row, 3), text));
	wire_put_shown(out, F_TITLE, sql_row_text(row, 4));
	wire_put_text(
	    out, F_FROM, almanac_print((int)sql_row_number(row, 5), text));
	wire_put_text(
	    out, F_UNTIL, almanac_print((int)sql_row_number(row, 6), text));
	wire_row_end(out);
	return RC_OK;
}

static enum verdict
list_lessons(
    struct office *office, const struct wire_in *in, struct wire_out *out)
{
	char uuid[BOOK_ID_SIZE];
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    office_find(office, wire_text(in, F_ACCOUNT), uuid);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, false);
	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_LESSONS, office_standing(office, NULL));
	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql,
	    "SELECT l.weekday, l.period, p.from_minute, p.to_minute, l.name,"
	    " l.from_day, l.until_day FROM lesson l JOIN period p"
	    " ON p.school = l.school AND p.name = l.period WHERE l.person = ?"
	    " AND l.until_day >= ? ORDER BY l.from_day, l.weekday,"
	    " p.from_minute",
	    (struct sql_visit){list_lesson, out}, &err,
	    SQL_VALUES(sql_text(uuid),
		sql_number(office->now / MINUTES_PER_CIVIL_DAY)));
	return rc == RC_OK ? VERDICT_OK : office_fail("lessons", rc, &err);
}

/* Somebody sees their own timetable; only who makes it changes it. */
enum verdict
lessons_table(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	struct term t = {.intake = {.office = office, .out = &answer->out}};
	enum verdict verdict;

	if (!wire_has(in, F_TABLE))
		return list_lessons(office, in, &answer->out);
	verdict = open_school(office, OP_LEAVE_PERIODS, in, &t.school);
	if (verdict == VERDICT_OK)
		verdict = import(&t, in);
	roll_wipe(&t.roll);
	return verdict;
}
