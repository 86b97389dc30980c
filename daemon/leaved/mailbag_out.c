/*
 * Letters on their way: to the outbox, and to portal-mailer when it asks.
 */
#include "base/text.h"
#include "leave_ops.h"
#include "mailbag.h"

#include <string.h>

enum { ROUND = 200 /* LIMIT of one round */, LINK_SIZE = 400 };

struct handing {
	struct promise *promises;
	size_t count;
};

static enum rc
take_promise(void *context, const struct sql_row *row, struct err *err)
{
	struct handing *handing = context;
	struct promise *one = &handing->promises[handing->count++];

	(void)err;
	*one = (struct promise){.kind = letter_kind_parse(sql_row_text(row, 1)),
	    .created_s = sql_row_number(row, 2)};
	(void)text_copy(one->id, sizeof(one->id), sql_row_text(row, 0));
	return RC_OK;
}

/* Marked in one transaction after all are on the disk. What portal-mailer has
 * told of meanwhile keeps what it told. */
static enum rc
mark(struct office *office, const struct handing *handing, struct err *err)
{
	enum rc rc = sql_begin(office->sql, SQL_WRITE, err);

	for (size_t i = 0; rc == RC_OK && i < handing->count; i++)
		rc = sql_change(office->sql,
		    "UPDATE letter SET state = 'queued'"
		    " WHERE id = ? AND state = 'written'",
		    NULL, err, SQL_VALUES(sql_text(handing->promises[i].id)));
	if (rc == RC_OK)
		rc = sql_commit(office->sql, err);
	sql_rollback(office->sql);
	return rc;
}

enum rc
mailbag_hand_over(struct office *office, struct outbox *outbox, struct err *err)
{
	struct promise promises[ROUND];
	struct handing handing = {promises, 0};
	enum rc rc = sql_begin(office->sql, SQL_READ, err);

	if (rc == RC_OK)
		rc = sql_each(office->sql,
		    "SELECT id, kind, written_s FROM letter"
		    " WHERE is_open = 1 AND state = 'written'"
		    " ORDER BY written_s LIMIT 200",
		    (struct sql_visit){take_promise, &handing}, err,
		    SQL_NOTHING);
	sql_rollback(office->sql);
	for (size_t i = 0; rc == RC_OK && i < handing.count; i++)
		rc = outbox_put(
		    outbox, &promises[i], promises[i].created_s, err);
	return rc == RC_OK && handing.count > 0 ? mark(office, &handing, err)
						: rc;
}

/* ------------------------------------------------- what portal-mailer asks */

struct filled {
	char mail[FOLDER_TEXT_SIZE], kind[32], request[BOOK_ID_SIZE];
};

static enum rc
take_filled(void *context, const struct sql_row *row, struct err *err)
{
	struct filled *filled = context;

	(void)err;
	(void)text_copy(
	    filled->mail, sizeof(filled->mail), sql_row_text(row, 0));
	(void)text_copy(
	    filled->kind, sizeof(filled->kind), sql_row_text(row, 1));
	(void)text_copy(
	    filled->request, sizeof(filled->request), sql_row_text(row, 2));
	return RC_OK;
}

/* Where there is something to see; else it is the request's own page. */
static const struct {
	enum letter_kind kind;
	const char *path;
} pages[] = {
    {LETTER_LEAVE_UNCOVERED, "/board"},
    {LETTER_LEAVE_LESSON, "/my-lessons"},
    {LETTER_LEAVE_LESSON_OVER, "/my-lessons"},
    {LETTER_LEAVE_OVERTIME, "/overtime/approvals"},
    {LETTER_LEAVE_OVERTIME_REMINDER, "/overtime/approvals"},
    {LETTER_LEAVE_OVERTIME_DECIDED, "/overtime"},
};

static void
print_link(const struct office *office, const struct filled *filled,
    char link[LINK_SIZE])
{
	enum letter_kind kind = letter_kind_parse(filled->kind);

	(void)text_print(link, LINK_SIZE, "%s/case/%s", office->conf->site_url,
	    filled->request);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		if (pages[i].kind == kind)
			(void)text_print(link, LINK_SIZE, "%s%s",
			    office->conf->site_url, pages[i].path);
}

enum verdict
mailbag_fill(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct filled filled = {.mail = ""};
	struct outbox_item item;
	char link[LINK_SIZE];
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    office_may(office, OP_LETTER_FILL, office_standing_at(office, ""));

	if (verdict != VERDICT_OK)
		return verdict;
	if (!outbox_name_parse(&item, wire_text(&question->in, F_LETTER)))
		return VERDICT_NO_LETTER;
	rc = sql_each(office->sql,
	    "SELECT p.mail, l.kind, l.request FROM letter l"
	    " JOIN person p ON p.uuid = l.who"
	    " WHERE l.id = ? AND l.is_open = 1",
	    (struct sql_visit){take_filled, &filled}, &err,
	    SQL_VALUES(sql_text(item.id)));
	if (rc != RC_OK)
		return office_fail("letter", rc, &err);
	if (filled.mail[0] == '\0')
		return VERDICT_NO_LETTER;
	print_link(office, &filled, link);
	wire_put_text(&answer->out, F_MAIL, filled.mail);
	wire_put_text(&answer->out, F_LETTER_KIND, filled.kind);
	wire_put_text(&answer->out, F_URL, link);
	return VERDICT_OK;
}

/* Only `deferred` leaves it open. */
enum verdict
mailbag_note(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	static const char *const states[] = {
	    "sent", "deferred", "bounced", "failed"};
	const char *state = wire_text(&question->in, F_LETTER_STATE);
	const char *detail = wire_text(&question->in, F_DETAIL);
	bool is_known = false;
	struct outbox_item item;
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    office_may(office, OP_LETTER_STATE, office_standing_at(office, ""));

	(void)answer;
	if (verdict != VERDICT_OK)
		return verdict;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		is_known |= strcmp(states[i], state) == 0;
	if (!is_known)
		return office_bad(office, F_LETTER_STATE, AMISS_UNKNOWN, NULL);
	if (!outbox_name_parse(&item, wire_text(&question->in, F_LETTER)))
		return VERDICT_NO_LETTER;
	rc = sql_change(office->sql,
	    "UPDATE letter SET state = ?, detail = ?, is_open = ?"
	    " WHERE id = ? AND is_open = 1",
	    NULL, &err,
	    SQL_VALUES(sql_text(state), sql_text(detail == NULL ? "" : detail),
		sql_number(strcmp(state, "deferred") == 0), sql_text(item.id)));
	return rc == RC_OK ? VERDICT_OK : office_fail("letter", rc, &err);
}

/* ---------------------------------------------------------------- metrics */

enum rc
mailbag_count(
    struct office *office, int64_t *count, int64_t *since_s, struct err *err)
{
	enum rc rc = sql_get_number(office->sql,
	    "SELECT count(*) FROM letter WHERE is_open = 1", count, err,
	    SQL_NOTHING);

	*since_s = office->now_s;
	if (rc == RC_OK && *count > 0)
		rc = sql_get_number(office->sql,
		    "SELECT MIN(written_s) FROM letter WHERE is_open = 1",
		    since_s, err, SQL_NOTHING);
	return rc;
}
