#include "folder.h"

#include "base/text.h"
#include "facts.h"

#include <string.h>

enum { CAPS_SIZE = 64 };

struct save {
	struct folder *folder;
	struct sql *sql;
	struct err *err;
};

/* ------------------------------------------------------------------- lots */

static int
lot_flags(const struct ledger_lot *lot)
{
	return (lot->is_pay_cut ? LOT_PAY_CUT : 0) |
	    (lot->is_shortfall ? LOT_SHORTFALL : 0) |
	    (lot->is_year_grant ? LOT_YEAR_GRANT : 0);
}

static enum rc
add_lot(struct save *save, size_t n)
{
	const struct ledger_lot *lot = &save->folder->book.ledger.lots[n];

	return sql_put(save->sql,
	    "INSERT INTO lot (person, n, type, label, year, year_kind,"
	    " usable_from, usable_until, flags, is_unlimited, pay, granted,"
	    " pending, used, expired)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    save->err,
	    SQL_VALUES(sql_text(save->folder->uuid), sql_number((int64_t)n),
		sql_text(lot->type), sql_text(lot->label),
		sql_number(lot->year), sql_number(lot->year_kind),
		sql_number(lot->usable_from), sql_number(lot->usable_until),
		sql_number(lot_flags(lot)), sql_number(lot->is_unlimited),
		sql_number(lot->pay), sql_number(lot->granted),
		sql_number(lot->pending), sql_number(lot->used),
		sql_number(lot->expired)));
}

static enum rc
set_lot(struct save *save, size_t n)
{
	const struct ledger_lot *lot = &save->folder->book.ledger.lots[n];
	const struct ledger_lot *old = &save->folder->lots[n];

	if (lot->granted == old->granted && lot->pending == old->pending &&
	    lot->used == old->used && lot->expired == old->expired)
		return RC_OK;
	return sql_put(save->sql,
	    "UPDATE lot SET granted = ?, pending = ?, used = ?, expired = ?"
	    " WHERE person = ? AND n = ?",
	    save->err,
	    SQL_VALUES(sql_number(lot->granted), sql_number(lot->pending),
		sql_number(lot->used), sql_number(lot->expired),
		sql_text(save->folder->uuid), sql_number((int64_t)n)));
}

static enum rc
save_lots(struct save *save)
{
	const struct folder *folder = save->folder;
	enum rc rc = RC_OK;

	for (size_t n = 0; rc == RC_OK && n < folder->book.ledger.lot_count;
	     n++)
		rc =
		    n < folder->lot_count ? set_lot(save, n) : add_lot(save, n);
	return rc;
}

/* --------------------------------------------------------------- requests */

static int
request_flags(const struct request *r)
{
	return (r->is_late ? REQUEST_LATE : 0) |
	    (r->is_paper_needed ? REQUEST_PAPER : 0) |
	    (r->is_report ? REQUEST_REPORT : 0) |
	    (r->has_lost_deputy ? REQUEST_DEPUTY_LOST : 0);
}

static const char *
print_caps(const struct request *r, char text[CAPS_SIZE])
{
	text[0] = '\0';
	if (r->cap_count == 1)
		(void)text_print(text, CAPS_SIZE, "%d:%d", r->caps[0].day,
		    r->caps[0].charged);
	if (r->cap_count == 2)
		(void)text_print(text, CAPS_SIZE, "%d:%d %d:%d", r->caps[0].day,
		    r->caps[0].charged, r->caps[1].day, r->caps[1].charged);
	return text;
}

static enum rc
add_request(struct save *save, const struct request *r)
{
	struct folder *folder = save->folder;
	int day = span_first_day(r->spans[0]);
	char facts[FACTS_SIZE], caps[CAPS_SIZE];

	return sql_put(save->sql,
	    "INSERT INTO request (id, person, seq, version, type, state,"
	    " school, filed_at, filed_by, flags, deputy, facts, why, minutes,"
	    " charged, first_at, last_at, cut_from, cut_to, caps)"
	    " VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
	    " ?)",
	    save->err,
	    SQL_VALUES(sql_text(r->id), sql_text(folder->uuid),
		sql_number(folder->seq_next++), sql_text(r->type),
		sql_text(request_state_name(r->state)),
		sql_text(book_posting(&folder->book, day)->school),
		sql_number(r->filed_at), sql_text(folder->by),
		sql_number(request_flags(r)), sql_text(r->deputy),
		sql_text(facts_print(&r->facts, facts)), sql_text(folder->why),
		sql_number(r->minutes),
		sql_number(request_charged(&folder->book, r)),
		sql_number(r->spans[0].from),
		sql_number(r->spans[r->span_count - 1].to),
		sql_number(r->cut.from), sql_number(r->cut.to),
		sql_text(print_caps(r, caps))));
}

