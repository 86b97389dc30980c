#include "fallen.h"

#include "base/log.h"
#include "base/text.h"
#include "book_step.h"
#include "cover.h"

#include <string.h>

enum { WHO_SIZE = 256, FOUND_MAX = 50 };
/* An id with nothing behind it, so that no database walks the index of all ids
 * there are for the sake of their order. */
#define AFTER(id) " AND " id " || '' > ? ORDER BY " id " || '' LIMIT 50"

/* One request, and who of it cannot keep what they promised. */
struct loss {
	struct office *office;
	struct request *request;
	char who[WHO_SIZE]; /* accounts with blanks between, for the audit */
	size_t count;
};

/* w is whoever promised, r the request, p whom it is for. Somebody of either
 * school is still there when p is posted elsewhere. */
#define IS_GONE               \
	"w.state <> 'active'" \
	" OR (w.school <> r.school AND w.school <> p.school)"
#define OF_LESSONS                                                           \
	" FROM cover c JOIN request r ON r.id = c.request"                   \
	" JOIN person p ON p.uuid = r.person"                                \
	" JOIN person w ON w.uuid = c.who"                                   \
	" WHERE c.day >= ? AND c.day * 1440 + c.to_minute > ? AND (" IS_GONE \
	" OR w.posted_until < c.day OR EXISTS (SELECT 1 FROM span s"         \
	" WHERE s.person = w.uuid AND s.is_live = 1 AND s.to_at > ?"         \
	" AND s.to_at > c.day * 1440 + c.from_minute"                        \
	" AND s.from_at < c.day * 1440 + c.to_minute))"
/* Of a duty to come; `whose` is the deputy's, or whom it is offered to. */
#define OF_DUTIES(whose)                                                     \
	" FROM request r JOIN person p ON p.uuid = r.person"                 \
	" JOIN person w ON w.uuid = r." whose " WHERE r." whose " <> ''"     \
	" AND r.last_at > ? AND r.state NOT IN"                              \
	" ('draft', 'rejected', 'withdrawn', 'cancelled') AND (" IS_GONE     \
	" OR EXISTS (SELECT 1 FROM span s JOIN span a ON a.person = w.uuid"  \
	" AND a.is_live = 1 AND a.to_at > s.from_at AND a.from_at < s.to_at" \
	" WHERE s.request = r.id AND s.to_at > ? AND a.to_at > ?))"

static void
add_who(struct loss *loss, const char *account)
{
	size_t len = strlen(loss->who);

	loss->count++;
	if (!text_has_word(loss->who, account))
		(void)text_print(loss->who + len, sizeof(loss->who) - len,
		    "%s%s", len > 0 ? " " : "", account);
}

static enum rc
lose_lesson(void *context, const struct sql_row *row, struct err *err)
{
	struct loss *loss = context;
	size_t n = (size_t)sql_row_number(row, 1);

	if (n >= loss->request->cover_count)
		return err_set(err, RC_FAULT, "a lesson of no request");
	cover_lose(&loss->request->cover[n]);
	add_who(loss, sql_row_text(row, 0));
	return RC_OK;
}

static enum rc
lose_deputy(void *context, const struct sql_row *row, struct err *err)
{
	struct loss *loss = context;

	(void)err;
	if (book_lose_deputy(&loss->office->folder.book, loss->request) ==
	    REFUSAL_NONE)
		add_who(loss, sql_row_text(row, 0));
	return RC_OK;
}

static enum rc
lose_offer(void *context, const struct sql_row *row, struct err *err)
{
	struct loss *loss = context;
	struct request *r = loss->request;

	(void)err;
	if (book_keep_duty(&loss->office->folder.book, r, r->offered) ==
	    REFUSAL_NONE)
		add_who(loss, sql_row_text(row, 0));
	return RC_OK;
}

