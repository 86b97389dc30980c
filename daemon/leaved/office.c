#include "office.h"

#include "base/almanac.h"
#include "base/log.h"
#include "base/text.h"
#include "book_step.h"
#include "mailbag.h"
#include "rulefolder.h"
#include "sign_on.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { ID_LEN = 10 };

static const char *const default_principals[] = {"校長"};
static const char *const default_directors[] = {"主任"};

enum rc
office_open(struct office *office, struct err *err)
{
	const struct sql_conf conf = {office->conf->database,
	    office->conf->plugin, (int)office->conf->wait_ms, false};
	static struct faults faults;
	enum rc rc = rulefolder_load(&office->rules, &office->national,
	    office->conf->rules_dir, &faults, err);

	if (rc != RC_OK) {
		log_error("%s", faults.text);
		return err_context(err, rc, "rules");
	}
	if (office->ring == NULL)
		rc = sign_on_open(office->conf, &office->ring, err);
	return rc == RC_OK ? sql_open(&conf, &office->sql, err) : rc;
}

void
office_begin(struct office *office, int64_t now_s)
{
	office->now_s = now_s;
	office->now = (int64_t)almanac_today(now_s) * MINUTES_PER_CIVIL_DAY +
	    almanac_minute(now_s);
	office->say[0] = office->session[0] = '\0';
	memset(&office->caller, 0, sizeof(office->caller));
	memset(&office->signed_on, 0, sizeof(office->signed_on));
}

enum verdict
office_fail(const char *what, enum rc rc, const struct err *err)
{
	log_line(rc == RC_FAULT || rc == RC_INPUT ? LOG_ERR : LOG_WARNING,
	    "%s: %s", what, err->text);
	return verdict_of_rc(rc);
}

enum verdict
office_bad_text(struct office *office, const char *text)
{
	(void)text_show(office->say, sizeof(office->say), text, true);
	return VERDICT_BAD_FIELD;
}

enum verdict
office_bad(struct office *office, enum field field, enum amiss amiss,
    const char *value)
{
	char said[AMISS_SIZE];

	(void)text_print(office->say, sizeof(office->say),
	    office->is_english ? "%s: %s" : "%s：%s",
	    amiss_field(office->is_english, field),
	    amiss_say(
		said, office->is_english, amiss, value == NULL ? "" : value));
	return VERDICT_BAD_FIELD;
}

void
office_make_id(char id[BOOK_ID_SIZE])
{
	unsigned char bytes[ID_LEN];

	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(id, BOOK_ID_SIZE, bytes, sizeof(bytes));
}

/* ------------------------------------------------------------ transactions */

static enum verdict
run(struct office *office, enum sql_mode mode, office_op *op,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct err err;
	enum verdict verdict;
	enum rc rc = sql_begin(office->sql, mode, &err);

	if (rc != RC_OK)
		return office_fail("begin", rc, &err);
	office->is_trial =
	    mode == SQL_READ || wire_number(&question->in, F_PLAN, 0) != 0;
	verdict = op(office, question, answer);
	office_close_folder(office);
	if (verdict != VERDICT_OK || office->is_trial) {
		sql_rollback(office->sql);
		return verdict;
	}
	rc = sql_commit(office->sql, &err);
	return rc == RC_OK ? VERDICT_OK : office_fail("commit", rc, &err);
}

enum verdict
office_read(struct office *office, office_op *op,
    const struct serve_question *question, struct serve_answer *answer)
{
	return run(office, SQL_READ, op, question, answer);
}

enum verdict
office_write(struct office *office, office_op *op,
    const struct serve_question *question, struct serve_answer *answer)
{
	return run(office, SQL_WRITE, op, question, answer);
}

/* --------------------------------------------------------------- calendars */

static enum rc
take_mark(void *context, const struct sql_row *row, struct err *err)
{
	struct calendar_day mark = {.day = (int)sql_row_number(row, 0),
	    .published = (int)sql_row_number(row, 1),
	    .kinds = (uint8_t)sql_row_number(row, 2),
	    .level = (uint8_t)sql_row_number(row, 3),
	    .mark = (uint8_t)sql_row_number(row, 4)};

	if (mark.mark == MARKS) /* a year that is covered */
		return calendar_cover(context, mark.day, mark.published, err);
	(void)text_copy(mark.name, sizeof(mark.name), sql_row_text(row, 5));
	return calendar_add(context, &mark, err);
}

