#include "leaved/occasion.h"

#include "unit.h"
#include "base/text.h"

enum { MAX = 3 };

/* A request of `me` with `dep` as deputy; head, pers and boss decide. */
static const struct {
	const char *what;
	int before; /* enum request_state; -1: new */
	enum request_state after;
	int signatures; /* more than before */
	bool is_charged_otherwise;
	struct {
		enum letter_kind kind;
		const char *who;
	} expected[MAX];
} cases[] = {
    {"filed with a deputy", -1, REQUEST_AWAITING_DEPUTY, 0, false,
	{{LETTER_LEAVE_DEPUTY, "dep"}}},
    {"filed without one", -1, REQUEST_AWAITING_STEP, 0, false,
	{{LETTER_LEAVE_TURN, "head"}}},
    {"the deputy agrees", REQUEST_AWAITING_DEPUTY, REQUEST_AWAITING_STEP, 0,
	false, {{LETTER_LEAVE_TURN, "head"}}},
    {"the deputy declines", REQUEST_AWAITING_DEPUTY, REQUEST_DRAFT, 0, false,
	{{LETTER_LEAVE_RETURNED, "me"}}},
    {"a step is signed", REQUEST_AWAITING_STEP, REQUEST_AWAITING_STEP, 1, false,
	{{LETTER_LEAVE_TURN, "pers"}}},
    {"nothing is signed", REQUEST_AWAITING_STEP, REQUEST_AWAITING_STEP, 0,
	false, {{LETTER_NONE, NULL}}},
    {"it is returned", REQUEST_AWAITING_STEP, REQUEST_DRAFT, 0, false,
	{{LETTER_LEAVE_RETURNED, "me"}}},
    {"it is rejected", REQUEST_AWAITING_STEP, REQUEST_REJECTED, 0, false,
	{{LETTER_LEAVE_REJECTED, "me"}, {LETTER_LEAVE_DUTY_OVER, "dep"}}},
    {"it is approved", REQUEST_AWAITING_STEP, REQUEST_APPROVED, 0, false,
	{{LETTER_LEAVE_APPROVED, "me"}}},
    {"it is withdrawn", REQUEST_AWAITING_STEP, REQUEST_WITHDRAWN, 0, false,
	{{LETTER_LEAVE_DUTY_OVER, "dep"}}},
    {"it is withdrawn before the deputy agreed", REQUEST_AWAITING_DEPUTY,
	REQUEST_WITHDRAWN, 0, false, {{LETTER_NONE, NULL}}},
    {"it is taken", REQUEST_APPROVED, REQUEST_TAKEN, 0, false,
	{{LETTER_NONE, NULL}}},
    {"a cancellation is asked for", REQUEST_APPROVED, REQUEST_CANCEL_REQUESTED,
	0, false, {{LETTER_LEAVE_TURN, "pers"}}},
    {"it is cancelled", REQUEST_CANCEL_REQUESTED, REQUEST_CANCELLED, 0, false,
	{{LETTER_LEAVE_CANCELLED, "me"}, {LETTER_LEAVE_DUTY_OVER, "dep"}}},
    {"a part is cancelled", REQUEST_APPROVED, REQUEST_PARTLY_CANCELLED, 0,
	false, {{LETTER_LEAVE_CANCELLED, "me"}}},
    {"it is not cancelled", REQUEST_CANCEL_REQUESTED, REQUEST_APPROVED, 0,
	false, {{LETTER_LEAVE_KEPT, "me"}}},
    {"it is recalculated", REQUEST_APPROVED, REQUEST_APPROVED, 0, true,
	{{LETTER_LEAVE_RECALCULATED, "me"}}},
    {"it is recalculated while pending", REQUEST_AWAITING_STEP,
	REQUEST_AWAITING_STEP, 0, true, {{LETTER_LEAVE_RECALCULATED, "me"}}},
};

static struct book book;
static struct rules rules;

static void
add_person(const char *id, enum approval_role role)
{
	struct approver *one = &book.people.people[book.people.count++];

	(void)snprintf(one->id, sizeof(one->id), "%s", id);
	one->roles = 1U << role;
}

static int
make_book(void **state)
{
	(void)state;
	rules.settings.principal_minutes = 24 * 60;
	book_init(&book, &rules, NULL);
	(void)snprintf(book.id, sizeof(book.id), "me");
	book.posting_count = 1;
	book.people.count = 0;
	add_person("head", APPROVAL_UNIT_HEAD);
	add_person("pers", APPROVAL_PERSONNEL);
	add_person("boss", APPROVAL_DIRECTOR);
	return 0;
}

