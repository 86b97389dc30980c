#include "folder.h"

#include "base/text.h"
#include "cover.h"
#include "facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, row, column) \
	(void)text_copy((to), sizeof(to), sql_row_text((row), (column)))

static int
number(const struct sql_row *row, int column)
{
	return (int)sql_row_number(row, column);
}

/* ----------------------------------------------------------------- person */

static enum rc
take_person(void *context, const struct sql_row *row, struct err *err)
{
	struct folder *folder = context;
	struct service *service = &folder->book.service;

	(void)err;
	COPY(folder->account, row, 0);
	COPY(folder->name, row, 1);
	COPY(folder->state, row, 2);
	COPY(folder->school, row, 3);
	COPY(folder->unit_dn, row, 4);
	service->hired = number(row, 5);
	service->posted = (struct day_range){number(row, 6), number(row, 7)};
	service->prior_months = number(row, 8);
	folder->learnt = folder->book.learnt = number(row, 9);
	folder->seq_next = 1;
	return RC_OK;
}

/* A post is held from its posting's first day to the day before the next. */
static void
note_post(struct folder *folder, int day, bool holds)
{
	struct service *service = &folder->book.service;
	struct day_range *last = service->post_count == 0
	    ? NULL
	    : &service->posts[service->post_count - 1];

	if (last != NULL && last->until == INT32_MAX) {
		if (holds)
			return;
		last->until = day - 1;
	}
	if (holds && service->post_count < SERVICE_POSTS_MAX)
		service->posts[service->post_count++] =
		    (struct day_range){day, INT32_MAX};
}

static enum rc
take_posting(void *context, const struct sql_row *row, struct err *err)
{
	struct folder *folder = context;
	struct book *book = &folder->book;
	struct posting *posting;

	(void)err;
	if (book->posting_count == BOOK_POSTINGS_MAX) {
		memmove(book->postings, book->postings + 1,
		    sizeof(book->postings[0]) * (BOOK_POSTINGS_MAX - 1));
		book->posting_count--;
	}
	posting = &book->postings[book->posting_count++];
	*posting = (struct posting){.from = number(row, 0),
	    .kind = staff_kind_find(sql_row_text(row, 1))};
	if (posting->kind == STAFF_KINDS)
		posting->kind = STAFF_COVER; /* has no leave at all */
	COPY(posting->schedule, row, 2);
	COPY(posting->school, row, 3);
	note_post(folder, posting->from, sql_row_text(row, 4)[0] != '\0');
	return RC_OK;
}

static enum rc
take_deputy(void *context, const struct sql_row *row, struct err *err)
{
	struct book *book = &((struct folder *)context)->book;

	(void)err;
	if (book->deputy_count < APPROVAL_DEPUTIES_MAX)
		COPY(book->deputies[book->deputy_count++], row, 0);
	return RC_OK;
}

/* ---------------------------------------------------------------- ledger */

static enum rc
take_lot(void *context, const struct sql_row *row, struct err *err)
{
	struct folder *folder = context;
	struct ledger *ledger = &folder->book.ledger;
	int flags = number(row, 6), at;
	struct ledger_lot lot = {.year = number(row, 2),
	    .year_kind = (enum year_kind)number(row, 3),
	    .usable_from = number(row, 4),
	    .usable_until = number(row, 5),
	    .is_pay_cut = (flags & LOT_PAY_CUT) != 0,
	    .is_shortfall = (flags & LOT_SHORTFALL) != 0,
	    .is_year_grant = (flags & LOT_YEAR_GRANT) != 0,
	    .is_unlimited = number(row, 7) != 0,
	    .pay = (enum rule_pay)number(row, 8)};
	enum rc rc;

	COPY(lot.type, row, 0);
	COPY(lot.label, row, 1);
	rc = ledger_open(ledger, &lot, &at, err);
	if (rc != RC_OK)
		return rc;
	ledger->lots[at].granted = number(row, 9);
	ledger->lots[at].pending = number(row, 10);
	ledger->lots[at].used = number(row, 11);
	ledger->lots[at].expired = number(row, 12);
	return RC_OK;
}

