/* Properties of a person's book over random histories. */
#include "base/almanac.h"
#include "leaved/book_step.h"
#include "leaved/book_year.h"
#include "leaved/overtime.h"
#include "leaved/rulefolder.h"
#include "unit.h"

enum { HISTORIES = 60, EVENTS = 40 };

static struct rules rules;
static struct calendar calendar;
static const char *const types[] = {
    "事假", "病假", "家庭照顧假", "休假", "補休", "公假", "生理假"};

static int
set_up(void **state)
{
	static struct faults faults;
	struct err err;

	(void)state;
	return rulefolder_load(
		   &rules, &calendar, "conf/leave", &faults, &err) != RC_OK;
}

static int
tear_down(void **state)
{
	(void)state;
	rules_wipe(&rules);
	calendar_wipe(&calendar);
	return 0;
}

static uint32_t seed;

static int
draw_lots(int below)
{
	seed = seed * 1664525U + 1013904223U;
	return (int)((seed >> 8) % (uint32_t)below);
}

static int64_t
at(int month, int day, int hour, int minute)
{
	return (int64_t)almanac_day(2026, month, day) * 1440 + hour * 60 +
	    minute;
}

static void
open_book(struct book *book, enum staff_kind kind)
{
	book_init(book, &rules, &calendar);
	(void)snprintf(book->id, sizeof(book->id), "me");
	book->postings[0] = (struct posting){INT32_MIN, kind, "ADM", "school"};
	book->posting_count = 1;
	book->service.hired = almanac_day(2010, 1, 1);
	book->service.posted.from = book->service.hired;
	book_tick(book, at(1, 5, 8, 0));
}

static enum refusal
file(struct book *book, const char *id, const char *type, struct span span,
    struct request **r)
{
	struct filing filing = {.id = id, .type = type, .span = span};

	facts_init(&filing.facts);
	return book_file(book, &filing, r);
}

static struct span
random_span(const struct book *book)
{
	int64_t from = book->now + draw_lots(10 * 1440);

	return (struct span){from, from + 30 + draw_lots(3 * 1440)};
}

static void
random_event(struct book *book, int number)
{
	char id[16];
	struct request *r = NULL;
	struct overtime o = {.span = random_span(book)};

	(void)snprintf(id, sizeof(id), "R%d", number);
	if (book->request_count > 0)
		r = book->requests[draw_lots((int)book->request_count)];
	switch (draw_lots(7)) {
	case 0:
	case 1:
	case 2:
		(void)file(book, id,
		    types[draw_lots(sizeof(types) / sizeof(types[0]))],
		    random_span(book), &r);
		break;
	case 3:
		if (r != NULL)
			(void)book_approve_all(book, r);
		break;
	case 4:
		if (r != NULL)
			(void)book_cancel(
			    book, r, random_span(book), "personnel");
		break;
	case 5:
		if (r != NULL)
			(void)book_withdraw(book, r, NULL);
		break;
	default:
		(void)overtime_put(book, &o);
		break;
	}
}

static void
no_history_overdraws_a_lot_or_disagrees_with_its_recount(void **state)
{
	size_t filed = 0;

	(void)state;
	for (int h = 0; h < HISTORIES; h++) {
		static struct book book;
		struct err err;

		seed = (uint32_t)h + 1;
		open_book(&book, h % 2 == 0 ? STAFF_CIVIL : STAFF_LSA);
		for (int i = 0; i < EVENTS; i++) {
			book_tick(&book, book.now + draw_lots(5 * 1440));
			random_event(&book, i);
			assert_rc(RC_OK, book_recount(&book, &err), &err);
		}
		filed += book.request_count;
		book_wipe(&book);
	}
	assert_true(filed > HISTORIES * 5);
}

/* What a person can see of a book: every lot's sums. */
static void
print_sums(const struct book *book, char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		const struct ledger_lot *l = &book->ledger.lots[i];

		if (l->pending + l->used == 0)
			continue; /* opened, not drawn on */
		len += (size_t)snprintf(text + len, size - len, "%s %d %d %d;",
		    l->label, l->granted, l->pending, l->used);
		assert_true(len < size);
	}
}

static void
cancelling_restores_every_lot_exactly(void **state)
{
	int tried = 0;

	(void)state;
	for (int h = 0; h < HISTORIES; h++) {
		static struct book book;
		char before[8192], after[8192];
		struct request *r;

		seed = (uint32_t)h + 1000;
		open_book(&book, STAFF_CIVIL);
		for (int i = 0; i < EVENTS / 2; i++) {
			book_tick(&book, book.now + draw_lots(3 * 1440));
			random_event(&book, i);
		}
		/* Opens the lots of the types first. */
		if (file(&book, "warm", "家庭照顧假", random_span(&book), &r) ==
		    REFUSAL_NONE)
			(void)book_withdraw(&book, r, NULL);
		print_sums(&book, before, sizeof(before));
		if (file(&book, "X", "家庭照顧假", random_span(&book), &r) ==
		    REFUSAL_NONE) {
			assert_int_equal(
			    book_approve_all(&book, r), REFUSAL_NONE);
			assert_int_equal(book_cancel(&book, r,
					     (struct span){0, at(12, 31, 0, 0)},
					     "personnel"),
			    REFUSAL_NONE);
			print_sums(&book, after, sizeof(after));
			assert_string_equal(before, after);
			tried++;
		}
		book_wipe(&book);
	}
	assert_true(tried > HISTORIES / 4);
}

