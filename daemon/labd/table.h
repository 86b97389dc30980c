/*
 * table.h - texts to pointers, in the order in which they came.
 *
 * Shape:  a hash table with open addressing beside an array of its entries.
 *         Keys are copied, into blocks that never move; values are the
 *         caller's. Entries are never removed.
 * Units:  none.
 * Errors: out of memory ends the process, as in every daemon of ours.
 * Source: ours; FNV-1a.
 */
#ifndef LABD_TABLE_H
#define LABD_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct table_entry {
	const char *key;
	void *value;
};

struct table_slot {
	uint32_t index; /* + 1 of an entry, 0: free */
	uint32_t hash;
};

struct table_block;

struct table {
	struct table_entry *entries;
	size_t count;
	size_t entries_size;
	struct table_slot *slots;
	size_t slots_size;          /* a power of two */
	struct table_block *blocks; /* of keys, the newest first */
};

/* A zeroed struct is an empty table. */
void table_wipe(struct table *table);

/* The entry of that key, NULL if there is none. It moves at the next put. */
struct table_entry *table_get(const struct table *table, const char *key);
/* The same, made with a NULL value if there was none. */
struct table_entry *table_put(struct table *table, const char *key);

/* realloc() that does not fail. */
void *table_grow(void *at, size_t count, size_t size);

#endif