/* Only if it is what we loaded: anything else is somebody's later act. */
static enum rc
set_request(
    struct save *save, const struct request *r, struct kept *kept, int64_t seq)
{
	char caps[CAPS_SIZE];
	int64_t changed = 0;
	enum rc rc = sql_change(save->sql,
	    "UPDATE request SET seq = ?, version = version + 1, state = ?,"
	    " filed_at = ?, flags = ?, deputy = ?, offered = ?,"
	    " offered_by = ?, minutes = ?, charged = ?,"
	    " first_at = ?, last_at = ?, cut_from = ?, cut_to = ?, caps = ?"
	    " WHERE id = ? AND version = ? AND state = ?",
	    &changed, save->err,
	    SQL_VALUES(sql_number(seq), sql_text(request_state_name(r->state)),
		sql_number(r->filed_at), sql_number(request_flags(r)),
		sql_text(r->deputy), sql_text(r->offered),
		sql_text(r->offered_by), sql_number(r->minutes),
		sql_number(request_charged(&save->folder->book, r)),
		sql_number(r->spans[0].from),
		sql_number(r->spans[r->span_count - 1].to),
		sql_number(r->cut.from), sql_number(r->cut.to),
		sql_text(print_caps(r, caps)), sql_text(r->id),
		sql_number(kept->version),
		sql_text(request_state_name(kept->before.state))));

	if (rc == RC_OK && changed != 1)
		rc = err_set(save->err, RC_EXISTS, "changed meanwhile");
	kept->version++;
	return rc;
}

static enum rc
clear(struct save *save, const char *statement, const struct request *r)
{
	return sql_put(
	    save->sql, statement, save->err, SQL_VALUES(sql_text(r->id)));
}

static enum rc
clear_parts(struct save *save, const struct request *r)
{
	enum rc rc = clear(save, "DELETE FROM span WHERE request = ?", r);

	if (rc == RC_OK)
		rc = clear(save, "DELETE FROM charge WHERE request = ?", r);
	if (rc == RC_OK)
		rc = clear(save, "DELETE FROM signature WHERE request = ?", r);
	if (rc == RC_OK)
		rc = clear(save, "DELETE FROM cover WHERE request = ?", r);
	return rc;
}

static enum rc
put_spans(struct save *save, const struct request *r)
{
	enum rc rc = RC_OK;

	for (size_t n = 0; rc == RC_OK && n < r->span_count; n++)
		rc = sql_put(save->sql,
		    "INSERT INTO span (request, n, person, from_at, to_at,"
		    " is_live) VALUES (?, ?, ?, ?, ?, ?)",
		    save->err,
		    SQL_VALUES(sql_text(r->id), sql_number((int64_t)n),
			sql_text(save->folder->uuid),
			sql_number(r->spans[n].from),
			sql_number(r->spans[n].to),
			sql_number(request_is_live(r->state))));
	return rc;
}

static enum rc
put_charges(struct save *save, const struct request *r)
{
	enum rc rc = RC_OK;

	for (size_t n = 0; rc == RC_OK && n < r->charge_count; n++)
		rc = sql_put(save->sql,
		    "INSERT INTO charge (request, n, person, lot, day, minutes,"
		    " is_inside) VALUES (?, ?, ?, ?, ?, ?, ?)",
		    save->err,
		    SQL_VALUES(sql_text(r->id), sql_number((int64_t)n),
			sql_text(save->folder->uuid),
			sql_number(r->charges[n].lot),
			sql_number(r->charges[n].day),
			sql_number(r->charges[n].minutes),
			sql_number(r->charges[n].is_inside)));
	return rc;
}

static enum rc
put_signatures(struct save *save, const struct request *r)
{
	enum rc rc = RC_OK;

	for (int step = 0; rc == RC_OK && step < STEPS; step++)
		if (r->is_done[step])
			rc = sql_put(save->sql,
			    "INSERT INTO signature (request, step, signer,"
			    " instead_of) VALUES (?, ?, ?, ?)",
			    save->err,
			    SQL_VALUES(sql_text(r->id), sql_number(step),
				sql_text(r->signed_by[step]),
				sql_text(r->instead_of[step])));
	return rc;
}

static enum rc
put_covers(struct save *save, const struct request *r)
{
	enum rc rc = RC_OK;

	for (size_t n = 0; rc == RC_OK && n < r->cover_count; n++) {
		const struct cover *c = &r->cover[n];

		rc = sql_put(save->sql,
		    "INSERT INTO cover (request, n, day, from_minute,"
		    " to_minute, name, way, who, funding, version, lost)"
		    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    save->err,
		    SQL_VALUES(sql_text(r->id), sql_number((int64_t)n),
			sql_number(c->day), sql_number(c->from),
			sql_number(c->to), sql_text(c->name), sql_text(c->way),
			sql_text(c->who), sql_text(c->funding),
			sql_number(c->version), sql_text(c->lost)));
	}
	return rc;
}

static bool
are_same(const void *a, const void *b, size_t size)
{
	return size == 0 || memcmp(a, b, size) == 0;
}

