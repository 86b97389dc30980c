#include "papers.h"

#include "base/text.h"
#include "filing.h"
#include "leave_ops.h"
#include "listing.h"
#include "paper.h"

#include <sodium.h>
#include <string.h>

enum { ID_LEN = 16 };

/* --------------------------------------------------------------- its state */

const char *
papers_lacking(struct office *office, const struct request *r)
{
	struct err err;
	int64_t count = 0;

	if (!r->is_paper_needed)
		return "none";
	if (sql_get_number(office->sql,
		"SELECT count(*) FROM attachment WHERE request = ?"
		" AND is_whole = 1",
		&count, &err, SQL_VALUES(sql_text(r->id))) != RC_OK)
		(void)office_fail("papers", RC_FAULT, &err);
	if (count > 0)
		return "there";
	if (filing_paper(&office->folder.book, r) != PAPER_LETTER)
		return "missing";
	return r->facts.letter[0] != '\0' ? "there" : "letter";
}

/* What was decided with stays, unless personnel say why. */
static bool
is_state_for(enum op op, unsigned standing, enum request_state state)
{
	if (op == OP_LEAVE_ATTACH)
		return state == REQUEST_DRAFT || request_is_live(state);
	return op != OP_LEAVE_DETACH || (standing & STANDING_PERSONNEL) != 0 ||
	    state == REQUEST_DRAFT || request_is_pending(state);
}

/* Personnel may hand in at any time. */
static bool
is_late(const struct office *office, unsigned standing, const struct request *r)
{
	int today = (int)(office->now / MINUTES_PER_CIVIL_DAY);
	int last = span_last_day(r->spans[r->span_count - 1]);

	return (standing & STANDING_PERSONNEL) == 0 &&
	    today > last + office->rules.settings.paper_days;
}

bool
papers_may(const struct office *office, enum op op, const struct request *r)
{
	unsigned standing = office_standing(office, r);

	return office_may(office, op, standing) == VERDICT_OK &&
	    is_state_for(op, standing, r->state) &&
	    !(op == OP_LEAVE_ATTACH && is_late(office, standing, r));
}

/* May it still be handed in by this caller? */
static enum verdict
is_open(struct office *office, const struct request *r)
{
	unsigned standing = office_standing(office, r);

	if (!is_state_for(OP_LEAVE_ATTACH, standing, r->state))
		return (enum verdict)REFUSAL_WRONG_STATE;
	return is_late(office, standing, r) ? VERDICT_PAPERS_LATE : VERDICT_OK;
}

/* ------------------------------------------------------------------ add */

struct attachment {
	char id[BOOK_ID_SIZE], request[BOOK_ID_SIZE], name[PAPER_NAME_SIZE];
	char type[32], added_by[BOOK_ID_SIZE];
	int64_t size;
	bool is_whole;
};

static enum rc
take_attachment(void *context, const struct sql_row *row, struct err *err)
{
	struct attachment *a = context;

	(void)err;
	(void)text_copy(a->id, sizeof(a->id), sql_row_text(row, 0));
	(void)text_copy(a->request, sizeof(a->request), sql_row_text(row, 1));
	(void)text_copy(a->name, sizeof(a->name), sql_row_text(row, 2));
	(void)text_copy(a->type, sizeof(a->type), sql_row_text(row, 3));
	(void)text_copy(a->added_by, sizeof(a->added_by), sql_row_text(row, 4));
	a->size = sql_row_number(row, 5);
	a->is_whole = sql_row_number(row, 6) == 1;
	return RC_OK;
}

static enum verdict
load(struct office *office, const char *id, struct attachment *a)
{
	struct err err;
	enum rc rc;

	memset(a, 0, sizeof(*a));
	rc = sql_each(office->sql,
	    "SELECT id, request, name, type, added_by, size, is_whole"
	    " FROM attachment WHERE id = ?",
	    (struct sql_visit){take_attachment, a}, &err,
	    SQL_VALUES(sql_text(id)));
	if (rc != RC_OK)
		return office_fail("attachment", rc, &err);
	return a->id[0] != '\0' ? VERDICT_OK : VERDICT_NO_FILE;
}

struct part {
	unsigned char bytes[PART_LEN];
	size_t len;
};

