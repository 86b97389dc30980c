/*
 * outbox_name.h - what the name of a file in the outbox says.
 *
 * Shape:  DUE.ATTEMPTS.ID: twelve digits, three digits, 32 hex digits; so the
 *         order of names is the order of being due. Pure.
 * Units:  *_s Unix seconds; attempts are failed ones.
 * Errors: bool.
 * Source: ours.
 */
#ifndef MAIL_OUTBOX_NAME_H
#define MAIL_OUTBOX_NAME_H

#include "promise.h"

enum {
	OUTBOX_NAME_SIZE = 12 + 1 + 3 + 1 + 32 + 1,
	OUTBOX_ATTEMPTS_MAX = 999,
	OUTBOX_WAIT_FIRST_S = 60, /* after the first failure, then doubled */
	OUTBOX_WAIT_MAX_S = 3600, /* nothing is ever due later than that */
};

enum outbox_place { OUTBOX_NEW, OUTBOX_DUE, OUTBOX_SENT, OUTBOX_BAD };
#define OUTBOX_PLACE_COUNT (OUTBOX_BAD + 1)

struct outbox_item {
	enum outbox_place place; /* OUTBOX_DUE or OUTBOX_SENT */
	char name[256];          /* as found; OUTBOX_NAME_SIZE when proper */
	char id[PROMISE_ID_SIZE];
	int64_t due_s;
	int attempts; /* failed ones */
};

/* The name that the item's values make. */
void outbox_name_print(struct outbox_item *item);
/* False for a name that is none; item->name is what was found even then. */
bool outbox_name_parse(struct outbox_item *item, const char *name);
/* How long until it is due; 0: it is. */
int64_t outbox_name_until_s(const struct outbox_item *item, int64_t now_s);

/* The wait after that many failures, and the sum of all waits before. */
int64_t outbox_wait_s(int attempts);
int64_t outbox_age_s(int attempts);

#endif
