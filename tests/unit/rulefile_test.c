#include "base/almanac.h"
#include "leaved/rulefolder.h"
#include "unit.h"

static struct rules rules;
static struct calendar calendar;
static struct faults faults;

static int
tear_down(void **state)
{
	(void)state;
	rules_wipe(&rules);
	calendar_wipe(&calendar);
	memset(&faults, 0, sizeof(faults));
	return 0;
}

static int
minutes_on(enum staff_kind kind, const char *type, int day, int known)
{
	enum refusal no;
	const struct rule *rule =
	    rules_find(&rules, kind, type, day, known, &no);

	return rule == NULL ? -(int)no : rule->minutes;
}

static void
the_shipped_rules_are_sound(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    rulefolder_load(&rules, &calendar, "conf/leave", &faults, &err),
	    &err);
	for (enum staff_kind kind = 0; kind < STAFF_COVER; kind++)
		for (size_t i = 0; i < rules.sets[kind].count; i++) {
			const struct rule *r = &rules.sets[kind].rows[i];

			assert_true(r->law[0] != '\0');
			if (r->inside[0] != '\0')
				assert_non_null(
				    rules_any(&rules, kind, r->inside));
			if (r->over[0] != '\0' &&
			    strcmp(r->over, RULE_PAY_CUT) != 0)
				assert_non_null(
				    rules_any(&rules, kind, r->over));
		}
	assert_int_equal(rules.sets[STAFF_COVER].count, 0);
}

static int
days_off(int year)
{
	int count = 0;

	for (int day = almanac_day(year, 1, 1);
	     day <= almanac_day(year, 12, 31); day++)
		count +=
		    !calendar_is_worked(&calendar, day, STAFF_CIVIL, INT32_MAX);
	return count;
}

/* As many as 行政院人事行政總處 has counted, in 2025 with the three of the act;
 * of 2027 by the act. */
static void
the_shipped_calendars_have_the_days_off_of_their_years(void **state)
{
	static const int years[][2] = {
	    {2024, 115}, {2025, 118}, {2026, 120}, {2027, 121}};
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    rulefolder_load(&rules, &calendar, "conf/leave", &faults, &err),
	    &err);
	assert_int_equal(sizeof(years) / sizeof(years[0]), calendar.year_count);
	for (size_t i = 0; i < calendar.year_count; i++)
		assert_int_equal(days_off(years[i][0]), years[i][1]);
}

/* 除夕, 春節, 端午節, 中秋節 by the almanac; 清明節 is a day of the sun. */
static bool
is_festival(int day)
{
	struct almanac_lunar today, tomorrow;
	struct err err;

	assert_rc(RC_OK, almanac_lunar(day, &today, &err), &err);
	assert_rc(RC_OK, almanac_lunar(day + 1, &tomorrow, &err), &err);
	if (today.is_leap)
		return false;
	return (tomorrow.month == 1 && tomorrow.day == 1) ||
	    (today.month == 1 && today.day <= 3) ||
	    (today.month == 5 && today.day == 5) ||
	    (today.month == 8 && today.day == 15);
}

static void
nobody_works_on_a_festival_of_the_lunar_year(void **state)
{
	int count = 0;
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    rulefolder_load(&rules, &calendar, "conf/leave", &faults, &err),
	    &err);
	for (int day = almanac_day(2024, 1, 1);
	     day <= almanac_day(2027, 12, 31); day++)
		if (is_festival(day)) {
			count++;
			assert_false(calendar_is_worked(
			    &calendar, day, STAFF_CIVIL, INT32_MAX));
		}
	assert_int_equal(count, 4 * 6);
}

static const char versions[] =
    "rule_set = \"CIVIL\"; rules = ("
    "{ type = \"A\"; law = \"L 1\"; issued = \"2024-01-01\";"
    "  from = \"2024-01-01\"; per = \"year\"; days = 7; },"
    "{ type = \"A\"; law = \"L 2\"; issued = \"2025-10-08\";"
    "  from = \"2025-08-01\"; per = \"year\"; days = 3.5; },"
    "{ type = \"A\"; law = \"L 3\"; issued = \"2025-11-01\";"
    "  from = \"2025-08-01\"; per = \"year\"; days = 9;"
    "  until = \"2025-12-31\"; } );";