static enum rc
take_sum(void *context, const struct sql_row *row, struct err *err)
{
	struct book *book = &((struct folder *)context)->book;
	bool is_month = number(row, 0) != 0;
	struct overtime_sum **sums = is_month ? &book->months : &book->days;
	size_t *count = is_month ? &book->month_count : &book->day_count;
	void *more = reallocarray(*sums, *count + 1, sizeof(**sums));

	if (more == NULL)
		return err_set(err, RC_FAULT, "no memory for overtime");
	*sums = more;
	(*sums)[(*count)++] = (struct overtime_sum){
	    number(row, 1), number(row, 2), number(row, 3)};
	return RC_OK;
}

/* --------------------------------------------------------------- requests */

static enum request_state
state_of(const char *name)
{
	enum request_state state = 0;

	while (state < REQUEST_STATES &&
	    strcmp(request_state_name(state), name) != 0)
		state++;
	return state;
}

static bool
read_caps(struct request *r, const char *text)
{
	int count = sscanf(text, "%d:%d %d:%d", &r->caps[0].day,
	    &r->caps[0].charged, &r->caps[1].day, &r->caps[1].charged);

	r->cap_count = count > 0 ? (size_t)count / 2 : 0;
	return text[0] == '\0' || count == 2 || count == 4;
}

static enum rc
read_request(struct request *r, const struct sql_row *row, struct err *err)
{
	int flags = number(row, 5);
	char value[AMISS_VALUE_SIZE];
	enum amiss amiss;

	COPY(r->id, row, 0);
	COPY(r->type, row, 1);
	COPY(r->deputy, row, 6);
	COPY(r->offered, row, 13);
	COPY(r->offered_by, row, 14);
	r->state = state_of(sql_row_text(row, 2));
	r->filed_at = sql_row_number(row, 4);
	r->is_late = (flags & REQUEST_LATE) != 0;
	r->is_paper_needed = (flags & REQUEST_PAPER) != 0;
	r->is_report = (flags & REQUEST_REPORT) != 0;
	r->has_lost_deputy = (flags & REQUEST_DEPUTY_LOST) != 0;
	r->minutes = number(row, 8);
	r->cut = (struct span){sql_row_number(row, 9), sql_row_number(row, 10)};
	if (r->state == REQUEST_STATES || !read_caps(r, sql_row_text(row, 11)))
		return err_set(err, RC_FAULT, "request %s: unreadable", r->id);
	amiss = facts_parse(&r->facts, sql_row_text(row, 7), value);
	return amiss == AMISS_NONE
	    ? RC_OK
	    : err_set(err, RC_INPUT, "facts: %s", amiss_name(amiss));
}

static bool
grow(struct folder *folder)
{
	struct book *book = &folder->book;
	size_t room = folder->kept_room == 0 ? 16 : folder->kept_room * 2;
	void *kept = reallocarray(folder->kept, room, sizeof(struct kept));
	void *requests;

	if (kept == NULL)
		return false;
	folder->kept = kept;
	requests =
	    reallocarray(book->requests, room, sizeof(book->requests[0]));
	if (requests == NULL)
		return false;
	book->requests = requests;
	folder->kept_room = book->request_room = room;
	return true;
}

static enum rc
take_request(void *context, const struct sql_row *row, struct err *err)
{
	struct folder *folder = context;
	struct book *book = &folder->book;
	struct request *r;
	struct kept *kept;

	if (book->request_count == BOOK_REQUESTS_MAX ||
	    (book->request_count == folder->kept_room && !grow(folder)))
		return err_set(err, RC_FAULT, "too many requests");
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return err_set(err, RC_FAULT, "no memory for requests");
	book->requests[book->request_count++] = r;
	kept = &folder->kept[folder->kept_count++];
	*kept = (struct kept){
	    .seq = sql_row_number(row, 12), .version = sql_row_number(row, 3)};
	folder->seq_next = kept->seq + 1;
	return read_request(r, row, err);
}

/* Parts come in the order of their requests: the search goes on from the last
 * hit. */
struct cursor {
	struct folder *folder;
	size_t at;
};

static struct request *
seek(struct cursor *cursor, const char *id)
{
	struct book *book = &cursor->folder->book;

	for (; cursor->at < book->request_count; cursor->at++)
		if (strcmp(book->requests[cursor->at]->id, id) == 0)
			return book->requests[cursor->at];
	return NULL;
}

