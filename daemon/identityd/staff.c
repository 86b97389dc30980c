#include "staff.h"

#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

struct word {
	const char *stored, *written;
};

/* The first word written in each language is the caption. */
static const struct word kinds[] = {
    {"TEACHER", "教師"},
    {"TEACHER", "Teacher"},
    {"TEACHER", "專任教師"},
    {"CIVIL", "公務人員"},
    {"CIVIL", "Civil servant"},
    {"CIVIL", "職員"},
    {"CIVIL", "Civil"},
    {"SUB", "代理教師"},
    {"SUB", "Substitute teacher"},
    {"SUB", "Sub"},
    {"LSA", "勞基法人員"},
    {"LSA", "Labor Standards Act staff"},
    {"LSA", "工友"},
    {"LSA", "約用人員"},
    {"LSA", "LSA"},
    {"COVER", "代課教師"},
    {"COVER", "Cover teacher"},
    {"COVER", "Cover"},
};

static const struct word schedules[] = {
    {"ADM", "ADM"},
    {"ADM", "行政"},
    {"TCH", "TCH"},
    {"TCH", "教師"},
    {"JHR", "JHR"},
    {"JHR", "國中導師"},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* What nobody sees, first and last code point of each run. */
static const struct {
	uint32_t first, last;
} invisible[] = {
    {0x00ad, 0x00ad}, /* soft hyphen */
    {0x200b, 0x200f}, /* zero width, marks of direction */
    {0x2028, 0x202e}, /* separators, embeddings */
    {0x2060, 0x206f}, /* joiners, isolates */
    {0xfe00, 0xfe0f}, /* variation selectors */
    {0xfeff, 0xfeff}, /* byte order mark */
    {0xfff9, 0xfffb}, /* annotations */
};

static const char *
word_parse(const struct word *words, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(words[i].written, text) == 0)
			return words[i].stored;
	return NULL;
}

const char *
staff_kind_parse(const char *text)
{
	return word_parse(kinds, COUNT(kinds), text);
}

const char *
staff_schedule_parse(const char *text)
{
	return word_parse(schedules, COUNT(schedules), text);
}

const char *
staff_kind_caption(const char *word, bool is_zh)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		bool is_ascii = text_is_printable_ascii(
		    kinds[i].written, strlen(kinds[i].written));

		if (strcmp(kinds[i].stored, word) == 0 && is_ascii != is_zh)
			return kinds[i].written;
	}
	return word;
}

/* The code point at `*at` of well-formed UTF-8; moves behind it. */
static uint32_t
code_point_take(const char **at)
{
	unsigned char first = (unsigned char)*(*at)++;
	uint32_t point = first;
	int more = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;

	if (more > 0)
		point = first & (0x3f >> more);
	while (more-- > 0)
		point = point << 6 | ((unsigned char)*(*at)++ & 0x3f);
	return point;
}

static bool
is_invisible(uint32_t point)
{
	for (size_t i = 0; i < COUNT(invisible); i++)
		if (point >= invisible[i].first && point <= invisible[i].last)
			return true;
	return false;
}

bool
staff_is_caption(const char *text, size_t max)
{
	size_t len = strlen(text), count = 0;

	if (!text_is_utf8(text, len) || text_has_control(text, len) ||
	    strchr(text, ':') != NULL)
		return false;
	for (; *text != '\0'; count++)
		if (is_invisible(code_point_take(&text)))
			return false;
	return count > 0 && count <= max;
}

enum { DAY_S = 86400, LAST_SECOND_S = DAY_S - 1 - 8 * 3600 };

void
staff_first_day(int day, char text[CLOCK_GENERALIZED_SIZE])
{
	clock_generalized((int64_t)day * DAY_S, text);
}

void
staff_last_day(int day, char text[CLOCK_GENERALIZED_SIZE])
{
	clock_generalized((int64_t)day * DAY_S + LAST_SECOND_S, text);
}