/* A part is there in any case; its base64 is ours: one way to write it. */
static enum verdict
read_part(struct office *office, const struct wire_in *in, struct part *part)
{
	const char *text = wire_text(in, F_DATA);

	if (sodium_base642bin(part->bytes, sizeof(part->bytes), text,
		strlen(text), NULL, &part->len, NULL,
		sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    part->len == 0)
		return office_bad(office, F_DATA, AMISS_PART, NULL);
	return VERDICT_OK;
}

/* Nobody keeps half a file open for somebody else. */
static enum verdict
begin(struct office *office, const struct wire_in *in, const struct request *r,
    const struct part *part, struct attachment *a)
{
	enum paper paper = paper_of(part->bytes, part->len);
	unsigned char bytes[ID_LEN];
	struct err err;
	int64_t count;
	enum rc rc;

	a->size = wire_number(in, F_COUNT, 0);
	if (paper == PAPER_UNKNOWN)
		return VERDICT_BAD_FILE;
	if (a->size < 1 || a->size > office->conf->paper_kb * 1024)
		return VERDICT_TOO_LARGE;
	rc = sql_get_number(office->sql,
	    "SELECT count(*) FROM attachment WHERE request = ?", &count, &err,
	    SQL_VALUES(sql_text(r->id)));
	if (rc != RC_OK)
		return office_fail("attachment", rc, &err);
	if (count >= PAPERS_MAX)
		return VERDICT_TOO_LARGE;
	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(a->id, sizeof(a->id), bytes, sizeof(bytes));
	paper_name(a->name, wire_text(in, F_NAME), paper);
	(void)text_copy(a->type, sizeof(a->type), paper_type(paper));
	(void)text_copy(a->request, sizeof(a->request), r->id);
	(void)text_copy(a->added_by, sizeof(a->added_by), office->caller.uuid);
	rc = sql_change(office->sql,
	    "INSERT INTO attachment (id, request, name, type, size, added_s,"
	    " added_by, is_whole) VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
	    NULL, &err,
	    SQL_VALUES(sql_text(a->id), sql_text(r->id), sql_text(a->name),
		sql_text(a->type), sql_number(a->size),
		sql_number(office->now_s), sql_text(a->added_by)));
	return rc == RC_OK ? VERDICT_OK : office_fail("attachment", rc, &err);
}

static enum verdict
go_on(struct office *office, const struct wire_in *in, const struct request *r,
    struct attachment *a)
{
	enum verdict verdict = load(office, wire_text(in, F_ATTACHMENT), a);

	if (verdict != VERDICT_OK)
		return verdict;
	return strcmp(a->request, r->id) == 0 &&
		strcmp(a->added_by, office->caller.uuid) == 0 && !a->is_whole
	    ? VERDICT_OK
	    : VERDICT_NO_FILE;
}

/* One after the other, so that none is missing when all bytes are there. */
static enum verdict
follows(struct office *office, const struct attachment *a, int64_t n)
{
	struct err err;
	int64_t before = 0;

	if (sql_get_number(office->sql,
		"SELECT count(*) FROM attachment_part WHERE attachment = ?"
		" AND n < ?",
		&before, &err,
		SQL_VALUES(sql_text(a->id), sql_number(n))) != RC_OK)
		return office_fail("attachment", RC_FAULT, &err);
	return before == n ? VERDICT_OK
			   : office_bad(office, F_SEQ, AMISS_PART_ORDER, NULL);
}

/* Once a part, however often it is sent. How much is there now. */
static enum verdict
put_part(struct office *office, const struct attachment *a, int64_t n,
    const struct wire_in *in, int64_t len, int64_t *have)
{
	struct err err;
	enum rc rc = sql_change(office->sql,
	    "INSERT INTO attachment_part (attachment, n, size, data)"
	    " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
	    NULL, &err,
	    SQL_VALUES(sql_text(a->id), sql_number(n), sql_number(len),
		sql_text(wire_text(in, F_DATA))));

	if (rc == RC_OK)
		rc = sql_get_number(office->sql,
		    "SELECT CAST(SUM(size) AS BIGINT) FROM attachment_part"
		    " WHERE attachment = ?",
		    have, &err, SQL_VALUES(sql_text(a->id)));
	if (rc != RC_OK)
		return office_fail("attachment", rc, &err);
	return *have <= a->size ? VERDICT_OK : VERDICT_TOO_LARGE;
}

static enum verdict
complete(struct office *office, const struct attachment *a)
{
	struct err err;
	enum rc rc = sql_change(office->sql,
	    "UPDATE attachment SET is_whole = 1 WHERE id = ?", NULL, &err,
	    SQL_VALUES(sql_text(a->id)));

	return rc == RC_OK ? office_note(office, OP_LEAVE_ATTACH, a->request,
				 office->folder.school, NULL, "attached")
			   : office_fail("attachment", rc, &err);
}

static void
put_attachment(const struct attachment *a, struct wire_out *out)
{
	wire_put_text(out, F_ATTACHMENT, a->id);
	wire_put_shown(out, F_NAME, a->name);
	wire_put_text(out, F_TYPE, a->type);
	wire_put_number(out, F_COUNT, a->size);
}

static enum verdict
add(struct office *office, const struct wire_in *in, const struct request *r,
    struct wire_out *out)
{
	static struct part part; /* one thread, and big */
	int64_t n = wire_number(in, F_SEQ, 0), have = 0;
	bool is_first = !wire_has(in, F_ATTACHMENT);
	struct attachment a;
	enum verdict verdict = read_part(office, in, &part);

	memset(&a, 0, sizeof(a));
	if (verdict == VERDICT_OK)
		verdict = is_first ? begin(office, in, r, &part, &a)
				   : go_on(office, in, r, &a);
	if (verdict == VERDICT_OK)
		verdict = is_first == (n == 0)
		    ? follows(office, &a, n)
		    : office_bad(office, F_SEQ, AMISS_PART_ORDER, NULL);
	if (verdict == VERDICT_OK)
		verdict = put_part(office, &a, n, in, (int64_t)part.len, &have);
	if (verdict == VERDICT_OK && have == a.size)
		verdict = complete(office, &a);
	if (verdict != VERDICT_OK)
		return verdict;
	put_attachment(&a, out);
	wire_put_text(out, F_RESULT, have == a.size ? "added" : "more");
	return VERDICT_OK;
}

enum verdict
papers_add(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct request *r = NULL;
	enum verdict verdict =
	    office_request(office, wire_text(&question->in, F_REQUEST), &r);

	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_ATTACH, office_standing(office, r));
	if (verdict == VERDICT_OK)
		verdict = is_open(office, r);
	return verdict == VERDICT_OK
	    ? add(office, &question->in, r, &answer->out)
	    : verdict;
}

