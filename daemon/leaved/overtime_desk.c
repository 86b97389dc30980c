/*
 * Overtime is filed, decided on by the first who would sign leave or by
 * personnel, and listed. What it is worth, overtime.h says; until it is
 * approved it changes nothing in the book.
 */
#include "base/text.h"
#include "leave_ops.h"
#include "listing.h"
#include "mailbag.h"
#include "overtime.h"

#include <string.h>

enum { TURN_ROOM = 1200, TURNS_MAX = 200 };

/* A row of the table. */
struct stretch {
	char id[BOOK_ID_SIZE], person[BOOK_ID_SIZE], state[16];
	int64_t version;
	int minutes;
	struct overtime overtime;
};

static const char columns_of_stretch[] =
    "SELECT id, person, state, version, from_at, to_at, is_paid, minutes, paid,"
    " rest FROM overtime WHERE id = ?";

static enum rc
take_stretch(void *context, const struct sql_row *row, struct err *err)
{
	struct stretch *s = context;

	(void)err;
	(void)text_copy(s->id, sizeof(s->id), sql_row_text(row, 0));
	(void)text_copy(s->person, sizeof(s->person), sql_row_text(row, 1));
	(void)text_copy(s->state, sizeof(s->state), sql_row_text(row, 2));
	s->version = sql_row_number(row, 3);
	s->overtime.span =
	    (struct span){sql_row_number(row, 4), sql_row_number(row, 5)};
	s->overtime.is_paid = sql_row_number(row, 6) != 0;
	s->minutes = (int)sql_row_number(row, 7);
	s->overtime.paid = (int)sql_row_number(row, 8);
	s->overtime.rest = (int)sql_row_number(row, 9);
	return RC_OK;
}

static enum verdict
find_stretch(struct office *office, const char *id, struct stretch *s)
{
	struct err err;
	enum rc rc = sql_each(office->sql, columns_of_stretch,
	    (struct sql_visit){take_stretch, s}, &err,
	    SQL_VALUES(sql_text(id)));

	if (rc != RC_OK)
		return office_fail("overtime", rc, &err);
	return s->id[0] != '\0' ? VERDICT_OK
				: (enum verdict)REFUSAL_UNKNOWN_REQUEST;
}

/* Who decides: the first of those who would sign leave. */
static bool
find_turn(const struct office *office, struct approval_turn *turn)
{
	const struct book *book = &office->folder.book;
	const struct approval_case c = {.directory = &book->people,
	    .applicant = book->id,
	    .now = book->now};

	return approval_next(&c, turn);
}

static void
put_stretch(
    struct office *office, const struct stretch *s, struct wire_out *out)
{
	char text[32];

	wire_put_text(out, F_REQUEST, s->id);
	wire_put_shown(out, F_ACCOUNT, office->folder.account);
	wire_put_shown(out, F_NAME, office->folder.name);
	wire_put_text(out, F_STARTS, seen_moment(s->overtime.span.from, text));
	wire_put_text(out, F_ENDS, seen_moment(s->overtime.span.to, text));
	wire_put_text(out, F_STATE, s->state);
	wire_put_number(out, F_VERSION, s->version);
	wire_put_number(out, F_MINUTES, s->minutes);
	wire_put_number(out, F_PAID, s->overtime.paid);
	wire_put_number(out, F_GRANTED, s->overtime.rest);
	wire_put_number(out, F_WANTED, s->overtime.is_paid);
}

static void
put_outcome(struct office *office, const struct stretch *s, const char *result,
    struct wire_out *out)
{
	struct approval_turn turn;
	char account[FOLDER_TEXT_SIZE];

	put_stretch(office, s, out);
	wire_put_text(out, F_RESULT, result);
	if (strcmp(s->state, "filed") != 0 || !find_turn(office, &turn))
		return;
	office_account(office, turn.who, account);
	wire_put_shown(out, F_TARGET, account);
}

static enum verdict
tell(struct office *office, enum letter_kind kind, const struct stretch *s,
    const char *who)
{
	struct err err;
	enum rc rc = mailbag_tell(office, kind, s->id, s->version, who, &err);

	return rc == RC_OK ? VERDICT_OK : office_fail("letter", rc, &err);
}

/* ----------------------------------------------------------------- filing */

/* Nobody works overtime on leave. */
static enum verdict
check_away(struct office *office, struct span span)
{
	int64_t away = 0;
	struct err err;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT count(*) FROM span WHERE person = ? AND is_live = 1"
	    " AND to_at > ? AND from_at < ?",
	    &away, &err,
	    SQL_VALUES(sql_text(office->folder.uuid), sql_number(span.from),
		sql_number(span.to)));

	if (rc != RC_OK)
		return office_fail("overtime", rc, &err);
	return away == 0 ? VERDICT_OK : (enum verdict)REFUSAL_OVERLAP;
}

