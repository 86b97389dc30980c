/*
 * The end of a counting year, for a whole school in one act: what is unused
 * expires, and what the law lets go on is carried into the next year.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "book_year.h"
#include "leave_ops.h"
#include "roll.h"

#include <string.h>

enum { TYPES_MAX = 64, CARRY_MAX = 366 * MINUTES_PER_WORK_DAY };

struct outcome {
	char type[RULE_TYPE_SIZE];
	int64_t unused, carried, people;
};

struct year_end {
	enum op op;
	const char *word; /* what the audit calls it */
	const char *school;
	enum year_kind kind;
	int number;
	int most; /* minutes of a type that each may carry; 0: nothing is */
	struct roll roll;
	struct outcome types[TYPES_MAX];
	size_t type_count;
	bool is_changed;
};

static void
add_outcome(struct year_end *end, const char *type, int unused, int carried)
{
	struct outcome *one = NULL;

	for (size_t i = 0; i < end->type_count; i++)
		if (strcmp(end->types[i].type, type) == 0)
			one = &end->types[i];
	if (one == NULL && end->type_count < TYPES_MAX) {
		one = &end->types[end->type_count++];
		*one = (struct outcome){.unused = 0};
		(void)text_copy(one->type, sizeof(one->type), type);
	}
	if (one != NULL) {
		one->unused += unused;
		one->carried += carried;
		one->people++;
	}
}

/* ------------------------------------------------------------- one person */

/* How much of a lot's minutes goes on; nothing where the law has no such thing,
 * nor when some did before. */
static int
carry(const struct year_end *end, struct book *book, int lot, int lapsed)
{
	int minutes = lapsed < end->most ? lapsed : end->most;

	return minutes > 0 &&
		book_carry(book, book->ledger.lots[lot].type, end->number,
		    minutes) == REFUSAL_NONE
	    ? minutes
	    : 0;
}

/* What lapses with the year. */
static enum verdict
close_lots(struct year_end *end, struct book *book)
{
	size_t line = book->ledger.entry_count, last;
	enum refusal no = book_close_year(book, end->number);

	last = book->ledger.entry_count; /* what is carried comes behind */
	for (; no == REFUSAL_NONE && line < last; line++) {
		const struct ledger_entry e = book->ledger.entries[line];
		int carried;

		if (e.kind != LEDGER_EXPIRE)
			continue;
		carried = carry(end, book, e.lot, e.minutes);
		add_outcome(
		    end, book->ledger.lots[e.lot].type, e.minutes, carried);
	}
	return (enum verdict)no;
}

struct lapsed {
	struct year_end *end;
	struct book *book;
	bool is_changed;
};

static enum rc
take_lapsed(void *context, const struct sql_row *row, struct err *err)
{
	struct lapsed *lapsed = context;
	int lot = (int)sql_row_number(row, 0);
	int minutes = (int)sql_row_number(row, 1);
	int carried = carry(lapsed->end, lapsed->book, lot, minutes);

	(void)err;
	if (carried > 0) {
		add_outcome(lapsed->end, lapsed->book->ledger.lots[lot].type,
		    minutes, carried);
		lapsed->is_changed = true;
	}
	return RC_OK;
}

/* What has lapsed with it, not what personnel have taken away: that has a
 * reason. */
static enum verdict
carry_lots(struct office *office, struct lapsed *lapsed)
{
	struct err err;
	enum rc rc = sql_each(office->sql,
	    "SELECT l.n, SUM(e.minutes) FROM entry e"
	    " JOIN lot l ON l.person = e.person AND l.n = e.lot"
	    " WHERE e.person = ? AND l.year_kind = ? AND l.year = ?"
	    " AND e.kind = ? AND e.why = '' GROUP BY l.n ORDER BY l.n",
	    (struct sql_visit){take_lapsed, lapsed}, &err,
	    SQL_VALUES(sql_text(office->folder.uuid),
		sql_number(lapsed->end->kind), sql_number(lapsed->end->number),
		sql_text(ledger_kind_name(LEDGER_EXPIRE))));

	return rc == RC_OK ? VERDICT_OK : office_fail("year", rc, &err);
}

static enum verdict
end_one(struct office *office, struct year_end *end, const char *uuid)
{
	struct book *book = &office->folder.book;
	struct lapsed lapsed = {end, book, end->op == OP_LEAVE_CLOSE};
	int last = year_last_day(end->kind, end->number);
	enum verdict verdict = office_folder(office, uuid, false);

	if (verdict != VERDICT_OK)
		return verdict;
	if (year_kind_of(book_posting(book, last)->kind) != end->kind)
		return VERDICT_OK;
	verdict = end->op == OP_LEAVE_CLOSE ? close_lots(end, book)
					    : carry_lots(office, &lapsed);
	if (verdict != VERDICT_OK || !lapsed.is_changed)
		return verdict;
	end->is_changed = true;
	return office_save(
	    office, end->op, office->folder.account, NULL, end->word);
}

/* ------------------------------------------------------------- the school */