static void
the_version_depends_on_the_day_and_on_what_is_known(void **state)
{
	int august = almanac_day(2025, 8, 1), july = august - 1;
	int october = almanac_day(2025, 10, 8);
	struct err err;

	(void)state;
	assert_rc(
	    RC_OK, rulefile_parse(&rules, "t", versions, &faults, &err), &err);
	assert_int_equal(
	    minutes_on(STAFF_CIVIL, "A", july, INT32_MAX), 7 * 480);
	assert_int_equal(
	    minutes_on(STAFF_CIVIL, "A", august, october - 1), 7 * 480);
	assert_int_equal(
	    minutes_on(STAFF_CIVIL, "A", august, october), 7 * 240);
	assert_int_equal(
	    minutes_on(STAFF_CIVIL, "A", august, INT32_MAX), 9 * 480);
	assert_int_equal(
	    minutes_on(STAFF_CIVIL, "A", almanac_day(2026, 1, 1), INT32_MAX),
	    -REFUSAL_TYPE_NOT_IN_FORCE);
	assert_int_equal(minutes_on(STAFF_LSA, "A", august, INT32_MAX),
	    -REFUSAL_NOT_ELIGIBLE);
	assert_int_equal(minutes_on(STAFF_LSA, "B", august, INT32_MAX),
	    -REFUSAL_UNKNOWN_TYPE);
}

static void
all_faults_of_a_rule_file_are_told_with_line_and_law(void **state)
{
	static const char text[] =
	    "rule_set = \"CIVIL\";\n"
	    "rules = (\n"
	    "{ type = \"A\"; law = \"法 3\"; issued = \"2024-02-30\";\n"
	    "  from = \"2024-01-01\"; per = \"moon\"; days = -1;\n"
	    "  colour = 3; refusable = 1; },\n"
	    "{ type = \"B\"; law = \"法 4\"; per = \"year\"; days = 0.3;\n"
	    "  issued = \"2024-01-01\"; from = \"2024-01-01\";\n"
	    "  by = \"service\"; until = \"2023-01-01\"; },\n"
	    "{ law = 5; } );\n";
	static const char *const wanted[] = {
	    "t: line 3: 法 3: issued: a date",
	    "t: line 4: 法 3: per: not one of",
	    "t: line 4: 法 3: days: 0 to 4000",
	    "t: line 5: 法 3: colour: unknown key",
	    "t: line 5: 法 3: refusable: true or false",
	    "t: line 6: 法 4: days: 0 to 4000 in halves",
	    "法 4: item: 'until' lies before 'from'",
	    "法 4: item: 'by' needs 'steps'",
	    "law: a text is expected",
	    "'type' is missing",
	};
	struct err err;

	(void)state;
	assert_rc(
	    RC_INPUT, rulefile_parse(&rules, "t", text, &faults, &err), &err);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (strstr(faults.text, wanted[i]) == NULL)
			fail_msg("no '%s' in:\n%s", wanted[i], faults.text);
}

static void
broken_files_are_refused_with_their_line(void **state)
{
	static const char *const texts[] = {"rule_set = ;", "rules = (",
	    "rule_set = \"WIZARD\"; rules = ();", "rule_set = \"CIVIL\";",
	    "colour = 1;", "schedules = ( { name = \"X\"; } );",
	    "schedules = ( { name = \"X\"; issued = \"2024-01-01\";"
	    " from = \"2024-01-01\"; sessions = [ \"12:00-07:00\" ]; } );"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct err err;

		memset(&faults, 0, sizeof(faults));
		assert_rc(RC_INPUT,
		    rulefile_parse(&rules, "t", texts[i], &faults, &err), &err);
		assert_non_null(strstr(faults.text, "t: line 1: "));
	}
}

static void
a_missing_folder_or_calendar_is_absent(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_ABSENT,
	    rulefolder_load(&rules, &calendar, "no/such", &faults, &err), &err);
	assert_rc(RC_ABSENT,
	    rulefolder_load_calendar(
		&calendar, "conf/leave", "TW1999", &faults, &err),
	    &err);
	assert_rc(RC_ABSENT,
	    rulefolder_load_calendar(
		&calendar, "conf/leave", "../settings", &faults, &err),
	    &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(the_shipped_rules_are_sound, tear_down),
    cmocka_unit_test_teardown(
	the_shipped_calendars_have_the_days_off_of_their_years, tear_down),
    cmocka_unit_test_teardown(
	nobody_works_on_a_festival_of_the_lunar_year, tear_down),
    cmocka_unit_test_teardown(
	the_version_depends_on_the_day_and_on_what_is_known, tear_down),
    cmocka_unit_test_teardown(
	all_faults_of_a_rule_file_are_told_with_line_and_law, tear_down),
    cmocka_unit_test_teardown(
	broken_files_are_refused_with_their_line, tear_down),
    cmocka_unit_test_teardown(
	a_missing_folder_or_calendar_is_absent, tear_down),
};

UNIT_MAIN(tests)
