/*
 * leave-calc - the leave rules at a prompt; leave-calc.1 is its manual.
 *
 * Rights: reads the rule folder and a scenario; opens nothing else, sends
 *         nothing, needs no privilege. All questions are answered by the pure
 *         files of leaved/.
 */
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "answer.h"
#include "base/almanac.h"
#include "calc.h"
#include "scenario.h"

/* ------------------------------------------------------- small questions */

static int
question_date(const struct asked *asked)
{
	json_t *list = json_array();

	if (asked->word_count == 0)
		return calc_usage("date needs a date");
	for (int i = 0; i < asked->word_count; i++) {
		json_t *one = answer_date(asked->words[i]);

		if (one == NULL) {
			json_decref(list);
			return calc_refuse(REFUSAL_BAD_DATE);
		}
		(void)json_array_append_new(list, one);
	}
	answer_print(list);
	return EXIT_SUCCESS;
}

static int
question_lunar(const struct asked *asked)
{
	json_t *list = json_array();

	if (asked->word_count == 0)
		return calc_usage("lunar needs a date");
	for (int i = 0; i < asked->word_count; i++) {
		char text[ALMANAC_TEXT_SIZE];
		struct almanac_lunar lunar;
		struct err err;
		int day;

		if (almanac_parse(asked->words[i], &day, &err) != RC_OK ||
		    almanac_lunar(day, &lunar, &err) != RC_OK) {
			json_decref(list);
			return calc_refuse(REFUSAL_BAD_DATE);
		}
		(void)json_array_append_new(
		    list, json_string(almanac_print_lunar(&lunar, text)));
	}
	answer_print(list);
	return EXIT_SUCCESS;
}

static int
question_rules(const struct asked *asked)
{
	enum staff_kind kind = STAFF_KINDS;
	struct err err;
	int on, known, code;

	if (asked->on == NULL)
		return calc_usage("rules needs --on");
	if (asked->rule_set != NULL) {
		kind = staff_kind_find(asked->rule_set);
		if (kind == STAFF_KINDS)
			return calc_usage("no such rule set");
	}
	code = calc_load_rules(asked);
	if (code != EXIT_SUCCESS)
		return code;
	if (almanac_parse(asked->on, &on, &err) != RC_OK ||
	    !calc_read_known(asked->known_on, &known))
		return calc_refuse(REFUSAL_BAD_DATE);
	return answer_rules(&calc_rules, kind, asked->type, on, known);
}

static int
question_scenario(const struct asked *asked)
{
	int worst = EXIT_SUCCESS;

	if (asked->word_count == 0)
		return calc_usage("scenario needs a file");
	for (int i = 0; i < asked->word_count; i++) {
		int code = scenario_run(asked->words[i], calc_folder(asked),
		    asked->check ? i + 1 : 0);

		worst = code > worst ? code : worst;
	}
	if (asked->check)
		(void)printf("1..%d\n", asked->word_count);
	return worst;
}

static int
question_check(const struct asked *asked)
{
	int code = answer_load_all(
	    &calc_rules, &calc_calendar, calc_folder(asked), &calc_faults);

	if (code == EXIT_SUCCESS)
		answer_print(answer_counts(&calc_rules, &calc_calendar));
	return code;
}

/* -------------------------------------------------------------- options */

static const struct {
	const char *name;
	int (*answer)(const struct asked *asked);
} questions[] = {
    {"hours", calc_hours},
    {"entitlement", calc_entitlement},
    {"date", question_date},
    {"lunar", question_lunar},
    {"rules", question_rules},
    {"scenario", question_scenario},
    {"check", question_check},
};

#define ASKED(member) offsetof(struct asked, member)

/* One text each; a list has its count and its room. */
static const struct {
	const char *name;
	size_t offset, count_offset, room;
} options[] = {
    {"conf", ASKED(conf), 0, 0},
    {"schedule", ASKED(schedule), 0, 0},
    {"calendar", ASKED(calendar), 0, 0},
    {"from", ASKED(from), 0, 0},
    {"to", ASKED(to), 0, 0},
    {"rule-set", ASKED(rule_set), 0, 0},
    {"type", ASKED(type), 0, 0},
    {"hired", ASKED(hired), 0, 0},
    {"on", ASKED(on), 0, 0},
    {"known-on", ASKED(known_on), 0, 0},
    {"posted-from", ASKED(posted_from), 0, 0},
    {"posted-until", ASKED(posted_until), 0, 0},
    {"year", ASKED(year), 0, 0},
    {"prior-months", ASKED(prior_months), 0, 0},
    {"admin-post", ASKED(admin_post), ASKED(post_count), SERVICE_POSTS_MAX},
    {"closure", ASKED(closures), ASKED(closure_count), CALC_CLOSURES_MAX},
    {"taken", ASKED(taken), ASKED(taken_count), CALC_TAKEN_MAX},
};

enum { OPTIONS = sizeof(options) / sizeof(options[0]) };

static bool
put_option(struct asked *asked, int index, const char *value)
{
	char *base = (char *)asked;
	size_t *count;

	if (options[index].room == 0) {
		*(const char **)(base + options[index].offset) = value;
		return true;
	}
	count = (size_t *)(base + options[index].count_offset);
	if (*count == options[index].room)
		return false;
	((const char **)(base + options[index].offset))[(*count)++] = value;
	return true;
}

static bool
read_options(int argc, char **argv, struct asked *asked)
{
	struct option longs[OPTIONS + 3] = {0};
	int got, index;

	for (index = 0; index < OPTIONS; index++)
		longs[index] = (struct option){
		    options[index].name, required_argument, NULL, 'o'};
	longs[index++] = (struct option){"explain", no_argument, NULL, 'e'};
	longs[index] = (struct option){"check", no_argument, NULL, 'c'};
	while ((got = getopt_long(argc, argv, "", longs, &index)) != -1) {
		if (got == 'o') {
			if (!put_option(asked, index, optarg))
				return false;
		} else if (got == 'e') {
			asked->explain = true;
		} else if (got == 'c') {
			asked->check = true;
		} else {
			return false;
		}
	}
	asked->words = argv + optind;
	asked->word_count = argc - optind;
	return true;
}

int
main(int argc, char **argv)
{
	struct asked asked = {0};
	int code = EXIT_USAGE;
	size_t i = 0;

	while (argc > 1 && i < sizeof(questions) / sizeof(questions[0]) &&
	    strcmp(argv[1], questions[i].name) != 0)
		i++;
	if (argc < 2 || i == sizeof(questions) / sizeof(questions[0]))
		return calc_usage("hours, entitlement, date, lunar, rules, "
				  "scenario or check is expected");
	if (read_options(argc - 1, argv + 1, &asked))
		code = questions[i].answer(&asked);
	else
		(void)calc_usage("bad option");
	rules_wipe(&calc_rules);
	calendar_wipe(&calc_calendar);
	return code;
}
