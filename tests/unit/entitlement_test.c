#include "base/almanac.h"
#include "leaved/entitlement.h"
#include "unit.h"

enum { DAY = MINUTES_PER_WORK_DAY };

static const struct rule vacation = {.per = RULE_PER_YEAR,
    .by = RULE_BY_SERVICE,
    .shares_first_year = true,
    .step_count = 5,
    .steps = {{12, 7 * DAY}, {36, 14 * DAY}, {72, 21 * DAY}, {108, 28 * DAY},
	{168, 30 * DAY}}};

static struct service
hired_on(int year, int month, int day)
{
	struct service s = {.hired = almanac_day(year, month, day)};

	s.posted.from = s.hired;
	s.posted.until = almanac_day(2100, 12, 31);
	return s;
}

static void
shares_are_rounded_to_half_days_up(void **state)
{
	static const struct {
		int days, months, half_days;
	} cases[] = {{7, 12, 14}, {7, 10, 12}, {7, 9, 11}, {7, 8, 10},
	    {7, 6, 7}, {7, 5, 6}, {7, 1, 2}, {28, 6, 28}, {3, 6, 3}, {7, 0, 0},
	    {7, 13, 14}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    entitlement_share(cases[i].days * DAY, cases[i].months),
		    cases[i].half_days * DAY / 2);
}

static void
vacation_follows_completed_years(void **state)
{
	static const struct {
		int year, month, day, asked, days;
	} cases[] = {
	    {2024, 3, 15, 2024, 0},
	    {2024, 3, 15, 2025, 6},
	    {2024, 3, 15, 2026, 7},
	    {2024, 3, 15, 2027, 7},
	    {2024, 3, 15, 2028, 14},
	    {2024, 1, 1, 2025, 7},
	    {2024, 1, 20, 2025, 7},
	    {2024, 2, 1, 2025, 7},
	    {2024, 12, 31, 2025, 1},
	    {2020, 1, 1, 2026, 21},
	    {2020, 1, 2, 2026, 14},
	    {2000, 1, 1, 2026, 30},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct service s =
		    hired_on(cases[i].year, cases[i].month, cases[i].day);
		int got = entitlement_of_year(
		    &vacation, &s, cases[i].asked, YEAR_CALENDAR);

		/* 7 x 11/12 = 6.42 is 6.5 for an appointment in February. */
		if (cases[i].month == 2)
			assert_int_equal(got, 13 * DAY / 2);
		else
			assert_int_equal(got, cases[i].days * DAY);
	}
}

static void
more_service_never_gives_less(void **state)
{
	int before = 0;

	(void)state;
	for (int back = 24; back < 40 * 12; back++) {
		struct service s = hired_on(2026, 1, 1);
		int got;

		s.hired = almanac_add_months(s.hired, -back);
		s.posted.from = s.hired;
		got = entitlement_of_year(&vacation, &s, 2026, YEAR_CALENDAR);
		assert_true(got >= before);
		before = got;
	}
	assert_int_equal(before, 30 * DAY);
}

static void
a_post_counts_by_calendar_months(void **state)
{
	struct rule rule = vacation;
	struct service s = hired_on(2010, 8, 1);

	(void)state;
	rule.needs_admin_post = true;
	assert_int_equal(entitlement_of_year(&rule, &s, 115, YEAR_ACADEMIC), 0);
	s.posts[0] = (struct day_range){
	    almanac_day(2026, 8, 31), almanac_day(2026, 9, 1)};
	s.posts[1] = (struct day_range){
	    almanac_day(2026, 9, 20), almanac_day(2026, 10, 1)};
	s.post_count = 2; /* August, September, October */
	assert_int_equal(entitlement_of_year(&rule, &s, 115, YEAR_ACADEMIC),
	    entitlement_share(30 * DAY, 3));
	s.posts[0].until = almanac_day(2099, 1, 1);
	assert_int_equal(
	    entitlement_of_year(&rule, &s, 115, YEAR_ACADEMIC), 30 * DAY);
}

static void
a_floor_is_a_floor(void **state)
{
	struct rule rule = vacation;
	struct service s = hired_on(2026, 6, 1);

	(void)state;
	rule.floor_minutes = 3 * DAY;
	assert_int_equal(
	    entitlement_of_year(&rule, &s, 2026, YEAR_CALENDAR), 3 * DAY);
	assert_int_equal(
	    entitlement_of_year(&rule, &s, 2025, YEAR_CALENDAR), 0);
}

static void
annual_leave_of_workers_runs_by_anniversaries(void **state)
{
	const struct rule rule = {.per = RULE_PER_SERVICE,
	    .step_count = 3,
	    .steps = {{6, 3 * DAY}, {12, 7 * DAY}, {24, 10 * DAY}}};
	struct service s = hired_on(2024, 8, 31);
	struct grant grants[ENTITLEMENT_GRANTS_MAX];
	struct day_range year = {
	    almanac_day(2025, 1, 1), almanac_day(2025, 12, 31)};

	(void)state;
	assert_int_equal(entitlement_grants(&rule, &s, year, grants), 2);
	assert_int_equal(grants[0].minutes, 3 * DAY);
	assert_int_equal(grants[0].usable_from, almanac_day(2025, 2, 28));
	assert_int_equal(grants[0].usable_until, almanac_day(2025, 8, 30));
	assert_int_equal(grants[1].usable_from, almanac_day(2025, 8, 31));
	assert_int_equal(grants[1].minutes, 7 * DAY);
	assert_int_equal(
	    entitlement_of_year(&rule, &s, 2026, YEAR_CALENDAR), 10 * DAY);
}

static void
a_contract_below_three_months_is_too_short(void **state)
{
	struct ruleset set = {.contract_months = 3};
	struct service s = hired_on(2026, 9, 1);

	(void)state;
	s.posted.until = almanac_day(2026, 11, 30);
	assert_false(entitlement_is_too_short(&set, &s));
	s.posted.until--;
	assert_true(entitlement_is_too_short(&set, &s));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(shares_are_rounded_to_half_days_up),
    cmocka_unit_test(vacation_follows_completed_years),
    cmocka_unit_test(more_service_never_gives_less),
    cmocka_unit_test(a_post_counts_by_calendar_months),
    cmocka_unit_test(a_floor_is_a_floor),
    cmocka_unit_test(annual_leave_of_workers_runs_by_anniversaries),
    cmocka_unit_test(a_contract_below_three_months_is_too_short),
};

UNIT_MAIN(tests)
