#include "keyring.h"

#include "base/almanac.h"
#include "base/secret.h"
#include "base/text.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char head[] = "portal-keyring 1 ";

static const char *const state_names[] = {
    [KEYRING_LIVE] = "live",
    [KEYRING_NEWEST] = "newest",
    [KEYRING_RETIRED] = "retired",
};

enum { STATE_COUNT = sizeof(state_names) / sizeof(state_names[0]) };

/* The words of a key's line, in this order, one blank between two. */
enum word { WORD_KID, WORD_STATE, WORD_DAY, WORD_KEY, WORD_COUNT };

enum { LINE_SIZE = 96 };

const char *
keyring_state_name(enum keyring_state state)
{
	return state_names[state];
}

struct keyring *
keyring_new(const char *purpose)
{
	struct keyring *ring;

	if (purpose[0] == '\0' || strlen(purpose) >= KEYRING_PURPOSE_SIZE ||
	    sodium_init() < 0)
		return NULL;
	ring = sodium_malloc(sizeof(*ring));
	if (ring == NULL)
		return NULL;
	memset(ring, 0, sizeof(*ring));
	(void)text_copy(ring->purpose, sizeof(ring->purpose), purpose);
	return ring;
}

void
keyring_free(struct keyring *ring)
{
	sodium_free(ring);
}

static void
keyring_empty(struct keyring *ring)
{
	sodium_memzero(ring->keys, sizeof(ring->keys));
	ring->count = 0;
}

/* Only as keyring_print() writes it: a ring has one text. */
static bool
day_parse(const char *text, int *day)
{
	char printed[ALMANAC_TEXT_SIZE];
	struct err err;

	return almanac_parse(text, day, &err) == RC_OK &&
	    strcmp(almanac_print(*day, printed), text) == 0;
}

/* Cuts `line` at its blanks; false unless there are exactly WORD_COUNT. */
static bool
line_split(char *line, char *word[WORD_COUNT])
{
	size_t count = 0;

	for (char *at = line; at != NULL; count++) {
		char *blank = strchr(at, ' ');

		if (count == WORD_COUNT || at[0] == '\0' || at[0] == ' ')
			return false;
		word[count] = at;
		if (blank != NULL)
			*blank++ = '\0';
		at = blank;
	}
	return count == WORD_COUNT;
}

static bool
state_parse(const char *text, enum keyring_state *state)
{
	for (int i = 0; i < STATE_COUNT; i++)
		if (strcmp(text, state_names[i]) == 0) {
			*state = (enum keyring_state)i;
			return true;
		}
	return false;
}

static bool
key_parse(struct keyring_key *key, const char *text)
{
	size_t len;

	if (key->state == KEYRING_RETIRED)
		return strcmp(text, "-") == 0;
	return text_unbase64(key->key, sizeof(key->key), text, &len) &&
	    len == sizeof(key->key);
}

static enum rc
line_parse(struct keyring *ring, char *line, struct err *err)
{
	struct keyring_key *key = &ring->keys[ring->count];
	int64_t least = ring->count > 0 ? (int64_t)key[-1].kid + 1 : 1, kid;
	char *word[WORD_COUNT];

	if (ring->count == KEYRING_KEYS_MAX)
		return err_set(
		    err, RC_INPUT, "more than %d keys", KEYRING_KEYS_MAX);
	if (!line_split(line, word))
		return err_set(err, RC_INPUT, "not 'number state day key'");
	if (word[WORD_KID][0] == '+' || word[WORD_KID][0] == '0' ||
	    !text_number(word[WORD_KID], least, UINT32_MAX, &kid))
		return err_set(
		    err, RC_INPUT, "the number must be above the one before");
	if (!state_parse(word[WORD_STATE], &key->state))
		return err_set(
		    err, RC_INPUT, "the state is live, newest or retired");
	if (!day_parse(word[WORD_DAY], &key->day))
		return err_set(err, RC_INPUT, "the day is not YYYY-MM-DD");
	if (!key_parse(key, word[WORD_KEY]))
		return err_set(err, RC_INPUT,
		    "the key is not %d bytes of base64, or '-' when retired",
		    KEYRING_KEY_LEN);
	key->kid = (uint32_t)kid;
	ring->count++;
	return RC_OK;
}

static enum rc
head_check(const struct keyring *ring, const char *line, struct err *err)
{
	if (strncmp(line, head, sizeof(head) - 1) != 0)
		return err_set(err, RC_INPUT, "not a key ring");
	if (strcmp(line + sizeof(head) - 1, ring->purpose) != 0)
		return err_set(
		    err, RC_INPUT, "not the key ring '%s'", ring->purpose);
	return RC_OK;
}

static enum rc
one_newest_check(const struct keyring *ring, struct err *err)
{
	size_t newest = 0;

	for (size_t i = 0; i < ring->count; i++)
		newest += ring->keys[i].state == KEYRING_NEWEST;
	if (newest == (ring->count > 0))
		return RC_OK;
	return err_set(err, RC_INPUT, "%zu keys are the newest", newest);
}