static enum verdict
end_all(struct office *office, struct year_end *end)
{
	struct err err;
	enum verdict verdict = VERDICT_OK;
	enum rc rc = sql_each(office->sql,
	    "SELECT uuid FROM person WHERE school = ? AND state <> 'gone'"
	    " ORDER BY account",
	    (struct sql_visit){roll_take, &end->roll}, &err,
	    SQL_VALUES(sql_text(end->school)));

	if (rc != RC_OK)
		return office_fail("year", rc, &err);
	for (size_t i = 0; verdict == VERDICT_OK && i < end->roll.count; i++)
		verdict = end_one(office, end, end->roll.uuids[i]);
	return verdict;
}

static enum verdict
note_closed(struct office *office, const struct year_end *end)
{
	struct err err;
	enum rc rc = sql_change(office->sql,
	    "INSERT INTO closed_year (school, year_kind, number)"
	    " VALUES (?, ?, ?)",
	    NULL, &err,
	    SQL_VALUES(sql_text(end->school), sql_number(end->kind),
		sql_number(end->number)));

	return rc == RC_OK    ? VERDICT_OK
	    : rc == RC_EXISTS ? (enum verdict)REFUSAL_YEAR_CLOSED
			      : office_fail("year", rc, &err);
}

static enum verdict
check_closed(struct office *office, const struct year_end *end)
{
	int64_t count;
	struct err err;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT count(*) FROM closed_year WHERE school = ?"
	    " AND year_kind = ? AND number = ?",
	    &count, &err,
	    SQL_VALUES(sql_text(end->school), sql_number(end->kind),
		sql_number(end->number)));

	if (rc != RC_OK)
		return office_fail("year", rc, &err);
	return count > 0 ? VERDICT_OK
			 : office_bad(office, F_YEAR, AMISS_YEAR_OPEN, NULL);
}

/* --------------------------------------------------------------- questions */

static enum verdict
read_most(struct office *office, const struct wire_in *in, struct year_end *end)
{
	int64_t minutes = wire_number(in, F_MINUTES, CARRY_MAX);

	if (minutes <= 0 || minutes > CARRY_MAX ||
	    minutes % MINUTES_PER_HOUR != 0)
		return office_bad(office, F_MINUTES, AMISS_WHOLE_HOURS, NULL);
	if (end->op == OP_LEAVE_CLOSE && wire_number(in, F_WANTED, 0) == 0)
		return wire_has(in, F_MINUTES)
		    ? office_bad(office, F_MINUTES, AMISS_NOTHING_CARRIED, NULL)
		    : VERDICT_OK;
	end->most = (int)minutes;
	return year_last_day(end->kind, end->number + 1) >=
		office->now / MINUTES_PER_CIVIL_DAY
	    ? VERDICT_OK
	    : office_bad(office, F_YEAR, AMISS_NEXT_OVER, NULL);
}

static enum verdict
read_end(struct office *office, const struct wire_in *in, struct year_end *end)
{
	const char *given = wire_given(in, F_SCHOOL);
	int64_t number = wire_number(in, F_YEAR, 0);
	enum verdict verdict;

	end->school = given != NULL ? given : office->caller.school;
	end->kind = number < 1000 ? YEAR_ACADEMIC : YEAR_CALENDAR;
	verdict = office_may(
	    office, end->op, office_standing_at(office, end->school));
	if (verdict != VERDICT_OK)
		return verdict;
	if (end->school[0] == '\0')
		return office_bad(office, F_SCHOOL, AMISS_MISSING, NULL);
	if (number < 1 || number > ALMANAC_YEAR_MAX ||
	    year_last_day(end->kind, (int)number) >=
		office->now / MINUTES_PER_CIVIL_DAY)
		return office_bad(office, F_YEAR, AMISS_YEAR_GOES_ON, NULL);
	end->number = (int)number;
	return read_most(office, in, end);
}

static void
put_outcome(const struct year_end *end, struct wire_out *out)
{
	for (size_t i = 0; i < end->type_count; i++) {
		wire_row_begin(out);
		wire_put_text(out, F_TYPE, end->types[i].type);
		wire_put_number(out, F_MINUTES, end->types[i].unused);
		wire_put_number(out, F_GRANTED, end->types[i].carried);
		wire_put_number(out, F_COUNT, end->types[i].people);
		wire_row_end(out);
	}
}

static enum verdict
end_it(struct office *office, struct year_end *end, struct wire_out *out)
{
	enum verdict verdict = end_all(office, end);

	roll_wipe(&end->roll);
	if (verdict == VERDICT_OK && end->op == OP_LEAVE_CLOSE)
		verdict = note_closed(office, end);
	if (verdict == VERDICT_OK && end->is_changed)
		verdict = office_note(
		    office, end->op, end->school, end->school, NULL, end->word);
	if (verdict == VERDICT_OK)
		put_outcome(end, out);
	return verdict;
}

enum verdict
year_end_close(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct year_end end = {
	    .op = OP_LEAVE_CLOSE, .word = "closed", .is_changed = true};
	enum verdict verdict = read_end(office, &question->in, &end);

	return verdict == VERDICT_OK ? end_it(office, &end, &answer->out)
				     : verdict;
}

enum verdict
year_end_carry(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct year_end end = {.op = OP_LEAVE_CARRY, .word = "carried"};
	enum verdict verdict = read_end(office, &question->in, &end);

	if (verdict == VERDICT_OK)
		verdict = check_closed(office, &end);
	return verdict == VERDICT_OK ? end_it(office, &end, &answer->out)
				     : verdict;
}