/* ----------------------------------------------------------------- look */

static enum rc
take_row(void *context, const struct sql_row *row, struct err *err)
{
	struct wire_out *out = context;
	struct attachment a;

	memset(&a, 0, sizeof(a));
	(void)take_attachment(&a, row, err);
	wire_row_begin(out);
	put_attachment(&a, out);
	wire_put_number(out, F_TIME, sql_row_number(row, 7));
	wire_row_end(out);
	return RC_OK;
}

enum verdict
papers_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct request *r = NULL;
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    office_request(office, wire_text(&question->in, F_REQUEST), &r);

	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_PAPERS, office_standing(office, r));
	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql,
	    "SELECT id, request, name, type, added_by, size, is_whole, added_s"
	    " FROM attachment WHERE request = ? AND is_whole = 1"
	    " ORDER BY added_s, id",
	    (struct sql_visit){take_row, &answer->out}, &err,
	    SQL_VALUES(sql_text(r->id)));
	return rc == RC_OK ? VERDICT_OK : office_fail("papers", rc, &err);
}

/* The attachment, of a request that this caller may have it of. */
static enum verdict
find(struct office *office, enum op op, const char *id, struct attachment *a,
    struct request **r)
{
	enum verdict verdict = load(office, id, a);

	if (verdict == VERDICT_OK)
		verdict = office_request(office, a->request, r);
	if (verdict == VERDICT_OK)
		verdict = office_may(office, op, office_standing(office, *r));
	return verdict == VERDICT_OK && !a->is_whole ? VERDICT_NO_FILE
						     : verdict;
}

static enum rc
take_data(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	wire_put_text(context, F_DATA, sql_row_text(row, 0));
	return RC_OK;
}

enum verdict
papers_load(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	struct attachment a;
	struct request *r = NULL;
	struct err err;
	enum rc rc;
	enum verdict verdict =
	    find(office, OP_LEAVE_PAPER, wire_text(in, F_ATTACHMENT), &a, &r);

	if (verdict != VERDICT_OK)
		return verdict;
	put_attachment(&a, &answer->out);
	rc = sql_each(office->sql,
	    "SELECT data FROM attachment_part WHERE attachment = ? AND n = ?",
	    (struct sql_visit){take_data, &answer->out}, &err,
	    SQL_VALUES(sql_text(a.id), sql_number(wire_number(in, F_SEQ, 0))));
	return rc == RC_OK ? VERDICT_OK : office_fail("paper", rc, &err);
}

/* ------------------------------------------------------------------ remove */

enum verdict
papers_remove(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const char *why = wire_text(&question->in, F_WHY);
	struct attachment a;
	struct request *r = NULL;
	struct err err;
	enum rc rc;
	enum verdict verdict = find(office, OP_LEAVE_DETACH,
	    wire_text(&question->in, F_ATTACHMENT), &a, &r);

	if (verdict != VERDICT_OK)
		return verdict;
	if (!is_state_for(
		OP_LEAVE_DETACH, office_standing(office, r), r->state))
		return (enum verdict)REFUSAL_WRONG_STATE;
	rc = sql_change(office->sql, "DELETE FROM attachment WHERE id = ?",
	    NULL, &err, SQL_VALUES(sql_text(a.id)));
	if (rc != RC_OK)
		return office_fail("detach", rc, &err);
	wire_put_text(&answer->out, F_RESULT, "removed");
	return office_note(office, OP_LEAVE_DETACH, r->id,
	    office->folder.school, why, "removed");
}

enum rc
papers_tidy(struct office *office, struct err *err)
{
	enum rc rc = sql_begin(office->sql, SQL_WRITE, err);

	if (rc == RC_OK)
		rc = sql_change(office->sql,
		    "DELETE FROM attachment WHERE is_whole = 0 AND added_s < ?",
		    NULL, err,
		    SQL_VALUES(sql_number(office->now_s - PAPERS_STALE_S)));
	if (rc == RC_OK)
		rc = sql_commit(office->sql, err);
	sql_rollback(office->sql);
	return rc;
}