static enum rc
lines_parse(struct keyring *ring, const char *text, size_t len, struct err *err)
{
	size_t number = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && len > 0) {
		SECRET(line, LINE_SIZE);
		const char *end = memchr(text, '\n', len);
		size_t line_len = end != NULL ? (size_t)(end - text) : len;

		number++;
		if (end == NULL || line_len >= LINE_SIZE ||
		    memchr(text, '\0', line_len) != NULL)
			return err_set(err, RC_INPUT,
			    "line %zu: too long or cut off", number);
		memcpy(line, text, line_len);
		rc = number == 1 ? head_check(ring, line, err)
				 : line_parse(ring, line, err);
		if (rc != RC_OK)
			return err_context(err, rc, "line %zu", number);
		text += line_len + 1;
		len -= line_len + 1;
	}
	if (number == 0)
		return err_set(err, RC_INPUT, "empty: not a key ring");
	return one_newest_check(ring, err);
}

enum rc
keyring_parse(
    struct keyring *ring, const char *text, size_t len, struct err *err)
{
	enum rc rc;

	keyring_empty(ring);
	rc = lines_parse(ring, text, len, err);
	if (rc != RC_OK)
		keyring_empty(ring);
	return rc;
}

size_t
keyring_print(const struct keyring *ring, char text[KEYRING_TEXT_SIZE])
{
	int len =
	    snprintf(text, KEYRING_TEXT_SIZE, "%s%s\n", head, ring->purpose);
	size_t used = (size_t)len;

	for (size_t i = 0; i < ring->count; i++) {
		const struct keyring_key *key = &ring->keys[i];
		SECRET(base64, 4 * KEYRING_KEY_LEN);
		char day[ALMANAC_TEXT_SIZE];

		(void)text_base64(
		    base64, sizeof(base64), key->key, sizeof(key->key));
		len = snprintf(text + used, KEYRING_TEXT_SIZE - used,
		    "%" PRIu32 " %s %s %s\n", key->kid, state_names[key->state],
		    almanac_print(key->day, day),
		    key->state == KEYRING_RETIRED ? "-" : base64);
		used += (size_t)len;
	}
	return used;
}

enum rc
keyring_prepare(struct keyring *ring, int day, uint32_t *kid, struct err *err)
{
	struct keyring_key *key = &ring->keys[ring->count];
	uint32_t last = ring->count > 0 ? key[-1].kid : 0;

	*kid = 0;
	if (ring->count == KEYRING_KEYS_MAX || last == UINT32_MAX)
		return err_set(
		    err, RC_BUSY, "the key ring '%s' is full", ring->purpose);
	key->kid = *kid = last + 1;
	key->state = ring->count == 0 ? KEYRING_NEWEST : KEYRING_LIVE;
	key->day = day;
	randombytes_buf(key->key, sizeof(key->key));
	ring->count++;
	return RC_OK;
}

const struct keyring_key *
keyring_find(const struct keyring *ring, uint32_t kid)
{
	for (size_t i = 0; i < ring->count; i++)
		if (ring->keys[i].kid == kid &&
		    ring->keys[i].state != KEYRING_RETIRED)
			return &ring->keys[i];
	return NULL;
}

const struct keyring_key *
keyring_newest(const struct keyring *ring)
{
	for (size_t i = ring->count; i > 0; i--)
		if (ring->keys[i - 1].state == KEYRING_NEWEST)
			return &ring->keys[i - 1];
	return NULL;
}

/* To be changed; NULL as RC_ABSENT says. */
static struct keyring_key *
find_live(struct keyring *ring, uint32_t kid, struct err *err)
{
	const struct keyring_key *found = keyring_find(ring, kid);

	if (found != NULL)
		return &ring->keys[found - ring->keys];
	(void)err_set(err, RC_ABSENT,
	    "the key ring '%s' has no live key %" PRIu32, ring->purpose, kid);
	return NULL;
}

enum rc
keyring_use(struct keyring *ring, uint32_t kid, struct err *err)
{
	struct keyring_key *key = find_live(ring, kid, err);

	if (key == NULL)
		return RC_ABSENT;
	for (size_t i = 0; i < ring->count; i++)
		if (ring->keys[i].state == KEYRING_NEWEST)
			ring->keys[i].state = KEYRING_LIVE;
	key->state = KEYRING_NEWEST;
	return RC_OK;
}

enum rc
keyring_add(struct keyring *ring, int day, uint32_t *kid, struct err *err)
{
	enum rc rc = keyring_prepare(ring, day, kid, err);

	return rc == RC_OK ? keyring_use(ring, *kid, err) : rc;
}

enum rc
keyring_retire(struct keyring *ring, uint32_t kid, struct err *err)
{
	struct keyring_key *key = find_live(ring, kid, err);

	if (key == NULL)
		return RC_ABSENT;
	if (key->state == KEYRING_NEWEST)
		return err_set(err, RC_DENIED,
		    "key %" PRIu32 " is the newest; add another first", kid);
	key->state = KEYRING_RETIRED;
	sodium_memzero(key->key, sizeof(key->key));
	return RC_OK;
}
