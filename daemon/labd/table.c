#include "table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64, FIRST_BLOCK = 256, BLOCK_MAX = 64 * 1024 };

struct table_block {
	struct table_block *next;
	size_t len;
	size_t size;
	char bytes[];
};

void *
table_grow(void *at, size_t count, size_t size)
{
	void *grown = reallocarray(at, count, size);

	if (grown == NULL)
		abort();
	return grown;
}

void
table_wipe(struct table *table)
{
	struct table_block *next;

	for (struct table_block *at = table->blocks; at != NULL; at = next) {
		next = at->next;
		free(at);
	}
	free(table->entries);
	free(table->slots);
	*table = (struct table){0};
}

/* A copy that lives as long as the table. */
static const char *
keep(struct table *table, const char *key)
{
	struct table_block *block = table->blocks;
	size_t len = strlen(key) + 1;

	if (block == NULL || block->size - block->len < len) {
		size_t size = block == NULL ? FIRST_BLOCK : 2 * block->size;

		size = size > BLOCK_MAX ? BLOCK_MAX : size;
		size = size > len ? size : len;
		block = table_grow(NULL, sizeof(*block) + size, 1);
		*block = (struct table_block){table->blocks, 0, size};
		table->blocks = block;
	}
	memcpy(block->bytes + block->len, key, len);
	block->len += len;
	return block->bytes + block->len - len;
}

static uint32_t
hash_of(const char *key)
{
	uint32_t sum = 2166136261u;

	for (; *key != '\0'; key++)
		sum = (sum ^ (unsigned char)*key) * 16777619u;
	return sum;
}

/* Where the key is, or would be. */
static struct table_slot *
find_slot(const struct table *table, const char *key, uint32_t hash)
{
	size_t at = hash & (table->slots_size - 1);
	const struct table_slot *slot = &table->slots[at];

	while (slot->index != 0 &&
	    (slot->hash != hash ||
		strcmp(table->entries[slot->index - 1].key, key) != 0)) {
		at = (at + 1) & (table->slots_size - 1);
		slot = &table->slots[at];
	}
	return &table->slots[at];
}

struct table_entry *
table_get(const struct table *table, const char *key)
{
	uint32_t index;

	if (table->slots_size == 0)
		return NULL;
	index = find_slot(table, key, hash_of(key))->index;
	return index == 0 ? NULL : &table->entries[index - 1];
}

static void
grow_slots(struct table *table)
{
	struct table_slot *old = table->slots;
	size_t old_size = table->slots_size;

	table->slots_size = old_size == 0 ? FIRST_SLOTS : 2 * old_size;
	table->slots = calloc(table->slots_size, sizeof(*table->slots));
	if (table->slots == NULL)
		abort();
	for (size_t i = 0; i < old_size; i++) {
		size_t at = old[i].hash & (table->slots_size - 1);

		if (old[i].index == 0)
			continue;
		while (table->slots[at].index != 0)
			at = (at + 1) & (table->slots_size - 1);
		table->slots[at] = old[i];
	}
	free(old);
}

/* Half of the slots stay free. */
static void
make_room(struct table *table)
{
	if (table->count == table->entries_size) {
		table->entries_size = table->entries_size == 0
		    ? FIRST_SLOTS / 2
		    : 2 * table->entries_size;
		table->entries = table_grow(table->entries, table->entries_size,
		    sizeof(*table->entries));
	}
	if (2 * (table->count + 1) > table->slots_size)
		grow_slots(table);
}

struct table_entry *
table_put(struct table *table, const char *key)
{
	uint32_t hash = hash_of(key);
	struct table_slot *slot;

	make_room(table);
	slot = find_slot(table, key, hash);
	if (slot->index != 0)
		return &table->entries[slot->index - 1];
	table->entries[table->count] =
	    (struct table_entry){.key = keep(table, key)};
	*slot = (struct table_slot){(uint32_t)++table->count, hash};
	return &table->entries[table->count - 1];
}