static enum verdict
add_stretch(
    struct office *office, const struct wire_in *in, const struct stretch *s)
{
	const char *why = wire_text(in, F_WHY);
	const struct caller *caller = &office->caller;
	struct err err;
	enum rc rc = sql_change(office->sql,
	    "INSERT INTO overtime (id, person, version, state, school, from_at,"
	    " to_at, is_paid, why, filed_at, filed_by, decided_by, minutes,"
	    " paid, rest) VALUES (?, ?, 1, 'filed', ?, ?, ?, ?, ?, ?, ?, '', ?,"
	    " ?, ?)",
	    NULL, &err,
	    SQL_VALUES(sql_text(s->id), sql_text(office->folder.uuid),
		sql_text(office->folder.school),
		sql_number(s->overtime.span.from),
		sql_number(s->overtime.span.to),
		sql_number(s->overtime.is_paid),
		sql_text(why == NULL ? "" : why), sql_number(office->now),
		sql_text(caller->uuid[0] != '\0' ? caller->uuid : "it"),
		sql_number(s->minutes), sql_number(s->overtime.paid),
		sql_number(s->overtime.rest)));

	if (rc == RC_EXISTS)
		return (enum verdict)REFUSAL_OVERLAP;
	if (rc != RC_OK)
		return office_fail("overtime", rc, &err);
	return office_note(office, OP_LEAVE_OVERTIME, s->id,
	    office->folder.school, why, "filed");
}

static enum verdict
file(struct office *office, const struct wire_in *in, struct wire_out *out)
{
	struct stretch s = {.state = "filed", .version = 1};
	struct span *span = &s.overtime.span;
	struct approval_turn turn;
	enum verdict verdict;

	if (!seen_parse_moment(wire_text(in, F_STARTS), false, &span->from) ||
	    !seen_parse_moment(wire_text(in, F_ENDS), true, &span->to))
		return (enum verdict)REFUSAL_BAD_DATE;
	office_make_id(s.id);
	s.overtime.is_paid = wire_number(in, F_WANTED, 0) != 0;
	s.minutes = (int)(span->to - span->from);
	verdict = (enum verdict)overtime_put(&office->folder.book, &s.overtime);
	if (verdict == VERDICT_OK)
		verdict = check_away(office, *span);
	if (verdict == VERDICT_OK)
		verdict = add_stretch(office, in, &s);
	if (verdict == VERDICT_OK && find_turn(office, &turn))
		verdict = tell(office, LETTER_LEAVE_OVERTIME, &s, turn.who);
	if (verdict == VERDICT_OK)
		verdict = office_remember(
		    office, wire_text(in, F_KEY), OP_LEAVE_OVERTIME, s.id);
	if (verdict == VERDICT_OK)
		put_outcome(
		    office, &s, office->is_trial ? "plan" : "filed", out);
	return verdict;
}

enum verdict
overtime_file(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	char uuid[BOOK_ID_SIZE], before[BOOK_ID_SIZE];
	struct stretch s = {.version = 0};
	enum verdict verdict =
	    office_find(office, wire_text(in, F_ACCOUNT), uuid);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, true);
	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_OVERTIME, office_standing(office, NULL));
	if (verdict == VERDICT_OK)
		verdict = office_repeated(office, wire_text(in, F_KEY), before);
	if (verdict != VERDICT_OK)
		return verdict;
	if (before[0] != '\0') {
		verdict = find_stretch(office, before, &s);
		if (verdict == VERDICT_OK)
			put_outcome(office, &s, "same", &answer->out);
		return verdict;
	}
	if (office_is_stale(office))
		return VERDICT_DIRECTORY_AWAY;
	if (strcmp(office->folder.state, "active") != 0)
		return VERDICT_NOT_ACTIVE;
	return file(office, in, &answer->out);
}

/* --------------------------------------------------------------- deciding */

static const struct {
	const char *word, *state;
	bool is_own; /* the one who worked; else an approver or personnel */
} actions[] = {
    {"approve", "approved", false},
    {"reject", "rejected", false},
    {"withdraw", "withdrawn", true},
};