static const struct kind {
	const char *requests, *parts; /* which; and of one of them, what */
	sql_each_row *lose;
	bool is_by_day; /* the first value is a day */
	enum op op;     /* what the audit calls it */
	const char *result;
} kinds[FALLEN_KINDS] = {
    {"SELECT c.request" OF_LESSONS AFTER("c.request"),
	"SELECT w.account, c.n" OF_LESSONS " AND c.request = ?", lose_lesson,
	true, OP_LEAVE_COVER, "lost"},
    {"SELECT r.id" OF_DUTIES("deputy") AFTER("r.id"),
	"SELECT w.account" OF_DUTIES("deputy") " AND r.id = ?", lose_deputy,
	false, OP_LEAVE_DECIDE, "deputy_lost"},
    {"SELECT r.id" OF_DUTIES("offered") AFTER("r.id"),
	"SELECT w.account" OF_DUTIES("offered") " AND r.id = ?", lose_offer,
	false, OP_LEAVE_DECIDE, "offer_lost"},
};

/* ------------------------------------------------------------- one of them */

static int64_t
first_value(const struct office *office, const struct kind *kind)
{
	return kind->is_by_day ? office->now / MINUTES_PER_CIVIL_DAY
			       : office->now;
}

/* As it is now: it may have been mended since it was found. */
static enum verdict
lose(struct loss *loss, const struct kind *kind, const char *id)
{
	struct office *office = loss->office;
	struct err err;
	enum verdict verdict = office_request(office, id, &loss->request);
	enum rc rc;

	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql, kind->parts,
	    (struct sql_visit){kind->lose, loss}, &err,
	    SQL_VALUES(sql_number(first_value(office, kind)),
		sql_number(office->now), sql_number(office->now),
		sql_text(id)));
	if (rc != RC_OK)
		return office_fail("fallen", rc, &err);
	return loss->count == 0
	    ? VERDICT_OK
	    : office_save(office, kind->op, id, loss->who, kind->result);
}

static void
settle(struct office *office, const struct kind *kind, const char *id)
{
	struct loss loss = {.office = office};
	struct err err;
	enum rc rc = sql_begin(office->sql, SQL_WRITE, &err);
	enum verdict verdict = rc == RC_OK ? lose(&loss, kind, id)
					   : office_fail("fallen", rc, &err);

	office_close_folder(office);
	if (verdict == VERDICT_OK && loss.count > 0) {
		rc = sql_commit(office->sql, &err);
		if (rc != RC_OK)
			verdict = office_fail("fallen", rc, &err);
	}
	sql_rollback(office->sql);
	if (loss.count > 0 || verdict != VERDICT_OK)
		log_info("op=%s actor=\"leaved\" result=%s of=\"%s\" reply=%s",
		    op_rule(kind->op)->name, kind->result, loss.who,
		    verdict_text(verdict)->name);
}

/* ----------------------------------------------------------- all there are */

struct found {
	char ids[FOUND_MAX][BOOK_ID_SIZE];
	size_t count, rows; /* a request may have several, one after another */
};

static enum rc
take_id(void *context, const struct sql_row *row, struct err *err)
{
	struct found *found = context;
	const char *id = sql_row_text(row, 0);

	(void)err;
	found->rows++;
	if (found->count == 0 || strcmp(found->ids[found->count - 1], id) != 0)
		(void)text_copy(found->ids[found->count++], BOOK_ID_SIZE, id);
	return RC_OK;
}

static enum rc
find(struct office *office, const struct kind *kind, const char *after,
    struct found *found, struct err *err)
{
	enum rc rc = sql_begin(office->sql, SQL_READ, err);

	if (rc == RC_OK)
		rc = sql_each(office->sql, kind->requests,
		    (struct sql_visit){take_id, found}, err,
		    SQL_VALUES(sql_number(first_value(office, kind)),
			sql_number(office->now), sql_number(office->now),
			sql_text(after)));
	sql_rollback(office->sql);
	return rc;
}

/* The next round goes on behind the last one, or from the beginning. */
enum rc
fallen_round(struct office *office, struct fallen *fallen, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t k = 0; rc == RC_OK && k < FALLEN_KINDS; k++) {
		char *after = fallen->after[k];
		struct found found = {.count = 0};

		rc = find(office, &kinds[k], after, &found, err);
		for (size_t i = 0; rc == RC_OK && i < found.count; i++)
			settle(office, &kinds[k], found.ids[i]);
		if (rc == RC_OK)
			(void)text_copy(after, BOOK_ID_SIZE,
			    found.rows < FOUND_MAX
				? ""
				: found.ids[found.count - 1]);
	}
	return rc;
}
