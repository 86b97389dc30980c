#include "calc.h"
#include <err.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "answer.h"
#include "base/almanac.h"
#include "base/text.h"

static const char installed[] = "/etc/portal/leave";

struct rules calc_rules;
struct calendar calc_calendar;
struct faults calc_faults;

int
calc_usage(const char *why)
{
	warnx("%s; see leave-calc(1)", why);
	return EXIT_USAGE;
}

int
calc_refuse(enum refusal refusal)
{
	json_t *answer = json_object();

	answer_set(answer, "error", json_string(refusal_name(refusal)));
	answer_print(answer);
	return EXIT_REFUSED;
}

/* Beside the program in a source tree (build/…/leave-calc), or installed. */
const char *
calc_folder(const struct asked *asked)
{
	static char path[PATH_MAX];
	char self[PATH_MAX];
	const char *env = getenv("LEAVE_CONF");
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *dir = self;

	if (asked->conf != NULL || env != NULL)
		return asked->conf != NULL ? asked->conf : env;
	if (len <= 0)
		return installed;
	self[len] = '\0';
	for (int up = 0; up < 6; up++) {
		dir = dirname(dir);
		if (text_print(
			path, sizeof(path), "%s/conf/leave/rules", dir) &&
		    access(path, R_OK) == 0) {
			(void)text_print(
			    path, sizeof(path), "%s/conf/leave", dir);
			return path;
		}
	}
	return installed;
}

int
calc_load_rules(const struct asked *asked)
{
	struct err err;

	if (rulefolder_load(&calc_rules, NULL, calc_folder(asked), &calc_faults,
		&err) == RC_OK)
		return EXIT_SUCCESS;
	(void)fputs(calc_faults.text, stderr);
	warnx("%s", err.text);
	return EXIT_CONF;
}

/* "TW2026", "TW2025,TW2026"; NULL: every calendar there is. */
int
calc_load_calendars(const struct asked *asked, enum refusal *no)
{
	char list[CALC_LIST_SIZE], *save = NULL;
	struct err err;
	enum rc rc = RC_OK;

	if (asked->calendar == NULL)
		return answer_load_all(&calc_rules, &calc_calendar,
		    calc_folder(asked), &calc_faults);
	if (!text_copy(list, sizeof(list), asked->calendar))
		return calc_usage("--calendar is too long");
	for (char *name = strtok_r(list, ",", &save);
	     name != NULL && rc == RC_OK; name = strtok_r(NULL, ",", &save))
		rc = rulefolder_load_calendar(&calc_calendar,
		    calc_folder(asked), name, &calc_faults, &err);
	if (rc == RC_OK)
		return EXIT_SUCCESS;
	if (rc == RC_ABSENT) {
		*no = REFUSAL_CALENDAR_MISSING;
		return EXIT_REFUSED;
	}
	(void)fputs(calc_faults.text, stderr);
	warnx("%s", err.text);
	return EXIT_CONF;
}

bool
calc_read_known(const char *text, int *day)
{
	struct err err;

	*day = INT32_MAX;
	return text == NULL || almanac_parse(text, day, &err) == RC_OK;
}