enum rc
office_calendar(struct office *office, const char *school, struct err *err)
{
	int64_t marks;
	enum rc rc = sql_get_number(
	    office->sql, "SELECT count(*) FROM mark", &marks, err, SQL_NOTHING);

	if (rc != RC_OK ||
	    (office->calendar_marks == marks &&
		office->calendar.day_count > 0 &&
		strcmp(office->calendar_school, school) == 0))
		return rc;
	calendar_wipe(&office->calendar);
	rc = calendar_merge(&office->calendar, &office->national, err);
	if (rc == RC_OK)
		rc = sql_each(office->sql,
		    "SELECT day, published, kinds, level, mark, name FROM mark"
		    " WHERE school = '' OR school = ? ORDER BY day, published",
		    (struct sql_visit){take_mark, &office->calendar}, err,
		    SQL_VALUES(sql_text(school)));
	(void)text_copy(
	    office->calendar_school, sizeof(office->calendar_school), school);
	office->calendar_marks = rc == RC_OK ? marks : -1;
	return rc;
}

void
office_forget_calendar(struct office *office)
{
	office->calendar_marks = -1;
}

/* ----------------------------------------------------------------- folders */

static enum rc
load_chain(struct office *office, struct err *err)
{
	const struct chain_posts posts = {
	    chain_words(&office->conf->director_posts, default_directors),
	    chain_words(&office->conf->principal_posts, default_principals)};

	return chain_load(
	    &office->folder, office->sql, &posts, office->now, err);
}

enum verdict
office_folder(struct office *office, const char *uuid, bool decides)
{
	struct err err;
	enum rc rc;

	office_close_folder(office);
	rc = folder_load(&office->folder, office->sql, uuid, &office->rules,
	    &office->calendar, office->now, &err);
	if (rc == RC_OK)
		rc = office_calendar(office, office->folder.school, &err);
	if (rc == RC_OK && decides)
		rc = load_chain(office, &err);
	if (rc != RC_OK) {
		office_close_folder(office);
		return rc == RC_ABSENT ? VERDICT_NO_PERSON
				       : office_fail("folder", rc, &err);
	}
	book_tick(&office->folder.book, office->now);
	return VERDICT_OK;
}

void
office_close_folder(struct office *office)
{
	folder_wipe(&office->folder);
}

static enum rc
take_owner(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)text_copy(context, BOOK_ID_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

enum verdict
office_request(struct office *office, const char *id, struct request **r)
{
	char person[BOOK_ID_SIZE] = "";
	struct err err;
	enum verdict verdict;
	enum rc rc =
	    sql_each(office->sql, "SELECT person FROM request WHERE id = ?",
		(struct sql_visit){take_owner, person}, &err,
		SQL_VALUES(sql_text(id)));

	if (rc != RC_OK)
		return office_fail("request", rc, &err);
	if (person[0] == '\0')
		return (enum verdict)REFUSAL_UNKNOWN_REQUEST;
	verdict = office_folder(office, person, true);
	if (verdict != VERDICT_OK)
		return verdict;
	*r = book_find(&office->folder.book, id);
	return *r != NULL ? VERDICT_OK : (enum verdict)REFUSAL_UNKNOWN_REQUEST;
}

/* ------------------------------------------------------------------ people */

static enum rc
take_text(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)text_copy(context, BOOK_ID_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

enum verdict
office_find(struct office *office, const char *account, char uuid[BOOK_ID_SIZE])
{
	struct err err;
	enum rc rc;

	uuid[0] = '\0';
	if (account == NULL) {
		(void)text_copy(uuid, BOOK_ID_SIZE, office->caller.uuid);
		return uuid[0] != '\0'
		    ? VERDICT_OK
		    : office_bad(office, F_ACCOUNT, AMISS_MISSING, NULL);
	}
	rc = sql_each(office->sql,
	    "SELECT uuid FROM person WHERE account = ? AND state <> 'gone'",
	    (struct sql_visit){take_text, uuid}, &err,
	    SQL_VALUES(sql_text(account)));
	if (rc != RC_OK)
		return office_fail("find", rc, &err);
	return uuid[0] != '\0' ? VERDICT_OK : VERDICT_NO_PERSON;
}

static enum rc
take_account(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)text_copy(context, FOLDER_TEXT_SIZE, sql_row_text(row, 0));
	return RC_OK;
}

void
office_account(
    struct office *office, const char *uuid, char account[FOLDER_TEXT_SIZE])
{
	struct err err;

	account[0] = '\0';
	if (uuid[0] != '\0' &&
	    sql_each(office->sql, "SELECT account FROM person WHERE uuid = ?",
		(struct sql_visit){take_account, account}, &err,
		SQL_VALUES(sql_text(uuid))) != RC_OK)
		log_warn("account: %s", err.text);
}

/* --------------------------------------------------------------- standings */

unsigned
office_standing_self(const struct office *office)
{
	return (office->caller.is_it ? STANDING_IT : 0) |
	    (office->caller.uuid[0] != '\0' ? STANDING_SELF : 0);
}

unsigned
office_standing_at(const struct office *office, const char *school)
{
	const struct caller *caller = &office->caller;
	bool is_there = caller->uuid[0] != '\0' && school[0] != '\0' &&
	    strcmp(caller->school, school) == 0;

	if (caller->uuid[0] == '\0' && !caller->is_it && !caller->is_mailer)
		return STANDING_STRANGER;

	return (caller->is_it ? STANDING_IT : 0) |
	    (caller->is_mailer ? STANDING_MAILER : 0) |
	    (is_there ? STANDING_COLLEAGUE : 0) |
	    (is_there && caller->is_personnel ? STANDING_PERSONNEL : 0) |
	    (is_there && caller->arranges_cover ? STANDING_COVER : 0);
}

static bool
is_approver(const struct office *office, const struct request *r)
{
	struct approval_turn turn;

	for (int step = 0; step < STEPS; step++)
		if (r->is_done[step] &&
		    strcmp(r->signed_by[step], office->caller.uuid) == 0)
			return true;
	return book_turn(&office->folder.book, r, &turn) &&
	    strcmp(turn.who, office->caller.uuid) == 0;
}

unsigned
office_standing(const struct office *office, const struct request *r)
{
	const struct caller *caller = &office->caller;
	unsigned standing = office_standing_at(office, office->folder.school);

	if (caller->uuid[0] == '\0')
		return standing;
	if (strcmp(caller->uuid, office->folder.uuid) == 0)
		/* Nobody is their own personnel office. */
		standing =
		    (standing & ~(unsigned)STANDING_PERSONNEL) | STANDING_SELF;
	if (r != NULL &&
	    (strcmp(r->deputy, caller->uuid) == 0 ||
		strcmp(r->offered, caller->uuid) == 0))
		standing |= STANDING_DEPUTY;
	if (r != NULL && is_approver(office, r))
		standing |= STANDING_APPROVER;
	return standing;
}

enum verdict
office_may(const struct office *office, enum op op, unsigned standing)
{
	if ((rights_of(op) & standing) != 0)
		return VERDICT_OK;
	return office->caller.is_personnel && standing == STANDING_NONE
	    ? VERDICT_OTHER_SCHOOL
	    : VERDICT_NOT_ALLOWED;
}

enum verdict
office_person(struct office *office, enum op op, const char *account)
{
	char uuid[BOOK_ID_SIZE];
	enum verdict verdict = office_find(office, account, uuid);

	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, false);
	return verdict == VERDICT_OK
	    ? office_may(office, op, office_standing(office, NULL))
	    : verdict;
}

