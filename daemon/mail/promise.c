#include "promise.h"

#include <string.h>

#include "base/text.h"

#define FIRST_LINE "portal-letter 1"
#define LAST_LINE  "end"

/* 9999-12-31: the clock is not beyond it, nor before 1970. */
static const int64_t TIME_MAX_S = 253402300799;

/* Which kinds a line belongs to. */
static bool
always(enum letter_kind kind)
{
	(void)kind;
	return true;
}

/* A letter about leave is in leaved's tables: its file is only a name. */
static bool
needs_who(enum letter_kind kind)
{
	return (letter_kind_needs(kind) & LETTER_NEEDS_LINK) == 0;
}

static bool
needs_at(enum letter_kind kind)
{
	return letter_kind_needs(kind) & LETTER_NEEDS_AT;
}

/* The end of a code is the directory's to tell when the letter is due. */
static bool
needs_until(enum letter_kind kind)
{
	return (letter_kind_needs(kind) &
		   (LETTER_NEEDS_CODE | LETTER_NEEDS_UNTIL)) ==
	    LETTER_NEEDS_UNTIL;
}

static bool
needs_count(enum letter_kind kind)
{
	return letter_kind_needs(kind) & LETTER_NEEDS_COUNT;
}

/* kind comes first: whether a later line belongs depends on it. */
static const struct line {
	const char *key;
	bool (*belongs)(enum letter_kind kind);
	size_t offset;
	size_t size; /* of a text; 0: a number */
	int64_t max; /* of a number */
} lines[] = {
    {"id", always, offsetof(struct promise, id), PROMISE_ID_SIZE, 0},
    {"who", needs_who, offsetof(struct promise, who), PROMISE_WHO_SIZE, 0},
    {"created", always, offsetof(struct promise, created_s), 0, TIME_MAX_S},
    {"at", needs_at, offsetof(struct promise, at_s), 0, TIME_MAX_S},
    {"until", needs_until, offsetof(struct promise, until_s), 0, TIME_MAX_S},
    {"count", needs_count, offsetof(struct promise, count), 0,
	LETTER_COUNT_MAX},
    {"to", letter_kind_is_to_given, offsetof(struct promise, to),
	MAIL_ADDRESS_MAX + 1, 0},
};
enum { LINE_COUNT = sizeof(lines) / sizeof(lines[0]) };

static bool
is_hex(const char *text, size_t len)
{
	return strspn(text, "0123456789abcdef") == len && text[len] == '\0';
}

static bool
is_uuid(const char *text)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < sizeof(shape); i++) {
		if (shape[i] != 'x' && text[i] != shape[i])
			return false;
		if (shape[i] == 'x' &&
		    (text[i] == '\0' || !strchr("0123456789abcdef", text[i])))
			return false;
	}
	return true;
}

static int64_t *
number_at(struct promise *promise, const struct line *line)
{
	return (int64_t *)(void *)((char *)promise + line->offset);
}

static enum rc
line_check(
    const struct promise *promise, const struct line *line, struct err *err)
{
	const char *text = (const char *)promise + line->offset;
	int64_t number = 0;
	bool is_there;

	if (line->size == 0)
		memcpy(&number, text, sizeof(number));
	is_there = line->size == 0 ? number != 0 : *text != '\0';
	if (is_there != line->belongs(promise->kind))
		return err_set(err, RC_INPUT, "a promise of '%s' %s '%s'",
		    letter_kind_name(promise->kind),
		    is_there ? "has no use for" : "lacks", line->key);
	if (number < 0 || number > line->max)
		return err_set(
		    err, RC_INPUT, "'%s' is out of range", line->key);
	return RC_OK;
}

