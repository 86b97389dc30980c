#include "national_id.h"

#include "base/secret.h"
#include "base/text.h"

#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char digits[] = "0123456789";
static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* What may stand second, after the letter; eight digits follow. */
static const struct {
	const char *second;
} forms[] = {
    {"12"},   /* citizens */
    {"89"},   /* residents, since 2021 */
    {"ABCD"}, /* residents, before */
};

/* The two digits that a letter stands for, A to Z. */
static const unsigned char letter_code[] = {
    10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, /* A-M */
    22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33, /* N-Z */
};
_Static_assert(sizeof(letter_code) == 26, "one for each letter");

/* Of the nine characters after the letter, whose digits weigh 1 and 9. */
static const unsigned char weights[] = {8, 7, 6, 5, 4, 3, 2, 1, 1};
_Static_assert(sizeof(weights) == NATIONAL_ID_LEN - 1, "one for each");

/* The longest that can still be ten characters: four bytes each. */
enum { NATIONAL_ID_BYTES_MAX = 4 * NATIONAL_ID_LEN };

static const char *const names[] = {
    [NATIONAL_ID_OK] = "ok",
    [NATIONAL_ID_ENCODING] = "encoding",
    [NATIONAL_ID_LENGTH] = "length",
    [NATIONAL_ID_SHAPE] = "shape",
    [NATIONAL_ID_CHECKSUM] = "checksum",
};

/* The length of a blank at either end of a span, 0 when there is none. */
static size_t
blank_len(const char *span, size_t len, bool at_end)
{
	static const char *const blanks[] = {
	    " ", "\t", "\r", "\n", "\xe3\x80\x80"};

	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++) {
		size_t blank = strlen(blanks[i]);
		const char *at =
		    at_end && blank <= len ? span + len - blank : span;

		if (blank <= len && memcmp(at, blanks[i], blank) == 0)
			return blank;
	}
	return 0;
}

static bool
has_form(const char *id)
{
	if (strlen(id) != NATIONAL_ID_LEN || strchr(letters, id[0]) == NULL ||
	    strspn(id + 2, digits) != NATIONAL_ID_LEN - 2)
		return false;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strchr(forms[i].second, id[1]) != NULL)
			return true;
	return false;
}

/* A letter in second place counts as the units of its two digits. */
static unsigned
digit_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return letter_code[c - 'A'] % 10;
	return (unsigned)(c - '0');
}

static bool
has_checksum(const char *id)
{
	unsigned letter = letter_code[id[0] - 'A'];
	unsigned sum = letter / 10 + letter % 10 * 9;

	for (size_t i = 0; i < sizeof(weights); i++)
		sum += weights[i] * digit_value(id[i + 1]);
	return sum % 10 == 0;
}

static size_t
character_count(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

enum national_id_fault
national_id_parse(
    const void *bytes, size_t len, char canonical[NATIONAL_ID_SIZE])
{
	SECRET(id, NATIONAL_ID_BYTES_MAX + 1);
	const char *span = bytes;
	size_t blank;

	canonical[0] = '\0';
	while ((blank = blank_len(span, len, false)) > 0)
		span += blank, len -= blank;
	while ((blank = blank_len(span, len, true)) > 0)
		len -= blank;
	if (!text_is_utf8(span, len) || text_has_control(span, len))
		return NATIONAL_ID_ENCODING;
	if (len > NATIONAL_ID_BYTES_MAX)
		return NATIONAL_ID_LENGTH;
	memcpy(id, span, len);
	text_narrow(id);
	text_upper(id);
	if (character_count(id) != NATIONAL_ID_LEN)
		return NATIONAL_ID_LENGTH;
	if (!has_form(id))
		return NATIONAL_ID_SHAPE;
	memcpy(canonical, id, NATIONAL_ID_SIZE);
	return has_checksum(id) ? NATIONAL_ID_OK : NATIONAL_ID_CHECKSUM;
}

const char *
national_id_fault_name(enum national_id_fault fault)
{
	return names[fault];
}

void
national_id_index(const unsigned char key[NATIONAL_ID_KEY_LEN], uint32_t kid,
    const char canonical[NATIONAL_ID_SIZE], char index[NATIONAL_ID_INDEX_SIZE])
{
	unsigned char hash[32];
	int len = snprintf(index, NATIONAL_ID_INDEX_SIZE, "{%u}", kid);
	bool is_whole;

	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)canonical, strlen(canonical), key,
	    NATIONAL_ID_KEY_LEN);
	is_whole = text_base64(index + len,
	    NATIONAL_ID_INDEX_SIZE - (size_t)len, hash, sizeof(hash));
	assert(is_whole);
}
