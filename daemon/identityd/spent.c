#include "spent.h"

#include "shared.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>

enum { ROWS = 16384, WAYS = 8 /* searched one by one */ };

struct slot {
	unsigned char serial[GRANT_SERIAL_LEN];
	int64_t taken_s; /* 0: free */
	bool is_tried_again;
};

struct spent {
	pthread_mutex_t lock;
	unsigned char run[GRANT_RUN_LEN];
	struct slot slots[ROWS][WAYS];
};

struct spent *
spent_new(void)
{
	struct spent *spent =
	    shared_new(sizeof(*spent), offsetof(struct spent, lock));

	if (spent == NULL)
		return NULL;
	randombytes_buf(spent->run, sizeof(spent->run));
	return spent;
}

const unsigned char *
spent_run(const struct spent *spent)
{
	return spent->run;
}

/* A slot half-written by who died is of a code that was answered to nobody. */
static void
lock(struct spent *spent)
{
	(void)shared_lock(&spent->lock);
}

/* Serials are ours and random: their own bytes spread them. */
static struct slot *
row_of(struct spent *spent, const unsigned char *serial)
{
	return spent->slots[(serial[0] << 8 | serial[1]) % ROWS];
}

static struct slot *
find(struct spent *spent, const unsigned char *serial)
{
	struct slot *row = row_of(spent, serial);

	for (int i = 0; i < WAYS; i++)
		if (row[i].taken_s != 0 &&
		    memcmp(row[i].serial, serial, GRANT_SERIAL_LEN) == 0)
			return &row[i];
	return NULL;
}

/* The oldest of those that nobody needs any more; a free one is the oldest of
 * all. NULL when a code of each could still be tried. */
static struct slot *
place(struct spent *spent, const unsigned char *serial, int64_t now_s)
{
	struct slot *row = row_of(spent, serial), *oldest = &row[0];

	for (int i = 1; i < WAYS; i++)
		if (row[i].taken_s < oldest->taken_s)
			oldest = &row[i];
	return oldest->taken_s == 0 ||
		now_s - oldest->taken_s >= GRANT_CODE_LIFE_S
	    ? oldest
	    : NULL;
}

enum rc
spent_take(struct spent *spent, const unsigned char serial[GRANT_SERIAL_LEN],
    int64_t now_s)
{
	struct slot *slot;
	enum rc rc = RC_OK;

	lock(spent);
	slot = find(spent, serial);
	if (slot != NULL) {
		slot->is_tried_again = true;
		rc = RC_EXISTS;
	} else {
		slot = place(spent, serial, now_s);
		rc = slot != NULL ? RC_OK : RC_BUSY;
	}
	if (rc == RC_OK) {
		*slot = (struct slot){.taken_s = now_s};
		memcpy(slot->serial, serial, GRANT_SERIAL_LEN);
	}
	shared_unlock(&spent->lock);
	return rc;
}

bool
spent_is_good(struct spent *spent, const unsigned char serial[GRANT_SERIAL_LEN])
{
	const struct slot *slot;
	bool is_good;

	lock(spent);
	slot = find(spent, serial);
	is_good = slot != NULL && !slot->is_tried_again;
	shared_unlock(&spent->lock);
	return is_good;
}
