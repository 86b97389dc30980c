#include "base/almanac.h"
#include "leaved/calendar_ics.h"
#include "unit.h"

static struct calendar calendar;
static struct faults faults;
static const struct calendar_source source = {"t", LEVEL_CITY, 100};

static int
tear_down(void **state)
{
	(void)state;
	calendar_wipe(&calendar);
	memset(&faults, 0, sizeof(faults));
	return 0;
}

static bool
worked(int month, int day, enum staff_kind kind, int known)
{
	return calendar_is_worked(
	    &calendar, almanac_day(2026, month, day), kind, known);
}

static void
the_governments_table_is_read(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_OK,
	    calendar_csv_parse(&calendar,
		"\xef\xbb\xbf西元日期,星期,是否放假,備註\r\n"
		"20260101,四,2,開國紀念日\r\n20260103,六,0,補行上班\r\n",
		&source, &faults, &err),
	    &err);
	assert_false(worked(1, 1, STAFF_CIVIL, 100));
	assert_true(worked(1, 3, STAFF_CIVIL, 100));
	assert_true(worked(1, 1, STAFF_CIVIL, 99));
	assert_true(calendar_has_year(&calendar, 2026, 100));
	assert_false(calendar_has_year(&calendar, 2026, 99));
}

static void
an_icalendar_file_is_read_and_its_end_is_exclusive(void **state)
{
	static const char text[] =
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260216\r\n"
	    "DTEND;VALUE=DATE:20260221\r\nSUMMARY:春\r\n 節\r\n"
	    "END:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nDTSTART:20260307\r\nSUMMARY:補行上班日\r\n"
	    "END:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nDTSTART:20260309T090000Z\r\nSUMMARY:會議\r\n"
	    "END:VEVENT\r\nEND:VCALENDAR\r\n";
	struct err err;

	(void)state;
	for (int twice = 0; twice < 2; twice++) {
		assert_rc(RC_OK,
		    calendar_ics_parse(&calendar, text, &source, &faults, &err),
		    &err);
		assert_int_equal(calendar.day_count, 6);
	}
	assert_false(worked(2, 20, STAFF_CIVIL, 100));
	assert_true(worked(2, 23, STAFF_CIVIL, 100));
	assert_true(worked(3, 7, STAFF_CIVIL, 100));
	assert_true(worked(3, 9, STAFF_CIVIL, 100));
	assert_string_equal(calendar.days[0].name, "春節");
}

static void
all_faults_of_a_table_are_told_and_nothing_is_taken(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_INPUT,
	    calendar_csv_parse(&calendar,
		"day,mark,kinds,published,level,name\n2026,year,,,,\n"
		"2026-02-30,off,,,,\n2026-03-02,maybe,,,,\n"
		"2026-03-03,off,WIZARD,,,\n2026-03-04,off,,x,,\n"
		"2026-03-05,off,,,village,\n20x6,year,,,,\nonly\n"
		"2026-03-06,off,,,,\n2026-03-06,work,,,,\n",
		&source, &faults, &err),
	    &err);
	assert_int_equal(faults.count, 8);
	assert_non_null(strstr(faults.text, "t: line 3: day: not a date"));
	assert_non_null(strstr(faults.text, "line 11: conflicting revisions"));
	assert_int_equal(calendar.day_count + calendar.year_count, 0);
}

static void
faults_are_told_in_the_language_of_who_reads_them(void **state)
{
	static const struct calendar_source typed = {.name = ""};
	struct err err;

	(void)state;
	memset(&faults, 0, sizeof(faults));
	faults.is_chinese = true;
	assert_rc(RC_INPUT,
	    calendar_csv_parse(&calendar,
		"day,mark\n2026-02-30,off\n2026-03-06,off\n2026-03-06,work\n",
		&typed, &faults, &err),
	    &err);
	assert_string_equal(faults.text,
	    "第 2 列：day 欄不是日期：「2026-02-30」\n"
	    "第 4 列：同一天公布的內容互相矛盾：「2026-03-06」\n");
}

static void
broken_icalendar_files_are_refused(void **state)
{
	static const char *const texts[] = {"", "BEGIN:VEVENT\n",
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n",
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261301\nEND:VEVENT\n",
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260105\n"
	    "DTEND:20260104\nEND:VEVENT\n",
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260105\n",
	    "BEGIN:VCALENDAR\nnonsense\n", "BEGIN:VCALENDAR\nX:\xff\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct err err;

		memset(&faults, 0, sizeof(faults));
		assert_rc(RC_INPUT,
		    calendar_ics_parse(
			&calendar, texts[i], &source, &faults, &err),
		    &err);
		assert_true(faults.count > 0);
		assert_int_equal(calendar.day_count, 0);
	}
}

static void
schools_beat_cities_and_later_revisions_earlier_ones(void **state)
{
	struct calendar_day mark = {
	    .day = almanac_day(2026, 3, 2), .kinds = STAFF_ALL};
	static const struct {
		enum calendar_level level;
		int published;
		enum calendar_mark mark;
		bool is_worked;
	} steps[] = {
	    {LEVEL_CITY, 10, MARK_OFF, false},
	    {LEVEL_NATIONAL, 20, MARK_WORK, false},
	    {LEVEL_CITY, 15, MARK_WORK, true},
	    {LEVEL_SCHOOL, 5, MARK_OFF, false},
	    {LEVEL_CITY, 30, MARK_WORK, false},
	    {LEVEL_SCHOOL, 40, MARK_WORK, true},
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		mark.level = (uint8_t)steps[i].level;
		mark.published = steps[i].published;
		mark.mark = (uint8_t)steps[i].mark;
		assert_rc(RC_OK, calendar_add(&calendar, &mark, &err), &err);
		assert_int_equal(
		    worked(3, 2, STAFF_CIVIL, 100), steps[i].is_worked);
	}
	mark.mark = MARK_OFF;
	assert_rc(RC_EXISTS, calendar_add(&calendar, &mark, &err), &err);
}

static void
breaks_are_worked_and_their_return_days_are_none(void **state)
{
	struct calendar_day mark = {.day = almanac_day(2026, 7, 6),
	    .kinds = STAFF_ALL,
	    .mark = MARK_BREAK};
	struct err err;

	(void)state;
	assert_rc(RC_OK, calendar_add(&calendar, &mark, &err), &err);
	assert_true(worked(7, 6, STAFF_TEACHER, 100));
	assert_true(calendar_is_break(&calendar, mark.day, STAFF_TEACHER, 100));
	mark.mark = MARK_RETURN;
	assert_rc(RC_OK, calendar_add(&calendar, &mark, &err), &err);
	assert_false(
	    calendar_is_break(&calendar, mark.day, STAFF_TEACHER, 100));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(the_governments_table_is_read, tear_down),
    cmocka_unit_test_teardown(
	an_icalendar_file_is_read_and_its_end_is_exclusive, tear_down),
    cmocka_unit_test_teardown(
	all_faults_of_a_table_are_told_and_nothing_is_taken, tear_down),
    cmocka_unit_test_teardown(
	faults_are_told_in_the_language_of_who_reads_them, tear_down),
    cmocka_unit_test_teardown(broken_icalendar_files_are_refused, tear_down),
    cmocka_unit_test_teardown(
	schools_beat_cities_and_later_revisions_earlier_ones, tear_down),
    cmocka_unit_test_teardown(
	breaks_are_worked_and_their_return_days_are_none, tear_down),
};

UNIT_MAIN(tests)
