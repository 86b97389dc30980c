#include "table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 64 };

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
	for (size_t i = 0; i < table->count; i++)
		free(table->entries[i].key);
	free(table->entries);
	free(table->slots);
	*table = (struct table){0};
}

static uint32_t
hash(const char *key)
{
	uint32_t sum = 2166136261u;

	for (; *key != '\0'; key++)
		sum = (sum ^ (unsigned char)*key) * 16777619u;
	return sum;
}

/* Where the key is, or would be. */
static uint32_t *
find_slot(const struct table *table, const char *key)
{
	size_t at = hash(key) & (table->slots_size - 1);

	while (table->slots[at] != 0 &&
	    strcmp(table->entries[table->slots[at] - 1].key, key) != 0)
		at = (at + 1) & (table->slots_size - 1);
	return &table->slots[at];
}

struct table_entry *
table_get(const struct table *table, const char *key)
{
	uint32_t index;

	if (table->slots_size == 0)
		return NULL;
	index = *find_slot(table, key);
	return index == 0 ? NULL : &table->entries[index - 1];
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
	if (2 * (table->count + 1) <= table->slots_size)
		return;
	table->slots_size =
	    table->slots_size == 0 ? FIRST_SLOTS : 2 * table->slots_size;
	table->slots =
	    table_grow(table->slots, table->slots_size, sizeof(*table->slots));
	memset(table->slots, 0, table->slots_size * sizeof(*table->slots));
	for (size_t i = 0; i < table->count; i++)
		*find_slot(table, table->entries[i].key) = (uint32_t)i + 1;
}

struct table_entry *
table_put(struct table *table, const char *key)
{
	struct table_entry *entry = table_get(table, key);
	size_t len = strlen(key) + 1;

	if (entry != NULL)
		return entry;
	make_room(table);
	entry = &table->entries[table->count];
	entry->key = memcpy(table_grow(NULL, len, 1), key, len);
	entry->value = NULL;
	*find_slot(table, key) = (uint32_t)++table->count;
	return entry;
}