static void
whoever_must_know_is_told_and_nobody_else(void **state)
{
	static struct charge charges[2] = {{.minutes = 60}, {.minutes = 120}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct request r = {.span_count = 1,
		    .spans = {{1440 * 20000, 1440 * 20000 + 60}},
		    .deputy = "dep",
		    .state = cases[i].after,
		    .charges = &charges[cases[i].is_charged_otherwise],
		    .charge_count = 1};
		struct kept kept = {.before = r};
		struct occasion list[OCCASIONS_MAX];
		size_t count, expected = 0;

		kept.before.charges = charges;
		kept.before.state = (enum request_state)cases[i].before;
		r.is_done[STEP_UNIT_HEAD] = cases[i].signatures > 0;
		(void)snprintf(r.signed_by[STEP_UNIT_HEAD],
		    sizeof(r.signed_by[0]), "%s",
		    cases[i].signatures > 0 ? "head" : "");
		count = occasion_list(
		    &book, cases[i].before < 0 ? NULL : &kept, &r, list);
		while (expected < MAX &&
		    cases[i].expected[expected].kind != LETTER_NONE)
			expected++;
		if (count != expected)
			fail_msg("%s: %zu letters", cases[i].what, count);
		for (size_t n = 0; n < count; n++)
			if (list[n].kind != cases[i].expected[n].kind ||
			    strcmp(list[n].who, cases[i].expected[n].who) != 0)
				fail_msg("%s: %s to %s", cases[i].what,
				    letter_kind_name(list[n].kind),
				    list[n].who);
	}
}

/* Approved leave of `me`, before and after. */
static const struct {
	const char *what, *deputy_before, *offered_before, *deputy, *offered;
	bool was_lost, is_lost;
	struct {
		enum letter_kind kind;
		const char *who;
	} expected[MAX];
} duties[] = {
    {"offered", "dep", "", "dep", "mate", false, false,
	{{LETTER_LEAVE_DEPUTY, "mate"}}},
    {"still offered", "dep", "mate", "dep", "mate", false, false,
	{{LETTER_NONE, NULL}}},
    {"not offered any more", "dep", "mate", "dep", "", false, false,
	{{LETTER_LEAVE_OFFER_OVER, "dep"}}},
    {"not offered any more, with the deputy lost", "", "mate", "", "", true,
	true,
	{{LETTER_LEAVE_DEPUTY_LOST, "me"}, {LETTER_LEAVE_DEPUTY_LOST, "pers"}}},
    {"offered, with the deputy lost", "", "", "", "mate", true, true,
	{{LETTER_LEAVE_DEPUTY, "mate"}}},
    {"still lost", "", "", "", "", true, true, {{LETTER_NONE, NULL}}},
    {"lost while it is offered", "dep", "mate", "", "mate", false, true,
	{{LETTER_LEAVE_DEPUTY_LOST, "me"}, {LETTER_LEAVE_DEPUTY_LOST, "pers"},
	    {LETTER_LEAVE_DUTY_OVER, "dep"}}},
    {"taken over", "dep", "mate", "mate", "", false, false,
	{{LETTER_LEAVE_DUTY_OVER, "dep"}}},
    {"lost", "dep", "", "", "", false, true,
	{{LETTER_LEAVE_DEPUTY_LOST, "me"}, {LETTER_LEAVE_DEPUTY_LOST, "pers"},
	    {LETTER_LEAVE_DUTY_OVER, "dep"}}},
};

static void
a_duty_is_told_to_who_gets_it_and_who_has_it_no_more(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(duties) / sizeof(duties[0]); i++) {
		struct request r = {.state = REQUEST_APPROVED,
		    .span_count = 1,
		    .spans = {{1440 * 20000, 1440 * 20000 + 60}}};
		struct kept kept = {.before = r};
		struct request *before = &kept.before;
		struct occasion list[OCCASIONS_MAX];
		size_t count;

		(void)text_copy(before->deputy, sizeof(before->deputy),
		    duties[i].deputy_before);
		(void)text_copy(before->offered, sizeof(before->offered),
		    duties[i].offered_before);
		(void)text_copy(r.deputy, sizeof(r.deputy), duties[i].deputy);
		(void)text_copy(
		    r.offered, sizeof(r.offered), duties[i].offered);
		before->has_lost_deputy = duties[i].was_lost;
		r.has_lost_deputy = duties[i].is_lost;
		count = occasion_list(&book, &kept, &r, list);
		for (size_t n = 0; n < MAX; n++) {
			enum letter_kind kind = duties[i].expected[n].kind;

			if ((n < count ? list[n].kind : LETTER_NONE) != kind ||
			    (kind != LETTER_NONE &&
				strcmp(list[n].who,
				    duties[i].expected[n].who) != 0))
				fail_msg("%s: letter %zu", duties[i].what, n);
		}
	}
}