/* ------------------------------------------------------------------ writing */

enum verdict
office_note(struct office *office, enum op op, const char *target,
    const char *school, const char *why, const char *result)
{
	const struct caller *caller = &office->caller;
	const struct audit_entry entry = {.time_s = office->now_s,
	    .actor = caller->uuid[0] != '\0' ? caller->account
		: caller->is_it              ? "it"
					     : "leaved",
	    .action = op_rule(op)->name,
	    .target = target,
	    .school = school,
	    .reason = why == NULL ? "" : why,
	    .result = result};
	struct err err;
	enum rc rc = diary_add(office->sql, &entry, &err);

	return rc == RC_OK ? VERDICT_OK : office_fail("audit", rc, &err);
}

enum verdict
office_save(struct office *office, enum op op, const char *target,
    const char *why, const char *result)
{
	struct err err;
	enum rc rc;

	office->folder.by =
	    office->caller.uuid[0] != '\0' ? office->caller.uuid : "it";
	office->folder.why = why == NULL ? "" : why;
	rc = mailbag_write(office, &err);
	if (rc == RC_OK)
		rc = folder_save(&office->folder, office->sql, &err);
	if (rc != RC_OK)
		return office_fail("save", rc, &err);
	return office_note(
	    office, op, target, office->folder.school, why, result);
}

/* --------------------------------------------------------------- repetition */

enum verdict
office_repeated(
    struct office *office, const char *key, char request[BOOK_ID_SIZE])
{
	struct err err;
	enum rc rc;

	request[0] = '\0';
	if (key == NULL)
		return VERDICT_OK;
	rc = sql_each(office->sql,
	    "SELECT request FROM act WHERE actor = ? AND key = ?",
	    (struct sql_visit){take_text, request}, &err,
	    SQL_VALUES(sql_text(office->caller.uuid), sql_text(key)));
	return rc == RC_OK ? VERDICT_OK : office_fail("key", rc, &err);
}

enum verdict
office_remember(
    struct office *office, const char *key, enum op op, const char *request)
{
	struct err err;
	enum rc rc;

	if (key == NULL)
		return VERDICT_OK;
	rc = sql_put(office->sql,
	    "INSERT INTO act (actor, key, op, request, at_s)"
	    " VALUES (?, ?, ?, ?, ?)",
	    &err,
	    SQL_VALUES(sql_text(office->caller.uuid), sql_text(key),
		sql_text(op_rule(op)->name), sql_text(request),
		sql_number(office->now_s)));
	return rc == RC_OK ? VERDICT_OK : office_fail("key", rc, &err);
}

bool
office_is_stale(const struct office *office)
{
	return office->now_s - atomic_load(&office->state->heard_s) >
	    office->conf->stale_s;
}
