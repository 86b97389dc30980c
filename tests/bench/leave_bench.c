/*
 * leave_bench.c - how fast the leave rules are.
 *
 * Shape:  loads the shipped rules, then times durations, entitlements, a
 *         filing with approval, and the year's end of many people.
 * Units:  a second; people as the first argument, 30,000 by default.
 * Errors: exits 1 when the rules have faults or a book breaks.
 * Source: ours.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"
#include "leaved/book_step.h"
#include "leaved/book_year.h"
#include "leaved/rulefolder.h"

enum {
	DURATIONS = 1000000,
	ENTITLEMENTS = 2000000,
	LOADS = 50,
	PEOPLE = 30000,
	REQUESTS = 5,
};

static struct rules rules;
static struct calendar calendar;
static struct faults faults;

static void
print(const char *what, int64_t count, int64_t ms)
{
	(void)printf("%-40s %10lld in %6lld ms, %12.0f /s\n", what,
	    (long long)count, (long long)ms,
	    (double)count * 1000 / (double)(ms > 0 ? ms : 1));
}

static void
time_loading(void)
{
	int64_t start = clock_mono_ms();

	for (int i = 0; i < LOADS; i++) {
		struct err err;

		rules_wipe(&rules);
		calendar_wipe(&calendar);
		if (rulefolder_load(&rules, &calendar, "conf/leave", &faults,
			&err) != RC_OK)
			errx(1, "%s%s", faults.text, err.text);
	}
	print(
	    "loads of all rules and calendars", LOADS, clock_mono_ms() - start);
}

static void
time_durations(void)
{
	static struct worktime_days days;
	struct worktime w = {.schedules = rules.schedules,
	    .schedule_count = rules.schedule_count,
	    .schedule = "ADM",
	    .calendar = &calendar,
	    .kind = STAFF_CIVIL,
	    .known = INT32_MAX};
	int64_t first = (int64_t)almanac_day(2026, 1, 1) * 1440, sum = 0;
	int64_t start = clock_mono_ms();

	for (int i = 0; i < DURATIONS; i++) {
		struct span span = {first + (int64_t)i * 37 % (300 * 1440), 0};

		span.to = span.from + 30 + i % 2880;
		if (worktime_measure(&w, &span, 1, COUNT_HOURS, &days) ==
		    REFUSAL_NONE)
			sum += worktime_round(&days, YEAR_CALENDAR, NULL, NULL);
	}
	print(
	    "durations of up to two days", DURATIONS, clock_mono_ms() - start);
	if (sum == 0)
		errx(1, "no duration at all");
}

static void
time_entitlements(void)
{
	enum refusal no;
	const struct rule *rule = NULL;
	int64_t sum = 0, start = clock_mono_ms();

	for (int i = 0; i < ENTITLEMENTS; i++) {
		struct service s = {
		    .hired = almanac_day(1990, 1, 1) + i % 13000};

		s.posted = (struct day_range){s.hired, INT32_MAX / 2};
		rule = rules_find(&rules, STAFF_CIVIL, "休假",
		    almanac_day(2026, 12, 31), INT32_MAX, &no);
		sum += entitlement_of_year(rule, &s, 2026, YEAR_CALENDAR);
	}
	print("entitlements, with the rule looked up", ENTITLEMENTS,
	    clock_mono_ms() - start);
	if (sum == 0)
		errx(1, "no entitlement at all");
}

static void
fill(struct book *book, int person)
{
	book_init(book, &rules, &calendar);
	book->postings[0] =
	    (struct posting){INT32_MIN, STAFF_CIVIL, "ADM", "school"};
	book->posting_count = 1;
	book->service.hired = almanac_day(1995, 1, 1) + person % 9000;
	book->service.posted.from = book->service.hired;
	book_tick(book, (int64_t)almanac_day(2026, 1, 5) * 1440);
	for (int i = 0; i < REQUESTS; i++) {
		struct request *r;
		struct filing f = {
		    .id = "ABCDEFGH" + i, .type = i % 2 == 0 ? "病假" : "休假"};

		facts_init(&f.facts);
		f.span.from = (int64_t)almanac_day(2026, 2 + i * 2, 2) * 1440 +
		    person % 600;
		f.span.to = f.span.from + 1440;
		if (book_file(book, &f, &r) == REFUSAL_NONE)
			(void)book_approve_all(book, r);
	}
}

static void
time_year_end(int people)
{
	static struct book book;
	int64_t filing = 0, closing = 0, expired = 0;
	struct err err;

	for (int i = 0; i < people; i++) {
		int64_t start = clock_mono_ms();

		fill(&book, i);
		filing += clock_mono_ms() - start;
		start = clock_mono_ms();
		book_tick(&book, (int64_t)almanac_day(2027, 1, 4) * 1440);
		(void)book_close_year(&book, 2026);
		if (book_recount(&book, &err) != RC_OK)
			errx(1, "person %d: %s", i, err.text);
		closing += clock_mono_ms() - start;
		for (size_t k = 0; k < book.ledger.lot_count; k++)
			expired += book.ledger.lots[k].expired;
		book_wipe(&book);
	}
	print("requests filed, approved", (int64_t)people * REQUESTS, filing);
	print("people: new day, year closed, recounted", people, closing);
	(void)printf("%-40s %10lld\n", "unused hours listed",
	    (long long)expired / MINUTES_PER_HOUR);
}

int
main(int argc, char **argv)
{
	int64_t people = PEOPLE;

	if (argc > 1 && !text_number(argv[1], 1, 1000000, &people))
		errx(2, "a number of people is expected");
	time_loading();
	time_durations();
	time_entitlements();
	time_year_end((int)people);
	rules_wipe(&rules);
	calendar_wipe(&calendar);
	return 0;
}
