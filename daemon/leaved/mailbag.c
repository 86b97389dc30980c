#include "mailbag.h"

#include "base/text.h"
#include "book_step.h"
#include "caller.h"
#include "cover.h"
#include "leave_ops.h"
#include "occasion.h"

#include <sodium.h>
#include <string.h>

enum { ROUND = 50 }; /* LIMIT of one round */

/* ------------------------------------------------------------------ write */

struct due {
	const char *request;
	int64_t version;
	enum letter_kind kind;
};

/* To whoever has an address and is in service; to nobody twice, or about their
 * own act. */
static enum rc
put(struct office *office, const struct due *due, const char *who,
    struct err *err)
{
	unsigned char bytes[(PROMISE_ID_SIZE - 1) / 2];
	char id[PROMISE_ID_SIZE];
	int64_t remind_s = occasion_reminder(due->kind) != LETTER_NONE
	    ? office->now_s + MAILBAG_REMIND_S
	    : 0;

	if (strcmp(who, office->caller.uuid) == 0)
		return RC_OK;
	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(id, sizeof(id), bytes, sizeof(bytes));
	return sql_change(office->sql,
	    "INSERT INTO letter (id, kind, who, request, version, written_s,"
	    " state, detail, is_open, remind_s)"
	    " SELECT ?, ?, uuid, ?, ?, ?, 'written', '', 1, ? FROM person"
	    " WHERE uuid = ? AND mail <> '' AND state = 'active'"
	    " ON CONFLICT DO NOTHING",
	    NULL, err,
	    SQL_VALUES(sql_text(id), sql_text(letter_kind_name(due->kind)),
		sql_text(due->request), sql_number(due->version),
		sql_number(office->now_s), sql_number(remind_s),
		sql_text(who)));
}

/* What a letter asks for: a decision, to take a duty over, or a deputy. */
enum question { DECISION = 0, DUTY = 1, DEPUTY = 2 };

/* Letters that ask what is asked no more; of a duty, those to `who`. The
 * numbers are those of the questions. */
static enum rc
take_back(struct office *office, const char *about, enum question question,
    const char *who, struct err *err)
{
	return sql_change(office->sql,
	    "UPDATE letter SET remind_s = 0, is_open = 0,"
	    " state = CASE is_open WHEN 1 THEN 'dropped' ELSE state END"
	    " WHERE request = ? AND (remind_s > 0 OR (is_open = 1 AND kind IN"
	    " ('leave_reminder', 'leave_overtime_reminder',"
	    " 'leave_deputy_lost_reminder')))"
	    " AND CASE WHEN kind IN"
	    " ('leave_deputy_lost', 'leave_deputy_lost_reminder') THEN 2"
	    " WHEN who = ? AND kind IN ('leave_deputy', 'leave_reminder')"
	    " THEN 1 ELSE 0 END = ?",
	    NULL, err,
	    SQL_VALUES(sql_text(about), sql_text(who), sql_number(question)));
}

struct desk {
	const struct leaved_conf *conf;
	char (*who)[BOOK_ID_SIZE];
	size_t count;
};

static enum rc
take_who(void *context, const struct sql_row *row, struct err *err)
{
	struct desk *desk = context;

	(void)err;
	if (desk->count < OCCASIONS_MAX &&
	    caller_arranges_cover(
		desk->conf, sql_row_text(row, 1), sql_row_text(row, 2)))
		(void)text_copy(desk->who[desk->count++], BOOK_ID_SIZE,
		    sql_row_text(row, 0));
	return RC_OK;
}

/* Whoever finds cover for lessons at the person's school. */
static enum rc
put_for_lessons(struct office *office, const struct due *due, struct err *err)
{
	char who[OCCASIONS_MAX][BOOK_ID_SIZE];
	struct desk desk = {office->conf, who, 0};
	enum rc rc = sql_each(office->sql,
	    "SELECT p.uuid, p.admin_post, COALESCE(u.name, '') FROM person p"
	    " LEFT JOIN place u ON u.dn = p.unit_dn AND u.kind = 'unit'"
	    " WHERE p.school = ? AND p.state = 'active' ORDER BY p.account",
	    (struct sql_visit){take_who, &desk}, err,
	    SQL_VALUES(sql_text(office->folder.school)));

	for (size_t i = 0; rc == RC_OK && i < desk.count; i++)
		rc = put(office, due, who[i], err);
	return rc;
}