/* Only if it is what was read: anything else is somebody's later act. */
static enum verdict
set_stretch(struct office *office, struct stretch *s, const char *state)
{
	const struct caller *caller = &office->caller;
	int64_t changed = 0;
	struct err err;
	enum rc rc = sql_change(office->sql,
	    "UPDATE overtime SET state = ?, version = version + 1,"
	    " decided_by = ?, paid = ?, rest = ? WHERE id = ? AND version = ?"
	    " AND state = 'filed'",
	    &changed, &err,
	    SQL_VALUES(sql_text(state), sql_text(caller->uuid),
		sql_number(s->overtime.paid), sql_number(s->overtime.rest),
		sql_text(s->id), sql_number(s->version)));

	if (rc != RC_OK)
		return office_fail("overtime", rc, &err);
	(void)text_copy(s->state, sizeof(s->state), state);
	s->version++;
	return changed == 1 ? VERDICT_OK : VERDICT_CHANGED_MEANWHILE;
}

static enum verdict
run(struct office *office, const struct wire_in *in, struct stretch *s,
    unsigned standing)
{
	const char *word = wire_text(in, F_ACTION);
	size_t i = 0;
	enum verdict verdict = VERDICT_OK;

	while (i < sizeof(actions) / sizeof(actions[0]) &&
	    strcmp(actions[i].word, word) != 0)
		i++;
	if (i == sizeof(actions) / sizeof(actions[0]))
		return office_bad(office, F_ACTION, AMISS_UNKNOWN, word);
	if (strcmp(s->state, "filed") != 0)
		return (enum verdict)REFUSAL_WRONG_STATE;
	if (actions[i].is_own != ((standing & STANDING_SELF) != 0))
		return (enum verdict)REFUSAL_NOT_YOUR_TURN;
	if (wire_number(in, F_VERSION, s->version) != s->version)
		return VERDICT_CHANGED_MEANWHILE;
	if (strcmp(word, "approve") == 0)
		verdict = (enum verdict)overtime_put(
		    &office->folder.book, &s->overtime);
	if (verdict == VERDICT_OK)
		verdict = set_stretch(office, s, actions[i].state);
	if (verdict == VERDICT_OK)
		verdict = tell(office, LETTER_LEAVE_OVERTIME_DECIDED, s,
		    actions[i].is_own ? "" : office->folder.uuid);
	return verdict == VERDICT_OK
	    ? office_save(office, OP_LEAVE_OVERTIME_DECIDE, s->id,
		  wire_text(in, F_WHY), word)
	    : verdict;
}

static unsigned
standing_to(const struct office *office)
{
	unsigned standing = office_standing(office, NULL);
	struct approval_turn turn;

	return find_turn(office, &turn) &&
		strcmp(turn.who, office->caller.uuid) == 0
	    ? standing | STANDING_APPROVER
	    : standing;
}

enum verdict
overtime_decide(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	struct stretch s = {.version = 0};
	unsigned standing = STANDING_NONE;
	enum verdict verdict =
	    find_stretch(office, wire_text(in, F_REQUEST), &s);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, s.person, true);
	if (verdict == VERDICT_OK) {
		standing = standing_to(office);
		verdict =
		    office_may(office, OP_LEAVE_OVERTIME_DECIDE, standing);
	}
	if (verdict == VERDICT_OK && office_is_stale(office))
		verdict = VERDICT_DIRECTORY_AWAY;
	if (verdict == VERDICT_OK)
		verdict = run(office, in, &s, standing);
	if (verdict == VERDICT_OK)
		put_outcome(office, &s, "decided", &answer->out);
	return verdict;
}

bool
overtime_waits(struct office *office, const char *id,
    struct approval_turn *turn, int64_t *version)
{
	struct stretch s = {.version = 0};

	if (find_stretch(office, id, &s) != VERDICT_OK ||
	    strcmp(s.state, "filed") != 0 ||
	    office_folder(office, s.person, true) != VERDICT_OK)
		return false;
	*version = s.version;
	return find_turn(office, turn);
}

/* ------------------------------------------------------------------- lists */

static enum rc
take_row(void *context, const struct sql_row *row, struct err *err)
{
	static const enum field numbers[] = {
	    F_VERSION, F_MINUTES, F_PAID, F_GRANTED, F_WANTED};
	struct listing *listing = context;
	struct wire_out *out = listing->out;
	char text[32];

	(void)err;
	if (!listing_begin(listing))
		return RC_OK;
	wire_put_text(out, F_REQUEST, sql_row_text(row, 0));
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 1));
	wire_put_shown(out, F_NAME, sql_row_text(row, 2));
	wire_put_text(out, F_STARTS, seen_moment(sql_row_number(row, 3), text));
	wire_put_text(out, F_ENDS, seen_moment(sql_row_number(row, 4), text));
	wire_put_text(out, F_STATE, sql_row_text(row, 5));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		wire_put_number(
		    out, numbers[i], sql_row_number(row, 6 + (int)i));
	wire_put_shown(out, F_WHY, sql_row_text(row, 11));
	listing_end(listing, row);
	return RC_OK;
}

