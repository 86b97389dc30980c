#include "once.h"

#include "base/text.h"

#include <sodium.h>

enum { KEY_LEN = 16, KEY_SIZE = 2 * KEY_LEN + 1 };

void
once_add(const struct visit *visit, struct view *view)
{
	const char *sent = form_text(&visit->form, "key");
	unsigned char bytes[KEY_LEN];
	char key[KEY_SIZE];

	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(key, sizeof(key), bytes, sizeof(bytes));
	view_text(view, "key", sent[0] != '\0' ? sent : key);
}
