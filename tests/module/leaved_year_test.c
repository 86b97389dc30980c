/*
 * leaved_year_test PEOPLE - a school lives through 2026, day by day, by
 * leaved's operations: leave filed, agreed to, decided on, withdrawn and
 * cancelled in part, overtime, lessons covered, days of closure, calendars
 * announced anew, the year closed. Nothing but refusals of the rules may come
 * of it; tests/data/leave_year.py counts the tables afterwards. Prints TAP.
 */
#include "school.h"

#include "../unit/unit.h"
#include "base/almanac.h"

enum {
	DAY_S = 24 * 3600,
	PEOPLE_MAX = 400,
	OPEN_MAX = 4096,
	HUNDRED = 100,
};

/* A request under way. */
struct under_way {
	char id[BOOK_ID_SIZE], who[24], next[FOLDER_TEXT_SIZE], state[24];
};

static struct under_way open[OPEN_MAX];
static size_t open_count;
static int people, today;
static uint64_t dice = 20260101;
static int counts[VERDICT_COUNT];
static int filed, decided, worked, covered;

/* Always the same year: Knuth's MMIX generator. */
static int
roll_dice(int sides)
{
	dice = dice * 6364136223846793005U + 1442695040888963407U;
	return (int)((dice >> 33) % (uint64_t)sides);
}

static const char *
name_of(int n, char text[24])
{
	(void)snprintf(text, 24, "y%03d", n);
	return text;
}

/* Refusals of the rules are part of a year; anything else is a defect. */
static bool
went_well(const struct school_answer *answer)
{
	enum verdict verdict = answer->verdict;

	counts[verdict]++;
	if (verdict >= VERDICT_SIGN_IN_AGAIN && verdict != VERDICT_COVER_BUSY)
		fail_msg("day %d: %s", today, verdict_text(verdict)->name);
	return verdict == VERDICT_OK;
}

static char *
moment(int day, int minute, char text[32])
{
	return seen_moment((int64_t)day * MINUTES_PER_CIVIL_DAY + minute, text);
}

/* ------------------------------------------------------------ a day's acts */

static void
file_something(struct office *office, const char *who)
{
	static const char *const types[] = {
	    "事假", "病假", "病假", "家庭照顧假", "公假", "補休"};
	char starts[32], ends[32], deputy[24];
	int day = today + roll_dice(9), from = 450 + 30 * roll_dice(14);
	bool are_days = roll_dice(4) == 0;
	const struct school_answer *answer = school_ask(office, who,
	    OP_LEAVE_FILE, F_TYPE, types[roll_dice(6)], F_STARTS,
	    moment(day, are_days ? 0 : from, starts), F_ENDS,
	    moment(are_days ? day + roll_dice(6) : day,
		are_days ? MINUTES_PER_CIVIL_DAY
			 : from + 30 + 30 * roll_dice(12),
		ends),
	    F_DEPUTY, name_of(roll_dice(people), deputy), F_WHY, "年", F_NONE);

	if (!went_well(answer) || open_count == OPEN_MAX)
		return;
	filed++;
	(void)snprintf(open[open_count].id, BOOK_ID_SIZE, "%s",
	    school_text(answer, F_REQUEST));
	(void)snprintf(open[open_count].who, 24, "%s", who);
	(void)snprintf(open[open_count].next, FOLDER_TEXT_SIZE, "%s",
	    school_text(answer, F_DEPUTY));
	(void)snprintf(
	    open[open_count].state, 24, "%s", school_text(answer, F_STATE));
	open_count++;
}

static void
drop(size_t i)
{
	open[i] = open[--open_count];
}

/* Where it is now: a closure may have made it the director's to decide. */
static void
look_at(struct office *office, struct under_way *one)
{
	const struct school_answer *answer = school_ask(
	    office, one->who, OP_LEAVE_LOAD, F_REQUEST, one->id, F_NONE);

	assert_true(went_well(answer));
	(void)snprintf(one->state, 24, "%s", school_text(answer, F_STATE));
	(void)snprintf(one->next, FOLDER_TEXT_SIZE, "%s",
	    school_text(answer,
		strcmp(one->state, "awaiting_deputy") == 0 ? F_DEPUTY
							   : F_TARGET));
}

