/*
 * What we print as iCalendar, read back by libical.
 */
#include "leaved/feed.h"

#include "base/almanac.h"
#include "base/text.h"
#include "unit.h"

#include <libical/ical.h>

static char bytes[8192];

/* As it goes over HTTP. */
static icalcomponent *
read_back(void)
{
	static char crlf[2 * sizeof(bytes)];
	size_t len = 0;

	for (const char *at = bytes; *at != '\0'; at++) {
		if (*at == '\n')
			crlf[len++] = '\r';
		crlf[len++] = *at;
	}
	crlf[len] = '\0';
	return icalparser_parse_string(crlf);
}

static int64_t
at(int month, int day, int hour)
{
	return (int64_t)almanac_day(2026, month, day) * MINUTES_PER_CIVIL_DAY +
	    hour * 60;
}

static void
print(const struct feed_event *events, size_t count)
{
	struct feed feed;

	assert_true(feed_begin(&feed, bytes, sizeof(bytes), "單位差假"));
	for (size_t i = 0; i < count; i++)
		assert_true(feed_add(&feed, &events[i]));
	feed_end(&feed);
	assert_int_equal(strlen(bytes), feed.len);
}

static void
whole_days_end_before_the_next_and_hours_are_in_utc(void **state)
{
	const struct feed_event events[] = {
	    {"1.0@leaved", "王示範 不在", {at(9, 7, 0), at(9, 9, 0)},
		1795768805, true},
	    {"2.0@leaved", "陳示範 不在", {at(9, 1, 7), at(9, 1, 12)},
		1795768805, false},
	};
	icalcomponent *calendar, *event;
	struct icaltimetype start, end;

	(void)state;
	print(events, 2);
	calendar = read_back();
	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	event =
	    icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	start = icalcomponent_get_dtstart(event);
	end = icalcomponent_get_dtend(event);
	assert_true(start.is_date && end.is_date);
	assert_int_equal(start.day, 7);
	assert_int_equal(end.day, 9);
	assert_string_equal(icalcomponent_get_summary(event), "王示範 不在");
	assert_int_equal(
	    icalcomponent_get_status(event), ICAL_STATUS_CONFIRMED);
	event =
	    icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
	start = icalcomponent_get_dtstart(event);
	end = icalcomponent_get_dtend(event);
	assert_true(icaltime_is_utc(start) && icaltime_is_utc(end));
	/* 07:00 in Taiwan is 23:00 of the day before. */
	assert_int_equal(start.month * 100 + start.day, 831);
	assert_int_equal(start.hour, 23);
	assert_int_equal(end.hour, 4);
	assert_int_equal(
	    icalcomponent_get_status(event), ICAL_STATUS_TENTATIVE);
	icalcomponent_free(calendar);
}

static void
a_name_comes_back_whatever_is_in_it(void **state)
{
	static const char *const names[] = {"a;b,c\\d:e\"f",
	    "很長很長很長很長很長很長很長很長很長很長很長很長很長很長很長很長很"
	    "長很長很長很長很長很長的名字，還有逗號, 分號; 反斜線\\",
	    "BEGIN:VEVENT", "=1+1"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct feed_event event = {"1.0@leaved", names[i],
		    {at(9, 7, 0), at(9, 8, 0)}, 0, true};
		icalcomponent *calendar;

		print(&event, 1);
		for (const char *line = bytes; *line != '\0';) {
			size_t len = strcspn(line, "\n");

			assert_true(len <= 75);
			assert_true(text_is_utf8(line, len));
			line += len + 1;
		}
		calendar = read_back();
		assert_non_null(calendar);
		assert_int_equal(icalcomponent_count_components(
				     calendar, ICAL_VEVENT_COMPONENT),
		    1);
		assert_string_equal(
		    icalcomponent_get_summary(icalcomponent_get_first_component(
			calendar, ICAL_VEVENT_COMPONENT)),
		    names[i]);
		icalcomponent_free(calendar);
	}
}

static void
what_does_not_fit_is_left_out_whole(void **state)
{
	static char small[2600];
	const struct feed_event event = {
	    "1.0@leaved", "某人 不在", {at(9, 7, 0), at(9, 8, 0)}, 0, true};
	struct feed feed;
	int count = 0, found = 0;

	(void)state;
	assert_true(feed_begin(&feed, small, sizeof(small), "x"));
	while (feed_add(&feed, &event))
		count++;
	feed_end(&feed);
	assert_true(count > 3);
	for (const char *at = small; (at = strstr(at, "END:VEVENT")) != NULL;
	     at++)
		found++;
	assert_int_equal(found, count);
	assert_string_equal(small + feed.len - 14, "END:VCALENDAR\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(whole_days_end_before_the_next_and_hours_are_in_utc),
    cmocka_unit_test(a_name_comes_back_whatever_is_in_it),
    cmocka_unit_test(what_does_not_fit_is_left_out_whole),
};

UNIT_MAIN(tests)
