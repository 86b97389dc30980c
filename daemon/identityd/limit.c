#include "limit.h"

#include "shared.h"

#include <sodium.h>
#include <stddef.h>
#include <string.h>

enum {
	ROWS = 4096,
	WAYS = 4, /* slots of a row, searched one by one */
	HOUR_S = 3600,
};

struct slot {
	uint64_t key; /* 0: free */
	int64_t hour;
	uint32_t now, before;
};

struct limit {
	pthread_mutex_t lock;
	unsigned char hash_key[crypto_shorthash_KEYBYTES];
	struct slot slots[ROWS][WAYS];
};

struct limit *
limit_new(void)
{
	struct limit *limit =
	    shared_new(sizeof(*limit), offsetof(struct limit, lock));

	if (limit == NULL)
		return NULL;
	/* A key of our own: nobody can aim at a row. */
	randombytes_buf(limit->hash_key, sizeof(limit->hash_key));
	return limit;
}

/* Counts may be half-written after a holder's death; they are only counts. */
static void
lock(struct limit *limit)
{
	(void)shared_lock(&limit->lock);
}

static uint64_t
key_of(const struct limit *limit, enum limit_kind kind, const char *subject)
{
	unsigned char out[crypto_shorthash_BYTES];
	uint64_t key;

	crypto_shorthash(out, (const unsigned char *)subject, strlen(subject),
	    limit->hash_key);
	memcpy(&key, out, sizeof(key));
	key ^= (uint64_t)(kind + 1) << 56;
	return key != 0 ? key : 1;
}

static struct slot *
find(struct limit *limit, uint64_t key)
{
	struct slot *row = limit->slots[key % ROWS];

	for (int i = 0; i < WAYS; i++)
		if (row[i].key == key)
			return &row[i];
	return NULL;
}

/* Its count moves on with the hours; a clock set back keeps what it has. */
static void
age(struct slot *slot, int64_t now_s)
{
	int64_t hour = now_s / HOUR_S;

	if (hour <= slot->hour)
		return;
	slot->before = hour == slot->hour + 1 ? slot->now : 0;
	slot->now = 0;
	slot->hour = hour;
}

static uint64_t
recent(const struct slot *slot, int64_t now_s)
{
	uint64_t left_s = (uint64_t)(HOUR_S - now_s % HOUR_S);

	return slot->now + slot->before * left_s / HOUR_S;
}

static struct slot *
place(struct limit *limit, uint64_t key, int64_t now_s)
{
	struct slot *row = limit->slots[key % ROWS], *least = &row[0];

	for (int i = 0; i < WAYS; i++) {
		age(&row[i], now_s);
		if (row[i].key == 0 ||
		    recent(&row[i], now_s) < recent(least, now_s))
			least = &row[i];
		if (row[i].key == 0)
			break;
	}
	*least = (struct slot){.key = key, .hour = now_s / HOUR_S};
	return least;
}

bool
limit_allows(struct limit *limit, enum limit_kind kind, const char *subject,
    int64_t max, int64_t now_s)
{
	struct slot *slot;
	bool allows = true;

	lock(limit);
	slot = find(limit, key_of(limit, kind, subject));
	if (slot != NULL) {
		age(slot, now_s);
		allows = recent(slot, now_s) < (uint64_t)max;
	}
	shared_unlock(&limit->lock);
	return allows;
}

void
limit_count(struct limit *limit, enum limit_kind kind, const char *subject,
    int64_t now_s)
{
	uint64_t key;
	struct slot *slot;

	lock(limit);
	key = key_of(limit, kind, subject);
	slot = find(limit, key);
	if (slot == NULL)
		slot = place(limit, key, now_s);
	age(slot, now_s);
	slot->now++;
	shared_unlock(&limit->lock);
}
