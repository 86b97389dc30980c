#include "facts.h"

#include "base/almanac.h"
#include "base/text.h"

#include <string.h>

enum { NAME_SIZE = 24, VALUE_SIZE = 64, WEEKS_MAX = 45 };

enum fact_type { FACT_DAY, FACT_NUMBER, FACT_TEXT, FACT_BOOL };

#define AT(member)   offsetof(struct facts, member)
#define SIZE(member) sizeof(((struct facts *)0)->member)

static const struct fact {
	const char *name;
	enum fact_type type;
	size_t offset, size;
} table[] = {
    {"registered", FACT_DAY, AT(registered), 0},
    {"birth", FACT_DAY, AT(birth), 0},
    {"death", FACT_DAY, AT(death), 0},
    {"miscarriage", FACT_DAY, AT(miscarriage), 0},
    {"injury", FACT_DAY, AT(injury), 0},
    {"weeks", FACT_NUMBER, AT(weeks), 0},
    {"relation", FACT_TEXT, AT(relation), SIZE(relation)},
    {"part", FACT_TEXT, AT(part), SIZE(part)},
    {"event", FACT_TEXT, AT(event), SIZE(event)},
    {"letter", FACT_TEXT, AT(letter), SIZE(letter)},
    {"destination", FACT_TEXT, AT(destination), SIZE(destination)},
    {"extended", FACT_BOOL, AT(is_extended), 0},
};
enum { FACTS = sizeof(table) / sizeof(table[0]) };

static bool
read_value(struct facts *facts, const struct fact *fact, const char *value)
{
	char *at = (char *)facts + fact->offset;
	int64_t number;
	struct err err;

	switch (fact->type) {
	case FACT_DAY:
		return almanac_parse(value, (int *)(void *)at, &err) == RC_OK;
	case FACT_NUMBER:
		if (!text_number(value, 0, WEEKS_MAX, &number))
			return false;
		*(int *)(void *)at = (int)number;
		return true;
	case FACT_TEXT:
		return value[0] != '\0' && text_copy(at, fact->size, value);
	case FACT_BOOL:
		*(bool *)(void *)at = strcmp(value, "1") == 0;
		return strcmp(value, "1") == 0 || strcmp(value, "0") == 0;
	}
	return false;
}

/* "name=value"; which one it was goes to `seen`. */
static enum amiss
read_one(struct facts *facts, char *one, unsigned *seen)
{
	char *value = strchr(one, '=');

	if (value == NULL)
		return AMISS_FACT_SHAPE;
	*value++ = '\0';
	for (size_t i = 0; i < FACTS; i++) {
		if (strcmp(table[i].name, one) != 0)
			continue;
		if ((*seen & 1U << i) != 0)
			return AMISS_FACT_TWICE;
		*seen |= 1U << i;
		return read_value(facts, &table[i], value) ? AMISS_NONE
							   : AMISS_FACT_VALUE;
	}
	return AMISS_FACT_NAME;
}

enum amiss
facts_parse(struct facts *facts, const char *text, char value[AMISS_VALUE_SIZE])
{
	unsigned seen = 0;
	enum amiss amiss = AMISS_NONE;

	facts_init(facts);
	value[0] = '\0';
	while (amiss == AMISS_NONE && *text != '\0') {
		size_t len = strcspn(text, ";");
		char one[NAME_SIZE + VALUE_SIZE];

		if (!text_print(one, sizeof(one), "%.*s", (int)len, text))
			return AMISS_LONG;
		text_trim(one);
		(void)text_copy(value, AMISS_VALUE_SIZE, one);
		if (len > 0)
			amiss = read_one(facts, one, &seen);
		text += len + (text[len] == ';');
	}
	return amiss;
}

static bool
print_value(const struct facts *facts, const struct fact *fact,
    char value[ALMANAC_TEXT_SIZE])
{
	const char *at = (const char *)facts + fact->offset;
	int number = 0;

	if (fact->type == FACT_DAY || fact->type == FACT_NUMBER)
		memcpy(&number, at, sizeof(number));
	value[0] = '\0';
	switch (fact->type) {
	case FACT_DAY:
		if (number != BOOK_NO_DAY)
			(void)almanac_print(number, value);
		break;
	case FACT_NUMBER:
		if (number >= 0)
			(void)text_print(
			    value, ALMANAC_TEXT_SIZE, "%d", number);
		break;
	case FACT_TEXT:
		(void)text_copy(value, ALMANAC_TEXT_SIZE, at);
		break;
	case FACT_BOOL:
		(void)text_copy(
		    value, ALMANAC_TEXT_SIZE, facts->is_extended ? "1" : "");
		break;
	}
	return value[0] != '\0';
}

char *
facts_print(const struct facts *facts, char text[FACTS_SIZE])
{
	char value[ALMANAC_TEXT_SIZE];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < FACTS; i++) {
		if (!print_value(facts, &table[i], value))
			continue;
		(void)text_print(text + len, FACTS_SIZE - len, "%s%s=%s",
		    len == 0 ? "" : ";", table[i].name, value);
		len += strlen(text + len);
	}
	return text;
}