static void
the_order_of_approvals_changes_nothing(void **state)
{
	char sums[2][8192];

	(void)state;
	for (int order = 0; order < 2; order++) {
		static struct book book;
		struct request *r[6];

		open_book(&book, STAFF_CIVIL);
		for (int i = 0; i < 6; i++) {
			char id[16];
			struct span span = {at(3, 2 + i * 2 + i / 3, 8, 0),
			    at(3, 4 + i * 2 + i / 3, 8, 0)};

			(void)snprintf(id, sizeof(id), "%d", i);
			assert_int_equal(
			    file(&book, id, "事假", span, &r[i]), REFUSAL_NONE);
		}
		for (int i = 0; i < 6; i++)
			assert_int_equal(
			    book_approve_all(&book, r[order == 0 ? i : 5 - i]),
			    REFUSAL_NONE);
		print_sums(&book, sums[order], sizeof(sums[order]));
		book_wipe(&book);
	}
	assert_string_equal(sums[0], sums[1]);
}

/* Cuts one absence at random places: the parts cost at least as much, and no
 * day more than 8 hours. A paper is needed for the parts when it is for all. */
static void
splitting_saves_neither_hours_nor_the_paper(void **state)
{
	(void)state;
	for (int h = 0; h < HISTORIES; h++) {
		static struct book whole, parts;
		struct span all = {at(3, 2 + h % 20, 0, 0), 0};
		struct request *r = NULL;
		int sum = 0, limit, days = 1 + h % 4;
		bool needs_paper = false;
		int64_t from = all.from;
		enum refusal no;

		seed = (uint32_t)h + 77;
		all.to = all.from + days * 1440;
		open_book(&whole, STAFF_CIVIL);
		open_book(&parts, STAFF_CIVIL);
		no = file(&whole, "all", "病假", all, &r);
		for (int i = 0; from < all.to; i++) {
			struct request *part;
			char id[16];
			struct span span = {from, from + 30 + draw_lots(900)};

			if (span.to > all.to)
				span.to = all.to;
			(void)snprintf(id, sizeof(id), "%d", i);
			if (file(&parts, id, "病假", span, &part) ==
			    REFUSAL_NONE) {
				sum += request_charged(&parts, part);
				needs_paper |= part->is_paper_needed;
			}
			from = span.to;
		}
		limit = days * MINUTES_PER_WORK_DAY;
		assert_true(sum <= limit);
		if (no == REFUSAL_NONE) {
			assert_true(sum >= request_charged(&whole, r));
			if (r->is_paper_needed)
				assert_true(needs_paper);
		} else {
			assert_int_equal(sum, 0);
		}
		book_wipe(&whole);
		book_wipe(&parts);
	}
}

static void
a_refused_filing_leaves_the_entries_as_they_are(void **state)
{
	static struct book book;
	struct request *r;
	size_t entries;

	(void)state;
	open_book(&book, STAFF_CIVIL);
	assert_int_equal(
	    file(&book, "A", "事假",
		(struct span){at(3, 2, 8, 0), at(3, 2, 12, 0)}, &r),
	    REFUSAL_NONE);
	entries = book.ledger.entry_count;
	assert_int_equal(
	    file(&book, "B", "病假",
		(struct span){at(3, 2, 11, 0), at(3, 2, 13, 30)}, &r),
	    REFUSAL_OVERLAP);
	assert_int_equal(file(&book, "C", "補休",
			     (struct span){at(3, 3, 8, 0), at(3, 3, 9, 0)}, &r),
	    REFUSAL_ENTITLEMENT_EXHAUSTED);
	assert_int_equal(book.ledger.entry_count, entries);
	assert_int_equal(book.request_count, 1);
	book_wipe(&book);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(no_history_overdraws_a_lot_or_disagrees_with_its_recount),
    cmocka_unit_test(cancelling_restores_every_lot_exactly),
    cmocka_unit_test(the_order_of_approvals_changes_nothing),
    cmocka_unit_test(splitting_saves_neither_hours_nor_the_paper),
    cmocka_unit_test(a_refused_filing_leaves_the_entries_as_they_are),
};

UNIT_MAIN_IN(tests, set_up, tear_down)
