#include "twin.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 18 }; /* a power of two above TWIN_MAX */

struct slot {
	uint64_t hash;
	uint32_t line; /* 0: free */
};

struct twin {
	unsigned char key[crypto_shorthash_KEYBYTES];
	size_t count;
	struct slot slot[SLOTS];
};

struct twin *
twin_new(void)
{
	struct twin *twin;

	if (sodium_init() < 0)
		return NULL;
	twin = calloc(1, sizeof(*twin));
	if (twin != NULL)
		crypto_shorthash_keygen(twin->key);
	return twin;
}

void
twin_free(struct twin *twin)
{
	if (twin != NULL)
		sodium_memzero(twin->key, sizeof(twin->key));
	free(twin);
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
	slot = &twin->slot[hash % SLOTS];
	while (slot->line != 0) {
		if (slot->hash == hash)
			return slot->line;
		slot = slot == &twin->slot[SLOTS - 1] ? twin->slot : slot + 1;
	}
	if (twin->count < TWIN_MAX) {
		*slot = (struct slot){hash, line};
		twin->count++;
	}
	return 0;
}