/* The last that somebody knows is that a lesson was given to them. */
static enum rc
was_given(struct office *office, const char *request, const char *who,
    int64_t *count, struct err *err)
{
	return sql_get_number(office->sql,
	    "SELECT count(*) FROM letter l WHERE request = ? AND who = ?"
	    " AND kind = 'leave_lesson' AND state <> 'dropped'"
	    " AND NOT EXISTS (SELECT 1 FROM letter o"
	    " WHERE o.request = l.request AND o.who = l.who"
	    " AND o.kind = 'leave_lesson_over' AND o.state <> 'dropped'"
	    " AND o.version > l.version)",
	    count, err, SQL_VALUES(sql_text(request), sql_text(who)));
}

/* Of a lesson given and one taken back only the last is told; of neither, who
 * was not told of the first yet, and has no other. */
static enum rc
put_for_taker(struct office *office, const struct due *due,
    const struct request *r, const char *who, struct err *err)
{
	bool is_over = due->kind == LETTER_LEAVE_LESSON_OVER;
	int64_t dropped = 0, told = 0;
	enum rc rc = RC_OK;

	if (!is_over || !cover_has(r, who))
		rc = sql_change(office->sql,
		    "UPDATE letter SET is_open = 0, state = 'dropped'"
		    " WHERE request = ? AND who = ? AND kind = ?"
		    " AND is_open = 1",
		    &dropped, err,
		    SQL_VALUES(sql_text(r->id), sql_text(who),
			sql_text(letter_kind_name(is_over
				? LETTER_LEAVE_LESSON
				: LETTER_LEAVE_LESSON_OVER))));
	if (rc == RC_OK && is_over && dropped > 0)
		rc = was_given(office, r->id, who, &told, err);
	return rc == RC_OK && (!is_over || dropped == 0 || told > 0)
	    ? put(office, due, who, err)
	    : rc;
}

static enum rc
put_to(struct office *office, const struct due *due, const struct request *r,
    const char *who, struct err *err)
{
	if (who == NULL)
		return put_for_lessons(office, due, err);
	return due->kind == LETTER_LEAVE_LESSON ||
		due->kind == LETTER_LEAVE_LESSON_OVER
	    ? put_for_taker(office, due, r, who, err)
	    : put(office, due, who, err);
}

static enum rc
take_questions(struct office *office, const struct kept *kept,
    const struct request *r, struct err *err)
{
	const struct request *before = &kept->before;
	const struct book *book = &office->folder.book;
	bool is_offered_still =
	    !occasion_offers(before, r) && book_has_duty(book, r);
	enum rc rc = RC_OK;

	if (before->has_lost_deputy && !book_needs_deputy(book, r))
		rc = take_back(office, r->id, DEPUTY, "", err);
	if (rc == RC_OK && occasion_moves_on(before, r))
		return take_back(office, r->id, DECISION,
		    is_offered_still ? r->offered : "", err);
	return rc == RC_OK && occasion_offers(before, r)
	    ? take_back(office, r->id, DUTY, before->offered, err)
	    : rc;
}

static enum rc
write_for(struct office *office, const struct request *r, struct err *err)
{
	const struct kept *kept = folder_kept(&office->folder, r->id);
	struct occasion list[OCCASIONS_MAX];
	size_t count = occasion_list(&office->folder.book, kept, r, list);
	struct due due = {r->id, kept == NULL ? 1 : kept->version + 1, 0};
	enum rc rc =
	    kept == NULL ? RC_OK : take_questions(office, kept, r, err);

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		due.kind = list[i].kind;
		rc = put_to(office, &due, r, list[i].who, err);
	}
	return rc;
}

enum rc
mailbag_write(struct office *office, struct err *err)
{
	const struct book *book = &office->folder.book;
	enum rc rc = RC_OK;

	if (office->conf->outbox_dir[0] == '\0')
		return RC_OK;
	for (size_t i = 0; rc == RC_OK && i < book->request_count; i++)
		if (folder_is_changed(&office->folder, book->requests[i]))
			rc = write_for(office, book->requests[i], err);
	return rc;
}

