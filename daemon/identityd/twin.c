#include "twin.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Powers of two; the last is above TWIN_MAX. */
enum { SLOTS_MIN = 1 << 6, SLOTS_MAX = 1 << 18 };

struct slot {
	uint64_t hash;
	uint32_t line; /* 0: free */
};

struct twin {
	unsigned char key[crypto_shorthash_KEYBYTES];
	size_t count, room;
	struct slot *slots; /* `room` of them, some free */
};

static struct slot *
new_slots(size_t room)
{
	struct slot *slots = calloc(room, sizeof(*slots));

	if (slots == NULL)
		abort();
	return slots;
}

struct twin *
twin_new(void)
{
	struct twin *twin;

	if (sodium_init() < 0)
		return NULL;
	twin = calloc(1, sizeof(*twin));
	if (twin == NULL)
		abort();
	crypto_shorthash_keygen(twin->key);
	twin->room = SLOTS_MIN;
	twin->slots = new_slots(twin->room);
	return twin;
}

void
twin_free(struct twin *twin)
{
	if (twin == NULL)
		return;
	sodium_memzero(twin->key, sizeof(twin->key));
	free(twin->slots);
	free(twin);
}

/* Where that hash is, or the free slot where it belongs. */
static struct slot *
slot_of(const struct twin *twin, uint64_t hash)
{
	size_t at = hash % twin->room;

	while (twin->slots[at].line != 0 && twin->slots[at].hash != hash)
		at = (at + 1) % twin->room;
	return &twin->slots[at];
}

static void
grow(struct twin *twin)
{
	struct slot *old = twin->slots;
	size_t room = twin->room;

	twin->room = 2 * room;
	twin->slots = new_slots(twin->room);
	for (size_t i = 0; i < room; i++)
		if (old[i].line != 0)
			*slot_of(twin, old[i].hash) = old[i];
	free(old);
}

uint32_t
twin_add(struct twin *twin, unsigned kind, const char *value, uint32_t line)
{
	uint64_t hash = 0;
	struct slot *slot;

	_Static_assert(sizeof(hash) == crypto_shorthash_BYTES, "64 bits");
	(void)crypto_shorthash((unsigned char *)&hash,
	    (const unsigned char *)value, strlen(value), twin->key);
	hash += kind;
	slot = slot_of(twin, hash);
	if (slot->line != 0 || twin->count == TWIN_MAX)
		return slot->line;
	*slot = (struct slot){hash, line};
	twin->count++;
	if (2 * twin->count > twin->room && twin->room < SLOTS_MAX)
		grow(twin);
	return 0;
}