static void
lessons_without_cover_are_told_once(void **state)
{
	struct cover covers[2] = {{.to = 45}, {.from = 50, .to = 95}};
	struct request r = {.span_count = 1,
	    .spans = {{1440 * 20000, 1440 * 20000 + 60}},
	    .state = REQUEST_APPROVED,
	    .cover = covers,
	    .cover_count = 2};
	struct kept kept = {.before = r};
	struct occasion list[OCCASIONS_MAX];

	(void)state;
	kept.before.cover_count = 0;
	assert_int_equal(occasion_list(&book, &kept, &r, list), 1);
	assert_int_equal(list[0].kind, LETTER_LEAVE_LESSONS);
	assert_null(list[0].who);
	kept.before.cover_count = 2;
	assert_int_equal(occasion_list(&book, &kept, &r, list), 0);
	(void)snprintf(r.cover[0].way, sizeof(r.cover[0].way), "代課");
	assert_int_equal(occasion_list(&book, &kept, &r, list), 0);
}

/* One lesson of 2024-10-04 from 08:10 to 08:55, before and after. */
static const struct {
	const char *what, *way_before, *who_before, *way, *who;
	bool is_gone;      /* there is no such lesson any more */
	int minutes_after; /* its beginning it is now */
	struct {
		enum letter_kind kind;
		const char *who; /* NULL: whoever covers lessons */
	} expected[MAX];
} lessons[] = {
    {"given", "", "", "代課", "mate", false, -60,
	{{LETTER_LEAVE_LESSON, "mate"}}},
    {"given to another", "代課", "mate", "代課", "dep", false, -60,
	{{LETTER_LEAVE_LESSON, "dep"}, {LETTER_LEAVE_LESSON_OVER, "mate"}}},
    {"seen to by the same in another way", "代課", "mate", "併班", "mate",
	false, -60, {{LETTER_NONE, NULL}}},
    {"open again", "代課", "mate", "", "", false, -60,
	{{LETTER_LEAVE_UNCOVERED, NULL}, {LETTER_LEAVE_COVER_LOST, "me"},
	    {LETTER_LEAVE_LESSON_OVER, "mate"}}},
    {"open again when it is over", "代課", "mate", "", "", false, 45,
	{{LETTER_NONE, NULL}}},
    {"not missed any more", "代課", "mate", "", "", true, -60,
	{{LETTER_LEAVE_LESSON_OVER, "mate"}}},
    {"not missed, after it was held", "代課", "mate", "", "", true, 60,
	{{LETTER_NONE, NULL}}},
};

static void
a_lesson_arranged_otherwise_is_told_to_whom_it_matters(void **state)
{
	enum { DAY = 20000, FROM = 490 };

	(void)state;
	for (size_t i = 0; i < sizeof(lessons) / sizeof(lessons[0]); i++) {
		struct cover before = {.day = DAY, .from = FROM, .to = 535};
		struct cover after = before;
		struct request r = {.state = REQUEST_APPROVED,
		    .cover = &after,
		    .cover_count = !lessons[i].is_gone};
		struct kept kept = {.before = r};
		struct occasion list[OCCASIONS_MAX];
		size_t count;

		kept.before.cover = &before;
		kept.before.cover_count = 1;
		(void)text_copy(
		    before.way, sizeof(before.way), lessons[i].way_before);
		(void)text_copy(
		    before.who, sizeof(before.who), lessons[i].who_before);
		(void)text_copy(after.way, sizeof(after.way), lessons[i].way);
		(void)text_copy(after.who, sizeof(after.who), lessons[i].who);
		book.now = DAY * 1440 + FROM + lessons[i].minutes_after;
		count = occasion_list(&book, &kept, &r, list);
		for (size_t n = 0; n < MAX; n++) {
			enum letter_kind kind = lessons[i].expected[n].kind;
			const char *who = lessons[i].expected[n].who;

			if ((n < count ? list[n].kind : LETTER_NONE) != kind ||
			    (kind != LETTER_NONE &&
				(list[n].who == NULL) != (who == NULL)) ||
			    (who != NULL && strcmp(list[n].who, who) != 0))
				fail_msg("%s: letter %zu", lessons[i].what, n);
		}
	}
	book.now = 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(
	whoever_must_know_is_told_and_nobody_else, make_book),
    cmocka_unit_test_setup(
	a_duty_is_told_to_who_gets_it_and_who_has_it_no_more, make_book),
    cmocka_unit_test(lessons_without_cover_are_told_once),
    cmocka_unit_test_setup(
	a_lesson_arranged_otherwise_is_told_to_whom_it_matters, make_book),
};

UNIT_MAIN(tests)