enum rc
promise_check(const struct promise *promise, struct err *err)
{
	enum rc rc;

	if (letter_kind_name(promise->kind) == NULL)
		return err_set(err, RC_INPUT, "a promise of no known kind");
	for (size_t i = 0; i < LINE_COUNT; i++)
		if ((rc = line_check(promise, &lines[i], err)) != RC_OK)
			return rc;
	if (!is_hex(promise->id, PROMISE_ID_SIZE - 1))
		return err_set(err, RC_INPUT, "'id' is not 32 hex digits");
	if (needs_who(promise->kind) && !is_uuid(promise->who))
		return err_set(err, RC_INPUT, "'who' is not an entryUUID");
	if (*promise->to != '\0')
		return mail_address_check(promise->to, err);
	return RC_OK;
}

enum rc
promise_print(
    char *buf, size_t size, const struct promise *promise, struct err *err)
{
	enum rc rc = promise_check(promise, err);
	bool fits;
	size_t len;

	if (rc != RC_OK)
		return rc;
	fits = text_print(buf, size, FIRST_LINE "\nkind %s\n",
	    letter_kind_name(promise->kind));
	for (size_t i = 0; i < LINE_COUNT && fits; i++) {
		const char *at = (const char *)promise + lines[i].offset;

		len = strlen(buf);
		if (!lines[i].belongs(promise->kind))
			continue;
		if (lines[i].size > 0)
			fits = text_print(
			    buf + len, size - len, "%s %s\n", lines[i].key, at);
		else
			fits = text_print(buf + len, size - len, "%s %lld\n",
			    lines[i].key,
			    (long long)*(const int64_t *)(const void *)at);
	}
	len = fits ? strlen(buf) : 0;
	if (!fits || !text_print(buf + len, size - len, LAST_LINE "\n"))
		return err_set(
		    err, RC_FAULT, "a promise is longer than %zu bytes", size);
	return RC_OK;
}

/* The value of the next line if its key is `key`; `*at` moves behind it. */
static char *
next_value(char **at, const char *key)
{
	char *line = *at, *end = strchr(line, '\n');
	size_t len = strlen(key);

	if (end == NULL || strncmp(line, key, len) != 0 || line[len] != ' ')
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line + len + 1;
}

/* As promise_print() writes it: no sign, no leading zero. */
static bool
parse_number(const char *value, int64_t max, int64_t *number)
{
	return *value >= '1' && *value <= '9' &&
	    text_number(value, 1, max, number);
}

static enum rc
parse_line(struct promise *promise, const struct line *line, char **at,
    struct err *err)
{
	const char *value = next_value(at, line->key);

	if (value == NULL)
		return err_set(
		    err, RC_INPUT, "the line '%s' is missing", line->key);
	if (line->size > 0 &&
	    text_copy((char *)promise + line->offset, line->size, value))
		return RC_OK;
	if (line->size == 0 &&
	    parse_number(value, line->max, number_at(promise, line)))
		return RC_OK;
	return err_set(err, RC_INPUT, "the line '%s' is malformed", line->key);
}

enum rc
promise_parse(
    struct promise *promise, const char *text, size_t len, struct err *err)
{
	char copy[PROMISE_MAX], *at = copy;
	const char *kind;
	enum rc rc;

	*promise = (struct promise){0};
	if (len >= sizeof(copy) || memchr(text, '\0', len) != NULL)
		return err_set(err, RC_INPUT, "not a promise of a letter");
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (strncmp(at, FIRST_LINE "\n", strlen(FIRST_LINE "\n")) != 0)
		return err_set(err, RC_INPUT, "not a promise of a letter");
	at += strlen(FIRST_LINE "\n");
	if ((kind = next_value(&at, "kind")) == NULL ||
	    (promise->kind = letter_kind_parse(kind)) == LETTER_NONE)
		return err_set(err, RC_INPUT, "a promise of no known kind");
	for (size_t i = 0; i < LINE_COUNT; i++)
		if (lines[i].belongs(promise->kind) &&
		    (rc = parse_line(promise, &lines[i], &at, err)) != RC_OK)
			return rc;
	if (strcmp(at, LAST_LINE "\n") != 0)
		return err_set(err, RC_INPUT, "a promise without its end");
	return promise_check(promise, err);
}
