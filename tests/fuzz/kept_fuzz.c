/*
 * kept_fuzz.c - what labd finds on its machine.
 *
 * The first byte says what: its file of the directory, a person's or a group's
 * record of it, or the hours of labd.conf. A record that parses is written the
 * same way again; what the file has of people and groups is inside of it; hours
 * that parse can be written, and are open from the first minute to the last.
 */
#include "labd/hours.h"
#include "labd/state.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 4096 };

/* ------------------------------------------------------------- records */

static enum rc
check_person(void *context, const char *bytes, size_t len, struct err *err)
{
	static char again[TEXT_MAX];
	struct state_person person;
	size_t again_len;

	(void)context;
	(void)err;
	if (len >= sizeof(again) || !state_person_parse(&person, bytes, len))
		return RC_OK;
	again_len = state_person_print(again, sizeof(again), &person);
	/* A server that is none may be there as "". */
	assert(again_len == len ||
	    (again_len == len - 1 && *person.server == '\0'));
	assert(memcmp(again, bytes, again_len) == 0);
	return RC_OK;
}

static enum rc
check_group(void *context, const char *bytes, size_t len, struct err *err)
{
	static char again[TEXT_MAX];
	struct state_group group;

	(void)context;
	(void)err;
	if (len >= sizeof(again) || !state_group_parse(&group, bytes, len))
		return RC_OK;
	assert(group.members + group.members_len == bytes + len);
	assert(state_group_print(again, sizeof(again), &group) == len);
	assert(memcmp(again, bytes, len) == 0);
	return RC_OK;
}

/* ------------------------------------------------------------- the file */

static void
check_file(const char *bytes, size_t len)
{
	static int fd = -1;
	struct state state = {.inode = 1};
	struct state_person person;
	char cookie[STATE_COOKIE_SIZE];
	struct err err;

	if (fd < 0)
		fd = memfd_create("state", MFD_CLOEXEC);
	assert(ftruncate(fd, (off_t)len) == 0);
	assert(pwrite(fd, bytes, len, 0) == (ssize_t)len);
	if (cdb_init(&state.cdb, fd) != 0)
		return;
	for (int kind = 0; kind < STATE_KINDS; kind++) {
		state_cookie(&state, (enum state_kind)kind, cookie);
		assert(strlen(cookie) < sizeof(cookie));
	}
	if (state_find(&state, "anna", &person, &err) == RC_OK)
		(void)(strlen(person.dn) + strlen(person.state) +
		    strlen(person.changed) + strlen(person.server));
	if (state_check(&state, &err) == RC_OK) {
		assert(state_each(&state, STATE_PERSON, check_person, NULL,
			   &err) == RC_OK);
		assert(state_each(&state, STATE_GROUP, check_group, NULL,
			   &err) == RC_OK);
	}
	state_close(&state);
}

/* -------------------------------------------------------------- the hours */

static void
check_span(const struct hours *hours, const struct hours_span *span)
{
	int first_min = span->day_first * HOURS_DAY_MIN + span->from_min;
	int last_min = span->day_last * HOURS_DAY_MIN + span->until_min - 1;

	assert(span->day_first >= 0 && span->day_first < 7);
	assert(span->day_last >= 0 && span->day_last < 7);
	assert(span->from_min >= 0 && span->from_min < HOURS_DAY_MIN);
	assert(span->until_min > span->from_min);
	assert(span->until_min - span->from_min <= HOURS_DAY_MIN);
	assert(hours_is_open(hours, first_min));
	assert(hours_is_open(hours, last_min % HOURS_WEEK_MIN));
}

static void
print_span(char *text, size_t size, const struct hours_span *span)
{
	static const char *const days[] = {
	    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	size_t used = strlen(text);
	int until_min = span->until_min > HOURS_DAY_MIN
	    ? span->until_min - HOURS_DAY_MIN
	    : span->until_min;

	(void)snprintf(text + used, size - used, "%s%s-%s %02d:%02d-%02d:%02d",
	    used == 0 ? "" : ", ", days[span->day_first], days[span->day_last],
	    span->from_min / 60, span->from_min % 60, until_min / 60,
	    until_min % 60);
}

static void
check_hours(const char *bytes, size_t len)
{
	char text[TEXT_MAX], again[TEXT_MAX] = "";
	struct hours hours, second;
	struct err err;

	if (len >= sizeof(text))
		return;
	memcpy(text, bytes, len);
	text[len] = '\0';
	if (hours_parse(&hours, text, &err) != RC_OK)
		return;
	assert(strchr(text, '+') == NULL);
	for (size_t i = 0; i < hours.count; i++) {
		check_span(&hours, &hours.spans[i]);
		print_span(again, sizeof(again), &hours.spans[i]);
	}
	assert(hours_parse(&second, again, &err) == RC_OK);
	assert(second.count == hours.count);
	assert(memcmp(second.spans, hours.spans,
		   hours.count * sizeof(hours.spans[0])) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data + 1;

	if (size == 0)
		return 0;
	switch (data[0] % 4) {
	case 0:
		check_file(bytes, size - 1);
		break;
	case 1:
		(void)check_person(NULL, bytes, size - 1, NULL);
		break;
	case 2:
		(void)check_group(NULL, bytes, size - 1, NULL);
		break;
	default:
		check_hours(bytes, size - 1);
	}
	return 0;
}