static bool
is_same(const struct kept *kept, const struct request *r)
{
	const struct request *before = &kept->before;
	struct request now = *r;

	if (now.charge_count != before->charge_count ||
	    now.cover_count != before->cover_count ||
	    !are_same(now.charges, before->charges,
		now.charge_count * sizeof(struct charge)) ||
	    !are_same(now.cover, before->cover,
		now.cover_count * sizeof(struct cover)))
		return false;
	now.charges = before->charges;
	now.cover = before->cover;
	return are_same(&now, before, sizeof(now));
}

bool
folder_is_changed(const struct folder *folder, const struct request *r)
{
	const struct kept *kept = folder_kept(folder, r->id);

	return kept == NULL || !is_same(kept, r);
}

/* The order of filing: who filed again has moved to the end. */
static int64_t
seq_of(struct folder *folder, const struct kept *kept, int64_t *last)
{
	int64_t seq = kept->seq > *last ? kept->seq : folder->seq_next++;

	*last = seq;
	return seq;
}

/* Old parts of all go before new ones of any come: two requests may have
 * changed places within one act. */
static enum rc
save_requests(struct save *save, bool is_clearing)
{
	struct folder *folder = save->folder;
	struct book *book = &folder->book;
	int64_t last = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < book->request_count; i++) {
		const struct request *r = book->requests[i];
		struct kept *kept = folder_kept(folder, r->id);

		if (kept != NULL && is_same(kept, r) && kept->seq > last) {
			last = kept->seq;
			continue;
		}
		if (is_clearing) {
			rc = kept == NULL ? RC_OK : clear_parts(save, r);
			continue;
		}
		rc = kept == NULL
		    ? add_request(save, r)
		    : set_request(save, r, kept, seq_of(folder, kept, &last));
		if (rc == RC_OK)
			rc = put_spans(save, r);
		if (rc == RC_OK)
			rc = put_charges(save, r);
		if (rc == RC_OK)
			rc = put_signatures(save, r);
		if (rc == RC_OK)
			rc = put_covers(save, r);
	}
	return rc;
}

/* ----------------------------------------------------------------- entries */

static enum rc
save_entries(struct save *save)
{
	const struct book *book = &save->folder->book;
	int64_t seq = save->folder->entry_seq;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < book->ledger.entry_count; i++) {
		const struct ledger_entry *e = &book->ledger.entries[i];

		rc = sql_put(save->sql,
		    "INSERT INTO entry (person, seq, at, kind, lot, request,"
		    " minutes, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		    save->err,
		    SQL_VALUES(sql_text(save->folder->uuid), sql_number(++seq),
			sql_number(e->at), sql_text(ledger_kind_name(e->kind)),
			sql_number(e->lot),
			sql_text(e->request == LEDGER_NO_REQUEST
				? ""
				: book->requests[e->request]->id),
			sql_number(e->minutes),
			sql_text(e->request == LEDGER_NO_REQUEST
				? save->folder->note
				: "")));
	}
	return rc;
}

static enum rc
save_sums(struct save *save, const struct overtime_sum *sums, size_t count,
    bool is_month)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = sql_put(save->sql,
		    "INSERT INTO overtime_sum (person, is_month, key, minutes,"
		    " paid) VALUES (?, ?, ?, ?, ?)"
		    " ON CONFLICT (person, is_month, key) DO UPDATE"
		    " SET minutes = excluded.minutes, paid = excluded.paid",
		    save->err,
		    SQL_VALUES(sql_text(save->folder->uuid),
			sql_number(is_month), sql_number(sums[i].key),
			sql_number(sums[i].minutes), sql_number(sums[i].paid)));
	return rc;
}

static enum rc
save_overtime(struct save *save)
{
	const struct book *book = &save->folder->book;
	enum rc rc = save_sums(save, book->days, book->day_count, false);

	return rc == RC_OK
	    ? save_sums(save, book->months, book->month_count, true)
	    : rc;
}

static enum rc
save_learnt(struct save *save)
{
	const struct folder *folder = save->folder;

	if (folder->book.learnt == folder->learnt)
		return RC_OK;
	return sql_put(save->sql, "UPDATE person SET learnt = ? WHERE uuid = ?",
	    save->err,
	    SQL_VALUES(
		sql_number(folder->book.learnt), sql_text(folder->uuid)));
}

enum rc
folder_save(struct folder *folder, struct sql *sql, struct err *err)
{
	struct save save = {folder, sql, err};
	enum rc rc;

	if (folder->book.is_broken)
		return err_set(err, RC_FAULT, "%s", folder->book.fault.text);
	rc = save_lots(&save);
	if (rc == RC_OK)
		rc = save_requests(&save, true);
	if (rc == RC_OK)
		rc = save_requests(&save, false);
	if (rc == RC_OK)
		rc = save_entries(&save);
	if (rc == RC_OK)
		rc = save_overtime(&save);
	if (rc == RC_OK)
		rc = save_learnt(&save);
	return rc == RC_OK ? sql_flush(sql, err) : rc;
}
