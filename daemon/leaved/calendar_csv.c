#include "calendar_csv.h"
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"

enum { FIELDS_MAX = 8, GOVERNMENT_OFF = 2, GOVERNMENT_WORKED = 0 };

struct reader {
	struct calendar *into;
	const struct calendar_source *source;
	struct faults *faults;
	int line;
	bool is_government;
};

/* Cuts the line in place at commas outside quotes. */
static size_t
cut(char *line, char *fields[FIELDS_MAX])
{
	size_t count = 0;
	char *in = line, *out = line;

	while (count < FIELDS_MAX) {
		bool is_quoted = false;

		fields[count++] = out;
		for (; *in != '\0' && (is_quoted || *in != ','); in++) {
			if (*in == '"' && is_quoted && in[1] == '"')
				*out++ = *in++;
			else if (*in == '"')
				is_quoted = !is_quoted;
			else
				*out++ = *in;
		}
		if (*in == '\0') {
			*out = '\0';
			break;
		}
		in++;
		*out++ = '\0';
	}
	for (size_t i = 0; i < count; i++)
		text_trim(fields[i]);
	for (size_t i = count; i < FIELDS_MAX; i++)
		fields[i] = out;
	return count;
}

static void
fault(struct reader *r, enum amiss amiss, const char *value)
{
	faults_tell(r->faults, r->source->name, r->line, amiss, value);
}

static bool
read_kinds(char *field, uint8_t *kinds)
{
	char *save = NULL;

	*kinds = *field == '\0' ? STAFF_ALL : 0;
	for (char *word = strtok_r(field, " ", &save); word != NULL;
	     word = strtok_r(NULL, " ", &save)) {
		enum staff_kind kind = staff_kind_find(word);

		if (kind == STAFF_KINDS)
			return false;
		*kinds |= (uint8_t)(1U << kind);
	}
	return true;
}

static void
put(struct reader *r, const struct calendar_day *mark)
{
	char day[ALMANAC_TEXT_SIZE];
	struct err err;
	enum rc rc = calendar_add(r->into, mark, &err);

	if (rc != RC_OK)
		fault(r, calendar_amiss(rc), almanac_print(mark->day, day));
}

static void
cover(struct reader *r, int year, int published)
{
	struct err err;
	enum rc rc = calendar_cover(r->into, year, published, &err);

	if (rc != RC_OK)
		fault(r, calendar_amiss(rc), "");
}

static void
put_year(struct reader *r, const char *field, int published)
{
	int64_t year = 0;

	if (!text_number(field, ALMANAC_YEAR_MIN, ALMANAC_YEAR_MAX, &year))
		fault(r, AMISS_DAY_YEAR, field);
	else
		cover(r, (int)year, published);
}

/* day,mark,kinds,published,level,name */
static void
read_ours(struct reader *r, char *fields[FIELDS_MAX])
{
	struct calendar_day mark = {.published = r->source->published,
	    .level = (uint8_t)r->source->level};
	struct err err;

	if (*fields[3] != '\0' &&
	    almanac_parse(fields[3], &mark.published, &err) != RC_OK) {
		fault(r, AMISS_PUBLISHED, fields[3]);
		return;
	}
	if (*fields[4] != '\0')
		mark.level = (uint8_t)calendar_level_find(fields[4]);
	if (mark.level == LEVELS) {
		fault(r, AMISS_LEVEL, fields[4]);
		return;
	}
	if (strcmp(fields[1], "year") == 0) {
		put_year(r, fields[0], mark.published);
		return;
	}
	mark.mark = (uint8_t)calendar_mark_find(fields[1]);
	if (mark.mark == MARKS)
		fault(r, AMISS_MARK, fields[1]);
	else if (almanac_parse(fields[0], &mark.day, &err) != RC_OK)
		fault(r, AMISS_DAY, fields[0]);
	else if (!read_kinds(fields[2], &mark.kinds))
		fault(r, AMISS_KINDS, fields[2]);
	else if (!text_copy(mark.name, sizeof(mark.name), fields[5]))
		fault(r, AMISS_NAME_LONG, fields[5]);
	else
		put(r, &mark);
}

/* 西元日期,星期,是否放假,備註 */
static void
read_government(struct reader *r, char *fields[FIELDS_MAX])
{
	struct calendar_day mark = {.published = r->source->published,
	    .level = (uint8_t)r->source->level,
	    .kinds = STAFF_ALL};
	struct err err;
	int64_t is_off = 0;

	if (almanac_parse(fields[0], &mark.day, &err) != RC_OK) {
		fault(r, AMISS_GOVERNMENT_DAY, fields[0]);
		return;
	}
	if (!text_number(
		fields[2], GOVERNMENT_WORKED, GOVERNMENT_OFF, &is_off) ||
	    is_off == 1) {
		fault(r, AMISS_GOVERNMENT_OFF, fields[2]);
		return;
	}
	mark.mark = is_off == GOVERNMENT_OFF ? MARK_OFF : MARK_WORK;
	(void)text_copy(mark.name, sizeof(mark.name), fields[3]);
	cover(r, almanac_date(mark.day).year, mark.published);
	put(r, &mark);
}

static void
read_line(struct reader *r, char *line)
{
	char *fields[FIELDS_MAX];
	size_t count;

	text_trim(line);
	if (*line == '\0' || *line == '#' || strncmp(line, "day,", 4) == 0)
		return;
	if (strncmp(line, "西元日期,", strlen("西元日期,")) == 0) {
		r->is_government = true;
		return;
	}
	count = cut(line, fields);
	if (count < (r->is_government ? 3U : 2U))
		fault(r, AMISS_FIELDS_FEW, fields[0]);
	else if (r->is_government)
		read_government(r, fields);
	else
		read_ours(r, fields);
}

static void
read_lines(struct reader *r, const char *text)
{
	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		char line[CALENDAR_CSV_LINE];

		r->line++;
		if (len >= sizeof(line)) {
			fault(r, AMISS_LINE_LONG, "");
		} else {
			memcpy(line, text, len);
			line[len] = '\0';
			if (text_is_utf8(line, len))
				read_line(r, line);
			else
				fault(r, AMISS_NO_TEXT, "");
		}
		text += len + (text[len] == '\n');
	}
}

enum rc
calendar_csv_parse(struct calendar *calendar, const char *text,
    const struct calendar_source *source, struct faults *faults,
    struct err *err)
{
	struct calendar trial = {0};
	struct reader r = {&trial, source, faults, 0, false};
	enum rc rc = calendar_merge(&trial, calendar, err);

	if (rc == RC_OK) {
		read_lines(&r, text);
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
