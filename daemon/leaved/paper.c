#include "paper.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static const struct {
	const char *type, *ending, *also;
	const char *head; /* the first bytes */
	size_t head_len;
} kinds[PAPERS] = {
    [PAPER_UNKNOWN] = {"", "", "", "", 0},
    [PAPER_PDF] = {"application/pdf", ".pdf", ".pdf", "%PDF-", 5},
    [PAPER_JPEG] = {"image/jpeg", ".jpg", ".jpeg", "\xff\xd8\xff", 3},
    [PAPER_PNG] = {"image/png", ".png", ".png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
	16},
};

enum paper
paper_of(const void *bytes, size_t len)
{
	for (enum paper p = PAPER_PDF; p < PAPERS; p++)
		if (len >= PAPER_HEAD &&
		    memcmp(bytes, kinds[p].head, kinds[p].head_len) == 0)
			return p;
	return PAPER_UNKNOWN;
}

const char *
paper_type(enum paper paper)
{
	return kinds[paper].type;
}

/* Bytes of a sign that turns the reading direction, or is not seen: U+0080 to
 * U+009F, U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF. */
static size_t
hidden_len(const unsigned char *at)
{
	if (at[0] == 0xc2 && at[1] < 0xa0)
		return 2;
	if (at[0] == 0xe2 && at[1] == 0x80 &&
	    ((at[2] >= 0x8b && at[2] <= 0x8f) ||
		(at[2] >= 0xaa && at[2] <= 0xae)))
		return 3;
	if (at[0] == 0xe2 && at[1] == 0x81 && at[2] >= 0xa0 && at[2] <= 0xaf)
		return 3;
	return at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf ? 3 : 0;
}

static size_t
letter_len(const unsigned char *at)
{
	return at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
}

static const char *
last_part(const char *given)
{
	for (const char *at = given; *at != '\0'; at++)
		if (*at == '/' || *at == '\\')
			given = at + 1;
	return given + strspn(given, " .");
}

/* Without the ending that says the same as `paper`. */
static size_t
stem_len(const char *part, enum paper paper)
{
	const char *const endings[] = {kinds[paper].ending, kinds[paper].also};
	size_t len = strlen(part);

	for (size_t i = 0; i < 2; i++) {
		size_t end = strlen(endings[i]);

		if (len > end && strcasecmp(part + len - end, endings[i]) == 0)
			return len - end;
	}
	return len;
}

void
paper_name(char name[PAPER_NAME_SIZE], const char *given, enum paper paper)
{
	const char *part = last_part(given), *ending = kinds[paper].ending;
	size_t stem = stem_len(part, paper), len = 0;
	const size_t room = PAPER_NAME_SIZE - 1 - strlen(ending);

	if (!text_is_utf8(given, strlen(given)))
		stem = 0;
	for (size_t i = 0; i < stem;) {
		const unsigned char *at = (const unsigned char *)part + i;
		size_t step = letter_len(at);

		i += step;
		if (hidden_len(at) > 0)
			continue;
		if (len + step > room)
			break;
		if (*at < 0x20 || *at == 0x7f || strchr("<>:\"|?*%;'`$", *at))
			name[len++] = '_';
		else {
			memcpy(name + len, at, step);
			len += step;
		}
	}
	while (len > 0 && strchr(" .", name[len - 1]) != NULL)
		len--;
	if (len == 0)
		name[len++] = '_';
	name[len] = '\0';
	(void)text_copy(name + len, PAPER_NAME_SIZE - len, ending);
}