/* One step of one request; false once it is over. */
static bool
go_on(struct office *office, struct under_way *one)
{
	int luck = roll_dice(HUNDRED);
	bool is_deputys, is_own;
	const char *word;
	const struct school_answer *answer;

	look_at(office, one);
	is_deputys = strcmp(one->state, "awaiting_deputy") == 0;
	is_own = !is_deputys && luck >= 95;
	word = is_deputys ? luck < 90 ? "agree" : "decline"
	    : is_own      ? "withdraw"
	    : luck < 88   ? "approve"
	    : luck < 92   ? "reject"
			  : "return";
	answer =
	    school_act(office, is_own ? one->who : one->next, one->id, word);
	if (!went_well(answer))
		return answer->verdict ==
		    (enum verdict)REFUSAL_TYPE_NOT_REFUSABLE;
	decided++;
	(void)snprintf(one->state, 24, "%s", school_text(answer, F_STATE));
	return strncmp(one->state, "awaiting", 8) == 0;
}

/* Of some that are approved personnel cancel a morning later on. */
static void
cancel_a_part(struct office *office, const struct under_way *one)
{
	char starts[32], ends[32];
	int day = today + roll_dice(8);
	const struct school_answer *answer = school_ask(office, "a.pers",
	    OP_LEAVE_DECIDE, F_REQUEST, one->id, F_ACTION, "cancel", F_STARTS,
	    moment(day, 0, starts), F_ENDS, moment(day, 720, ends), F_NONE);

	decided += went_well(answer);
}

static void
work_on(struct office *office)
{
	for (size_t i = 0; i < open_count;) {
		if (roll_dice(3) > 0) {
			if (!go_on(office, &open[i])) {
				if (strcmp(open[i].state, "approved") == 0 &&
				    roll_dice(8) == 0)
					cancel_a_part(office, &open[i]);
				drop(i);
				continue;
			}
		}
		i++;
	}
}

static void
work_late(struct office *office, const char *who)
{
	char starts[32], ends[32], id[BOOK_ID_SIZE];
	int from = 17 * 60 + 30 * roll_dice(4);
	const struct school_answer *answer = school_ask(office, who,
	    OP_LEAVE_OVERTIME, F_STARTS, moment(today - 1, from, starts),
	    F_ENDS, moment(today - 1, from + 30 * (1 + roll_dice(7)), ends),
	    F_WANTED, roll_dice(2) == 0 ? "1" : "0", F_NONE);

	if (!went_well(answer))
		return;
	worked++;
	(void)snprintf(id, sizeof(id), "%s", school_text(answer, F_REQUEST));
	answer = school_ask(office, roll_dice(3) > 0 ? "a.pers" : who,
	    OP_LEAVE_OVERTIME_DECIDE, F_REQUEST, id, F_ACTION, "approve",
	    F_NONE);
	if (answer->verdict == (enum verdict)REFUSAL_NOT_YOUR_TURN)
		answer = school_ask(office, who, OP_LEAVE_OVERTIME_DECIDE,
		    F_REQUEST, id, F_ACTION, "withdraw", F_NONE);
	(void)went_well(answer);
}

/* 教學組 goes through what is open this week. */
static void
arrange_cover(struct office *office)
{
	static const char *const ways[] = {"代課", "併班", "自習"};
	struct {
		char id[BOOK_ID_SIZE], seq[24];
	} items[64] = {0};
	const struct school_answer *answer =
	    school_ask(office, "a.head", OP_LEAVE_BOARD, F_NONE);
	size_t count = 0;

	assert_true(went_well(answer));
	for (; count < answer->in.row_count && count < 64; count++) {
		struct wire_in row;

		wire_row(&answer->in, count, &row);
		(void)snprintf(items[count].id, BOOK_ID_SIZE, "%s",
		    wire_text(&row, F_REQUEST));
		(void)snprintf(items[count].seq, 24, "%lld",
		    (long long)wire_number(&row, F_SEQ, 0));
	}
	for (size_t i = 0; i < count; i++) {
		const char *way = ways[roll_dice(3)];
		char who[24];

		answer = strcmp(way, "自習") == 0
		    ? school_ask(office, "a.head", OP_LEAVE_COVER, F_REQUEST,
			  items[i].id, F_SEQ, items[i].seq, F_ACTION, way,
			  F_NONE)
		    : school_ask(office, "a.head", OP_LEAVE_COVER, F_REQUEST,
			  items[i].id, F_SEQ, items[i].seq, F_ACTION, way,
			  F_TARGET, name_of(roll_dice(people), who), F_NONE);
		covered += went_well(answer);
	}
}