static enum rc
take_span(void *context, const struct sql_row *row, struct err *err)
{
	struct request *r = seek(context, sql_row_text(row, 0));

	if (r == NULL || r->span_count == BOOK_SPANS_MAX)
		return err_set(err, RC_FAULT, "a span of no request");
	r->spans[r->span_count++] =
	    (struct span){sql_row_number(row, 1), sql_row_number(row, 2)};
	return RC_OK;
}

static enum rc
take_charge(void *context, const struct sql_row *row, struct err *err)
{
	struct request *r = seek(context, sql_row_text(row, 0));
	void *more;

	if (r == NULL)
		return err_set(err, RC_FAULT, "a charge of no request");
	/* Grown by powers of two: the room is the count rounded up. */
	if ((r->charge_count & (r->charge_count - 1)) == 0) {
		size_t room = r->charge_count == 0 ? 1 : r->charge_count * 2;

		more = reallocarray(r->charges, room, sizeof(r->charges[0]));
		if (more == NULL)
			return err_set(err, RC_FAULT, "no memory for charges");
		r->charges = more;
	}
	r->charges[r->charge_count++] = (struct charge){number(row, 1),
	    number(row, 2), number(row, 3), number(row, 4) != 0};
	return RC_OK;
}

static enum rc
take_signature(void *context, const struct sql_row *row, struct err *err)
{
	struct request *r = seek(context, sql_row_text(row, 0));
	int step = number(row, 1);

	if (r == NULL || step < 0 || step >= STEPS)
		return err_set(err, RC_FAULT, "a signature of no request");
	r->is_done[step] = true;
	COPY(r->signed_by[step], row, 2);
	COPY(r->instead_of[step], row, 3);
	return RC_OK;
}

static enum rc
take_cover(void *context, const struct sql_row *row, struct err *err)
{
	struct request *r = seek(context, sql_row_text(row, 0));
	struct cover *cover;

	if (r == NULL)
		return err_set(err, RC_FAULT, "a cover of no request");
	cover = cover_add(r);
	if (cover == NULL)
		return err_set(err, RC_FAULT, "no memory for cover");
	cover->day = number(row, 1);
	cover->from = number(row, 2);
	cover->to = number(row, 3);
	COPY(cover->name, row, 4);
	COPY(cover->way, row, 5);
	COPY(cover->who, row, 6);
	COPY(cover->funding, row, 7);
	cover->version = number(row, 8);
	COPY(cover->lost, row, 9);
	return RC_OK;
}

static enum rc
take_last(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	((struct folder *)context)->entry_seq = sql_row_number(row, 0);
	return RC_OK;
}

/* ---------------------------------------------------------------- school */

static enum rc
take_closure(void *context, const struct sql_row *row, struct err *err)
{
	struct book *book = &((struct folder *)context)->book;

	(void)err;
	if (book->closure_count < BOOK_CLOSURES_MAX)
		book->closures[book->closure_count++] = (struct closure){
		    {sql_row_number(row, 0), sql_row_number(row, 1)},
		    number(row, 2)};
	return RC_OK;
}

static enum rc
take_closed(void *context, const struct sql_row *row, struct err *err)
{
	struct book *book = &((struct folder *)context)->book;

	(void)err;
	if (book->closed_count < BOOK_CLOSED_MAX)
		book->closed[book->closed_count++] = (struct closed_year){
		    (enum year_kind)number(row, 0), number(row, 1)};
	return RC_OK;
}

static enum rc
take_setting(void *context, const struct sql_row *row, struct err *err)
{
	struct folder *folder = context;

	return rules_set(
		   &folder->settings, sql_row_text(row, 0), number(row, 1))
	    ? RC_OK
	    : err_set(
		  err, RC_FAULT, "setting %s: unknown", sql_row_text(row, 0));
}

static enum rc
take_lesson(void *context, const struct sql_row *row, struct err *err)
{
	struct book *book = &((struct folder *)context)->book;
	struct lesson *lesson;

	(void)err;
	if (book->lesson_count == BOOK_LESSONS_MAX)
		return RC_OK;
	lesson = &book->lessons[book->lesson_count++];
	lesson->weekday = number(row, 0);
	lesson->from = number(row, 1);
	lesson->to = number(row, 2);
	COPY(lesson->name, row, 3);
	lesson->first = number(row, 4);
	lesson->last = number(row, 5);
	return RC_OK;
}

/* ------------------------------------------------------------ all of it */