enum rc
mailbag_tell(struct office *office, enum letter_kind kind, const char *about,
    int64_t version, const char *who, struct err *err)
{
	const struct due due = {about, version, kind};
	enum rc rc;

	if (office->conf->outbox_dir[0] == '\0')
		return RC_OK;
	rc = take_back(office, about, DECISION, "", err);
	return rc == RC_OK ? put(office, &due, who, err) : rc;
}

/* ----------------------------------------------------------------- remind */

struct stale {
	char id[PROMISE_ID_SIZE];
	char request[BOOK_ID_SIZE]; /* or what of overtime */
	enum letter_kind kind;
};

struct round {
	struct stale *stale;
	size_t count;
};

static enum rc
take_stale(void *context, const struct sql_row *row, struct err *err)
{
	struct round *round = context;
	struct stale *one = &round->stale[round->count++];

	(void)err;
	(void)text_copy(one->id, sizeof(one->id), sql_row_text(row, 0));
	(void)text_copy(
	    one->request, sizeof(one->request), sql_row_text(row, 1));
	one->kind = letter_kind_parse(sql_row_text(row, 2));
	return RC_OK;
}

static enum rc
remind_of_overtime(struct office *office, struct due *due, struct err *err)
{
	struct approval_turn turn;

	return overtime_waits(office, due->request, &turn, &due->version)
	    ? put(office, due, turn.who, err)
	    : RC_OK;
}

static enum rc
remind_of_request(struct office *office, enum letter_kind asked,
    struct due *due, struct err *err)
{
	struct occasion list[OCCASIONS_MAX];
	struct request *r;
	size_t count;
	enum rc rc = RC_OK;

	if (office_request(office, due->request, &r) != VERDICT_OK)
		return RC_OK;
	due->version = folder_kept(&office->folder, r->id)->version;
	count = occasion_list(&office->folder.book, NULL, r, list);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		if (list[i].kind == asked)
			rc = put(office, due, list[i].who, err);
	return rc;
}

/* Whoever must decide now, which may be somebody else than a day ago. */
static enum rc
remind(struct office *office, const struct stale *stale, struct err *err)
{
	struct due due = {
	    .request = stale->request, .kind = occasion_reminder(stale->kind)};
	enum rc rc = due.kind == LETTER_LEAVE_OVERTIME_REMINDER
	    ? remind_of_overtime(office, &due, err)
	    : remind_of_request(office, stale->kind, &due, err);

	return rc == RC_OK ? sql_change(office->sql,
				 "UPDATE letter SET remind_s = 0 WHERE id = ?",
				 NULL, err, SQL_VALUES(sql_text(stale->id)))
			   : rc;
}

/* Nobody waits for ever: neither for who has no address now, nor for a letter
 * whose file is lost. */
static enum rc
tidy(struct office *office, struct err *err)
{
	enum rc rc = sql_change(office->sql,
	    "UPDATE letter SET state = 'failed', is_open = 0"
	    " WHERE is_open = 1 AND (written_s < ? OR EXISTS (SELECT 1"
	    " FROM person p WHERE p.uuid = letter.who"
	    " AND (p.mail = '' OR p.state <> 'active')))",
	    NULL, err,
	    SQL_VALUES(sql_number(office->now_s - MAILBAG_GIVE_UP_S)));

	return rc == RC_OK
	    ? sql_change(office->sql,
		  "DELETE FROM letter WHERE is_open = 0"
		  " AND written_s < ?",
		  NULL, err,
		  SQL_VALUES(sql_number(office->now_s - MAILBAG_KEEP_S)))
	    : rc;
}

enum rc
mailbag_remind(struct office *office, struct err *err)
{
	struct stale stale[ROUND];
	struct round round = {stale, 0};
	enum rc rc = sql_begin(office->sql, SQL_WRITE, err);

	if (rc == RC_OK)
		rc = sql_each(office->sql,
		    "SELECT id, request, kind FROM letter WHERE remind_s > 0"
		    " AND remind_s <= ? ORDER BY remind_s LIMIT 50",
		    (struct sql_visit){take_stale, &round}, err,
		    SQL_VALUES(sql_number(office->now_s)));
	for (size_t i = 0; rc == RC_OK && i < round.count; i++)
		rc = remind(office, &stale[i], err);
	if (rc == RC_OK)
		rc = tidy(office, err);
	office_close_folder(office);
	if (rc == RC_OK)
		rc = sql_commit(office->sql, err);
	sql_rollback(office->sql);
	return rc;
}
