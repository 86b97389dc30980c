/*
 * letter_fuzz.c - a letter from any answer and any configuration.
 * Input: kind, then lines: to, code, site, contact, reply_to. A message that
 * is printed has lines of ASCII that end in CRLF, and each header once.
 */
#include <stdlib.h>
#include <string.h>

#include "mail/letter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *
next_line(char **at)
{
	char *line = *at, *end = strchrnul(line, '\n');

	*at = *end == '\0' ? end : end + 1;
	*end = '\0';
	return line;
}

static void
check_message(const char *message)
{
	int to_count = 0;

	for (const char *line = message; *line != '\0';) {
		size_t len = strcspn(line, "\r\n");

		if (len > 998 || strncmp(line + len, "\r\n", 2) != 0)
			abort();
		for (size_t i = 0; i < len; i++)
			if (line[i] < 0x20 || line[i] > 0x7e)
				abort();
		to_count += strncmp(line, "To: ", 4) == 0;
		if (strncmp(line, "Bcc:", 4) == 0)
			abort();
		line += len + 2;
	}
	if (to_count != 1)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[4096], message[LETTER_MAX], *at = text;
	struct letter letter = {.id = "0123456789abcdef0123456789abcdef"};
	struct letter_sender sender = {.address = "portal@example.edu"};
	struct err err;
	unsigned needs;

	if (size < 2 || size >= sizeof(text))
		return 0;
	letter.kind = data[0] % (LETTER_KIND_COUNT + 1);
	needs = letter_kind_needs(letter.kind);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	letter.to = next_line(&at);
	letter.code = next_line(&at);
	if ((needs & LETTER_NEEDS_CODE) == 0)
		letter.code = NULL;
	letter.until_s = needs & LETTER_NEEDS_UNTIL ? data[0] * 86400000L : 0;
	letter.at_s = needs & LETTER_NEEDS_AT ? data[0] * 86400000L : 0;
	letter.count = needs & LETTER_NEEDS_COUNT ? data[0] : 0;
	letter.link = needs & LETTER_NEEDS_LINK ? next_line(&at) : NULL;
	sender.site_zh = sender.site_en = next_line(&at);
	sender.contact_zh = sender.contact_en = next_line(&at);
	sender.reply_to = next_line(&at);
	if (letter_print(message, sizeof(message), &letter, &sender, 1795768805,
		&err) == RC_OK)
		check_message(message);
	return 0;
}