#define LISTED                                                         \
	"SELECT o.id, p.account, p.name, o.from_at, o.to_at, o.state," \
	" o.version, o.minutes, o.paid, o.rest, o.is_paid, o.why"      \
	" FROM overtime o JOIN person p ON p.uuid = o.person WHERE "
#define PAGED_BY                                              \
	" AND (? = '' OR o.state = ?) AND o.id > ? ORDER BY " \
	"o.id" LISTING_LIMIT

static enum verdict
list(struct office *office, const char *statement, const char *key,
    const struct wire_in *in, struct wire_out *out)
{
	const char *state = wire_text(in, F_STATE);
	const char *cursor = wire_text(in, F_CURSOR);
	struct listing listing = {.out = out};
	struct err err;
	enum rc rc;

	state = state == NULL ? "" : state;
	rc = sql_each(office->sql, statement,
	    (struct sql_visit){take_row, &listing}, &err,
	    SQL_VALUES(sql_text(key), sql_text(state), sql_text(state),
		sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("overtime", rc, &err);
	listing_put_cursor(&listing);
	return VERDICT_OK;
}

static enum verdict
list_mine(struct office *office, const struct wire_in *in, struct wire_out *out)
{
	char uuid[BOOK_ID_SIZE];
	enum verdict verdict =
	    office_find(office, wire_text(in, F_ACCOUNT), uuid);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, false);
	if (verdict == VERDICT_OK)
		verdict = office_may(office, OP_LEAVE_OVERTIME_LIST,
		    office_standing(office, NULL));
	return verdict == VERDICT_OK
	    ? list(office, LISTED "o.person = ?" PAGED_BY, uuid, in, out)
	    : verdict;
}

static enum verdict
list_school(
    struct office *office, const struct wire_in *in, struct wire_out *out)
{
	const char *school = wire_text(in, F_SCHOOL);
	enum verdict verdict;

	if (school == NULL)
		school = office->caller.school;
	verdict = office_may(
	    office, OP_LEAVE_OVERTIME_LIST, office_standing_at(office, school));
	return verdict == VERDICT_OK
	    ? list(office, LISTED "o.school = ?" PAGED_BY, school, in, out)
	    : verdict;
}

struct turns {
	struct stretch at[TURNS_MAX];
	size_t count;
};

static enum rc
take_turn(void *context, const struct sql_row *row, struct err *err)
{
	struct turns *turns = context;

	if (turns->count == TURNS_MAX)
		return RC_OK;
	memset(&turns->at[turns->count], 0, sizeof(turns->at[0]));
	return take_stretch(&turns->at[turns->count++], row, err);
}

/* Whose turn it is follows the directory of the moment. */
static enum verdict
list_turns(
    struct office *office, const struct wire_in *in, struct wire_out *out)
{
	static struct turns turns; /* one thread, and big */
	struct err err;
	enum rc rc;

	(void)in;
	turns.count = 0;
	rc = sql_each(office->sql,
	    "SELECT id, person, state, version, from_at, to_at, is_paid,"
	    " minutes, paid, rest FROM overtime WHERE school = ?"
	    " AND state = 'filed' ORDER BY from_at LIMIT 200",
	    (struct sql_visit){take_turn, &turns}, &err,
	    SQL_VALUES(sql_text(office->caller.school)));
	if (rc != RC_OK)
		return office_fail("overtime", rc, &err);
	for (size_t i = 0; i < turns.count && wire_has_room(out, TURN_ROOM);
	     i++) {
		unsigned standing;
		enum verdict verdict =
		    office_folder(office, turns.at[i].person, true);

		if (verdict != VERDICT_OK)
			return verdict;
		standing = standing_to(office);
		if ((standing & STANDING_SELF) != 0 ||
		    (standing & (STANDING_APPROVER | STANDING_PERSONNEL)) == 0)
			continue;
		wire_row_begin(out);
		put_stretch(office, &turns.at[i], out);
		wire_row_end(out);
	}
	return VERDICT_OK;
}

enum verdict
overtime_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	static const struct {
		const char *word;
		enum verdict (*run)(struct office *office,
		    const struct wire_in *in, struct wire_out *out);
	} kinds[] = {
	    {"mine", list_mine},
	    {"turn", list_turns},
	    {"school", list_school},
	};
	const char *word = wire_text(&question->in, F_KIND);

	word = word == NULL ? "mine" : word;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return kinds[i].run(
			    office, &question->in, &answer->out);
	return office_bad(office, F_KIND, AMISS_UNKNOWN, word);
}