#define OF_REQUESTS "FROM request r JOIN "
#define OWN_SCHOOL  "(SELECT school FROM person WHERE uuid = ?)"

static const struct part {
	const char *statement;
	sql_each_row *each;
	bool is_of_requests;
} parts[] = {
    {"SELECT account, name, state, school, unit_dn, hired, posted_from,"
     " posted_until, prior_months, learnt FROM person WHERE uuid = ?",
	take_person, false},
    {"SELECT from_day, kind, schedule, school, admin_post FROM posting"
     " WHERE person = ? ORDER BY from_day",
	take_posting, false},
    {"SELECT deputy FROM deputy WHERE person = ? ORDER BY n", take_deputy,
	false},
    {"SELECT type, label, year, year_kind, usable_from, usable_until, flags,"
     " is_unlimited, pay, granted, pending, used, expired FROM lot"
     " WHERE person = ? ORDER BY n",
	take_lot, false},
    {"SELECT is_month, key, minutes, paid FROM overtime_sum"
     " WHERE person = ? ORDER BY is_month, key",
	take_sum, false},
    {"SELECT id, type, state, version, filed_at, flags, deputy, facts,"
     " minutes, cut_from, cut_to, caps, seq, offered, offered_by FROM request"
     " WHERE person = ? ORDER BY seq",
	take_request, false},
    {"SELECT p.request, p.from_at, p.to_at " OF_REQUESTS
     "span p ON p.request = r.id WHERE r.person = ? ORDER BY r.seq, p.n",
	take_span, true},
    {"SELECT p.request, p.lot, p.day, p.minutes, p.is_inside " OF_REQUESTS
     "charge p ON p.request = r.id WHERE r.person = ? ORDER BY r.seq, p.n",
	take_charge, true},
    {"SELECT p.request, p.step, p.signer, p.instead_of " OF_REQUESTS
     "signature p ON p.request = r.id WHERE r.person = ?"
     " ORDER BY r.seq, p.step",
	take_signature, true},
    {"SELECT p.request, p.day, p.from_minute, p.to_minute, p.name, p.way,"
     " p.who, p.funding, p.version, p.lost " OF_REQUESTS
     "cover p ON p.request = r.id WHERE r.person = ? ORDER BY r.seq, p.n",
	take_cover, true},
    {"SELECT from_at, to_at, published FROM closure"
     " WHERE school = " OWN_SCHOOL " OR school = '' ORDER BY from_at DESC",
	take_closure, false},
    {"SELECT year_kind, number FROM closed_year WHERE school = " OWN_SCHOOL
     " ORDER BY number DESC",
	take_closed, false},
    {"SELECT name, value FROM setting WHERE school = " OWN_SCHOOL, take_setting,
	false},
    {"SELECT COALESCE(MAX(seq), 0) FROM entry WHERE person = ?", take_last,
	false},
    /* The latest terms first: of a long past one nothing is asked. */
    {"SELECT l.weekday, p.from_minute, p.to_minute, l.name, l.from_day,"
     " l.until_day FROM lesson l JOIN period p ON p.school = l.school"
     " AND p.name = l.period WHERE l.person = ?"
     " ORDER BY l.from_day DESC, l.weekday, p.from_minute",
	take_lesson, false},
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* In one journey; the order is that of the table. */
static enum rc
load_parts(struct folder *folder, struct sql *sql, struct err *err)
{
	struct cursor cursors[PARTS];
	struct sql_query queries[PARTS];
	const struct sql_value uuid = sql_text(folder->uuid);

	for (size_t i = 0; i < PARTS; i++) {
		cursors[i] = (struct cursor){folder, 0};
		queries[i] = (struct sql_query){parts[i].statement,
		    {parts[i].each,
			parts[i].is_of_requests ? (void *)&cursors[i] : folder},
		    &uuid, 1};
	}
	return sql_each_of(sql, queries, PARTS, err);
}

static void *
copy(const void *from, size_t count, size_t size)
{
	void *to = calloc(count + 1, size);

	if (to != NULL && count > 0)
		memcpy(to, from, count * size);
	return to;
}

/* What folder_save() compares with. */
static enum rc
keep(struct folder *folder, struct err *err)
{
	const struct book *book = &folder->book;

	folder->lot_count = book->ledger.lot_count;
	folder->lots =
	    copy(book->ledger.lots, folder->lot_count, sizeof(folder->lots[0]));
	if (folder->lots == NULL)
		return err_set(err, RC_FAULT, "no memory for lots");
	for (size_t i = 0; i < folder->kept_count; i++) {
		struct kept *kept = &folder->kept[i];
		const struct request *r = book->requests[i];

		kept->before = *r;
		kept->before.charges =
		    copy(r->charges, r->charge_count, sizeof(struct charge));
		kept->before.cover =
		    copy(r->cover, r->cover_count, sizeof(struct cover));
		if (kept->before.charges == NULL || kept->before.cover == NULL)
			return err_set(err, RC_FAULT, "no memory for requests");
	}
	return RC_OK;
}

enum rc
folder_load(struct folder *folder, struct sql *sql, const char *uuid,
    const struct rules *rules, const struct calendar *calendar, int64_t now,
    struct err *err)
{
	enum rc rc;

	memset(folder, 0, sizeof(*folder));
	book_init(&folder->book, rules, calendar);
	folder->book.people.count = 0;
	if (rules != NULL)
		folder->settings = rules->settings;
	folder->book.settings = &folder->settings;
	folder->by = folder->why = folder->note = "";
	if (!text_copy(folder->uuid, sizeof(folder->uuid), uuid))
		return err_set(err, RC_ABSENT, "nobody is called that");
	memcpy(folder->book.id, folder->uuid, sizeof(folder->book.id));
	rc = load_parts(folder, sql, err);
	if (rc == RC_OK && folder->seq_next == 0)
		rc = err_set(err, RC_ABSENT, "nobody is called that");
	if (rc == RC_OK && folder->book.posting_count == 0)
		rc = err_set(err, RC_ABSENT, "%s was never posted", uuid);
	if (rc == RC_OK)
		rc = keep(folder, err);
	folder->book.now = now;
	return rc;
}

/* -------------------------------------------------------- for a recount */

static enum ledger_kind
kind_of(const char *name)
{
	enum ledger_kind kind = 0;

	while (kind < LEDGER_KINDS && strcmp(ledger_kind_name(kind), name) != 0)
		kind++;
	return kind;
}

static enum rc
take_entry(void *context, const struct sql_row *row, struct err *err)
{
	struct ledger *ledger = &((struct folder *)context)->book.ledger;
	const struct ledger_entry entry = {.at = sql_row_number(row, 0),
	    .kind = kind_of(sql_row_text(row, 1)),
	    .lot = number(row, 2),
	    .request = LEDGER_NO_REQUEST,
	    .minutes = number(row, 3)};
	void *more;

	if (entry.kind == LEDGER_KINDS || entry.lot < 0 ||
	    (size_t)entry.lot >= ledger->lot_count)
		return err_set(err, RC_FAULT, "a line of no lot");
	if (ledger->entry_count == ledger->entry_room) {
		size_t room =
		    ledger->entry_room == 0 ? 64 : ledger->entry_room * 2;

		more = reallocarray(ledger->entries, room, sizeof(entry));
		if (more == NULL)
			return err_set(err, RC_FAULT, "no memory for lines");
		ledger->entries = more;
		ledger->entry_room = room;
	}
	ledger->entries[ledger->entry_count++] = entry;
	return RC_OK;
}

enum rc
folder_load_entries(struct folder *folder, struct sql *sql, struct err *err)
{
	folder->book.ledger.entry_count = 0;
	return sql_each(sql,
	    "SELECT at, kind, lot, minutes FROM entry WHERE person = ?"
	    " ORDER BY seq",
	    (struct sql_visit){take_entry, folder}, err,
	    SQL_VALUES(sql_text(folder->uuid)));
}

void
folder_wipe(struct folder *folder)
{
	for (size_t i = 0; i < folder->kept_count; i++) {
		free(folder->kept[i].before.charges);
		free(folder->kept[i].before.cover);
	}
	free(folder->kept);
	free(folder->lots);
	book_wipe(&folder->book);
	memset(folder, 0, sizeof(*folder));
}

struct kept *
folder_kept(const struct folder *folder, const char *id)
{
	for (size_t i = 0; i < folder->kept_count; i++)
		if (strcmp(folder->kept[i].before.id, id) == 0)
			return &folder->kept[i];
	return NULL;
}
