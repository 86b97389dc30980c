#include "calendar_ics.h"
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"

struct event {
	bool is_open, is_timed;
	int start, end, line; /* INT32_MIN: not said */
	uint8_t mark;
	char name[CALENDAR_NAME_SIZE];
};

struct reader {
	struct calendar *into;
	const struct calendar_source *source;
	struct faults *faults;
	int line;
	struct event event;
};

static void
fault(struct reader *r, enum amiss amiss, const char *value)
{
	faults_tell(r->faults, r->source->name, r->line, amiss, value);
}

/* DTSTART;VALUE=DATE:20260101 or DTSTART:20260101; with a T it is timed. */
static void
read_day(struct reader *r, const char *value, int *day)
{
	struct err err;

	if (strchr(value, 'T') != NULL)
		r->event.is_timed = true;
	else if (strlen(value) != 8 || almanac_parse(value, day, &err) != RC_OK)
		fault(r, AMISS_EVENT_DAY, value);
}

static const struct {
	const char *word;
	enum calendar_mark mark;
} words[] = {
    {"補行上班", MARK_WORK},
    {"補班", MARK_WORK},
    {"WORK", MARK_WORK},
    {"寒假", MARK_BREAK},
    {"暑假", MARK_BREAK},
    {"BREAK", MARK_BREAK},
    {"返校", MARK_RETURN},
    {"RETURN", MARK_RETURN},
};

static void
read_words(struct reader *r, const char *value)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(value, words[i].word) != NULL)
			r->event.mark = (uint8_t)words[i].mark;
}

static void
put_event(struct reader *r)
{
	const struct event *e = &r->event;
	int end = e->end == INT32_MIN ? e->start + 1 : e->end;
	struct calendar_day mark = {.published = r->source->published,
	    .level = (uint8_t)r->source->level,
	    .kinds = STAFF_ALL,
	    .mark = e->mark};
	struct err err;

	if (e->is_timed)
		return;
	if (e->start == INT32_MIN) {
		fault(r, AMISS_EVENT_START, e->name);
		return;
	}
	if (end <= e->start || end - e->start > CALENDAR_ICS_SPAN) {
		fault(r, AMISS_EVENT_END, e->name);
		return;
	}
	memcpy(mark.name, e->name, sizeof(mark.name));
	for (mark.day = e->start; mark.day < end; mark.day++) {
		enum rc rc = calendar_cover(
		    r->into, almanac_date(mark.day).year, mark.published, &err);

		if (rc == RC_OK)
			rc = calendar_add(r->into, &mark, &err);
		if (rc != RC_OK)
			fault(r, calendar_amiss(rc), e->name);
	}
}

static void
begin_event(struct reader *r)
{
	r->event = (struct event){.is_open = true,
	    .start = INT32_MIN,
	    .end = INT32_MIN,
	    .line = r->line,
	    .mark = MARK_OFF};
}

/* NAME;PARAMETERS:VALUE */
static void
read_line(struct reader *r, char *line)
{
	char *value = strchr(line, ':');
	struct event *e = &r->event;

	if (*line == '\0')
		return;
	if (value == NULL) {
		fault(r, AMISS_EVENT_LINE, line);
		return;
	}
	*value++ = '\0';
	line[strcspn(line, ";")] = '\0';
	if (strcmp(line, "BEGIN") == 0 && strcmp(value, "VEVENT") == 0) {
		begin_event(r);
	} else if (!e->is_open) {
		return;
	} else if (strcmp(line, "END") == 0 && strcmp(value, "VEVENT") == 0) {
		put_event(r);
		e->is_open = false;
	} else if (strcmp(line, "DTSTART") == 0) {
		read_day(r, value, &e->start);
	} else if (strcmp(line, "DTEND") == 0) {
		read_day(r, value, &e->end);
	} else if (strcmp(line, "SUMMARY") == 0) {
		read_words(r, value);
		(void)text_copy(e->name, sizeof(e->name), value);
	} else if (strcmp(line, "CATEGORIES") == 0) {
		read_words(r, value);
	}
}

/* Copies one unfolded line and returns where the next one starts. */
static const char *
unfold(struct reader *r, const char *text, char line[CALENDAR_ICS_LINE])
{
	size_t used = 0;
	bool is_cut = false;

	for (;;) {
		size_t len = strcspn(text, "\n");
		size_t keep = len - (len > 0 && text[len - 1] == '\r');

		r->line++;
		if (used + keep < CALENDAR_ICS_LINE) {
			memcpy(line + used, text, keep);
			used += keep;
		} else {
			is_cut = true;
		}
		text += len + (text[len] == '\n');
		if (*text != ' ' && *text != '\t')
			break;
		text++;
	}
	line[is_cut ? 0 : used] = '\0';
	if (is_cut)
		fault(r, AMISS_LINE_LONG, "");
	return text;
}

static void
read_all(struct reader *r, const char *text)
{
	if (strncmp(text, "BEGIN:VCALENDAR", 15) != 0) {
		r->line = 1;
		fault(r, AMISS_EVENT_FILE, "");
		return;
	}
	while (*text != '\0') {
		char line[CALENDAR_ICS_LINE];

		text = unfold(r, text, line);
		if (text_is_utf8(line, strlen(line)))
			read_line(r, line);
		else
			fault(r, AMISS_NO_TEXT, "");
	}
	if (r->event.is_open)
		fault(r, AMISS_EVENT_OPEN, r->event.name);
}

enum rc
calendar_ics_parse(struct calendar *calendar, const char *text,
    const struct calendar_source *source, struct faults *faults,
    struct err *err)
{
	struct calendar trial = {0};
	struct reader r = {&trial, source, faults, 0, {0}};
	enum rc rc = calendar_merge(&trial, calendar, err);

	if (rc == RC_OK) {
		read_all(&r, text);
		rc = faults_rc(faults, source->name, err);
	}
	if (rc != RC_OK) {
		calendar_wipe(&trial);
		return rc;
	}
	calendar_wipe(calendar);
	*calendar = trial;
	return RC_OK;
}