/* ----------------------------------------------------------------- a year */

static void
announce(struct office *office)
{
	char starts[32], ends[32], text[128], date[ALMANAC_TEXT_SIZE];
	struct almanac_date at = almanac_date(today);

	if (at.day == 7)
		assert_true(
		    went_well(school_ask(office, "a.pers", OP_LEAVE_CLOSURE,
			F_STARTS, moment(today + 1, 600, starts), F_ENDS,
			moment(today + 2, 720, ends), F_NAME, "颱風", F_NONE)));
	if (at.day != 15 || at.month % 3 != 0)
		return;
	(void)snprintf(text, sizeof(text),
	    "day,mark,kinds,published,level,name\n%s,off,,,,校慶補假\n",
	    almanac_print(today + 4, date));
	assert_true(went_well(school_ask(
	    office, "a.pers", OP_LEAVE_CALENDAR, F_TEXT, text, F_NONE)));
}

static void
begin_the_year(struct office *office)
{
	static char table[60000];
	size_t len = (size_t)snprintf(
	    table, sizeof(table), "account,weekday,period,subject\n");
	char name[24];

	for (int n = 0; n < people; n++) {
		school_person(name_of(n, name));
		for (int day = 1; n % 3 == 0 && day <= 5; day++)
			len += (size_t)snprintf(table + len,
			    sizeof(table) - len, "%s,%d,%d,數學\n", name, day,
			    1 + (n + day) % 3);
	}
	assert_true(
	    went_well(school_ask(office, "a.head", OP_LEAVE_PERIODS, F_TABLE,
		"period,from,to\n1,08:10,08:55\n2,09:05,09:50\n3,10:05,10:50\n",
		F_NONE)));
	assert_true(
	    went_well(school_ask(office, "a.head", OP_LEAVE_LESSONS, F_TABLE,
		table, F_FROM, "2026-01-01", F_UNTIL, "2026-12-31", F_NONE)));
	len = (size_t)snprintf(table, sizeof(table), "account,type,granted\n");
	for (int n = 0; n < people; n += 2)
		len += (size_t)snprintf(table + len, sizeof(table) - len,
		    "%s,補休,%d\n", name_of(n, name), 4 + n % 9);
	assert_true(went_well(school_ask(
	    office, "a.pers", OP_LEAVE_OPENING, F_TABLE, table, F_NONE)));
}

static void
live_a_day(struct office *office)
{
	char name[24];

	school_at((int64_t)today * DAY_S);
	announce(office);
	for (int n = 0; n < people; n++) {
		if (roll_dice(HUNDRED) < 6)
			file_something(office, name_of(n, name));
		if (roll_dice(HUNDRED) < 2)
			work_late(office, name_of(n, name));
	}
	work_on(office);
	if (almanac_weekday(today) == 5)
		arrange_cover(office);
}

static void
a_school_lives_through_a_year(void **state)
{
	struct office *office = school_office();
	int last = almanac_day(2026, 12, 31);

	(void)state;
	today = almanac_day(2026, 1, 2);
	school_at((int64_t)today * DAY_S);
	begin_the_year(office);
	for (; today <= last; today++)
		live_a_day(office);
	school_at((int64_t)(last + 4) * DAY_S);
	while (open_count > 0)
		work_on(office);
	assert_school_agrees(office);
	assert_true(went_well(school_ask(office, "a.pers", OP_LEAVE_CLOSE,
	    F_SCHOOL, "a", F_YEAR, "2026", F_NONE)));
	assert_school_agrees(office);
	(void)printf("# %d people: %d filed, %d decided, %d overtime, %d"
		     " lessons covered\n",
	    people, filed, decided, worked, covered);
	for (int v = 0; v < VERDICT_COUNT; v++)
		if (counts[v] > 0)
			(void)printf("# %6d %s\n", counts[v],
			    verdict_text((enum verdict)v)->name);
	assert_true(filed > people && decided > filed && worked > people / 2);
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_school_lives_through_a_year),
	};

	people = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;
	if (people < 1 || people > PEOPLE_MAX)
		return 64;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
