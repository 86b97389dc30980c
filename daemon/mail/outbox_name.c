#include "outbox_name.h"

#include <string.h>

#include "base/text.h"

enum { DUE_DIGITS = 12, ATTEMPTS_DIGITS = 3 };

/* The last second that twelve digits can name. */
static const int64_t DUE_MAX_S = 999999999999;

int64_t
outbox_wait_s(int attempts)
{
	int64_t wait_s = OUTBOX_WAIT_FIRST_S;

	for (int i = 1; i < attempts && wait_s < OUTBOX_WAIT_MAX_S; i++)
		wait_s *= 2;
	return wait_s < OUTBOX_WAIT_MAX_S ? wait_s : OUTBOX_WAIT_MAX_S;
}

int64_t
outbox_age_s(int attempts)
{
	int64_t age_s = 0;

	for (int i = 1; i < attempts; i++)
		age_s += outbox_wait_s(i);
	return age_s;
}

void
outbox_name_print(struct outbox_item *item)
{
	if (item->due_s < 0)
		item->due_s = 0;
	if (item->due_s > DUE_MAX_S)
		item->due_s = DUE_MAX_S;
	(void)text_print(item->name, sizeof(item->name), "%0*lld.%0*d.%s",
	    DUE_DIGITS, (long long)item->due_s, ATTEMPTS_DIGITS, item->attempts,
	    item->id);
}

static bool
digits_parse(const char *text, size_t len, int64_t *number)
{
	char digits[DUE_DIGITS + 1];

	memcpy(digits, text, len);
	digits[len] = '\0';
	return strspn(digits, "0123456789") == len &&
	    text_number(digits, 0, DUE_MAX_S, number);
}

bool
outbox_name_parse(struct outbox_item *item, const char *name)
{
	const char *attempts = name + DUE_DIGITS + 1;
	const char *id = attempts + ATTEMPTS_DIGITS + 1;
	int64_t number;

	if (!text_copy(item->name, sizeof(item->name), name) ||
	    strlen(name) != OUTBOX_NAME_SIZE - 1 || attempts[-1] != '.' ||
	    id[-1] != '.' || !digits_parse(name, DUE_DIGITS, &item->due_s) ||
	    !digits_parse(attempts, ATTEMPTS_DIGITS, &number) ||
	    strspn(id, "0123456789abcdef") != PROMISE_ID_SIZE - 1)
		return false;
	item->attempts = (int)number;
	return text_copy(item->id, sizeof(item->id), id);
}

/* Nothing is made due further ahead than the longest wait: what seems to be
 * was named before the clock was set back, and is due. */
int64_t
outbox_name_until_s(const struct outbox_item *item, int64_t now_s)
{
	int64_t wait_s = item->due_s - now_s;

	return wait_s > OUTBOX_WAIT_MAX_S || wait_s < 0 ? 0 : wait_s;
}
