/*
 * keyring.h - numbered keys for one purpose, of which the newest in use makes
 * and every live one recognises.
 *
 * Shape:  the text of a ring is a head line, then one line per key, numbers
 *         rising:
 *             portal-keyring 1 PURPOSE
 *             1 retired 2026-09-01 -
 *             2 live 2026-10-01 <base64 of 32 bytes>
 *             3 newest 2026-11-01 <base64 of 32 bytes>
 *         The purpose is in the text, so that two rings cannot be mistaken
 *         for each other. A retired key is gone; its line stays, so that its
 *         number is never given again. A ring that has keys has one newest.
 * Units:  a day is almanac.h's; sizes count the NUL.
 * Errors: RC_INPUT with the line; RC_BUSY when KEYRING_KEYS_MAX is reached.
 * Source: ours; libsodium's guarded, locked and wiped memory and its
 *         randomness. No file is opened here: keyfile.h does.
 */
#ifndef SEAL_KEYRING_H
#define SEAL_KEYRING_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum {
	KEYRING_KEY_LEN = 32,
	KEYRING_KEYS_MAX = 256, /* a key a month for twenty years */
	KEYRING_PURPOSE_SIZE = 16,
	KEYRING_TEXT_SIZE = 64 + KEYRING_KEYS_MAX * 80,
};

enum keyring_state {
	KEYRING_LIVE,    /* recognises what it made, makes nothing new */
	KEYRING_NEWEST,  /* makes; also live in every other respect */
	KEYRING_RETIRED, /* gone */
};

struct keyring_key {
	uint32_t kid; /* from 1 */
	enum keyring_state state;
	int day; /* when it was made, in Taiwan */
	unsigned char key[KEYRING_KEY_LEN];
};

struct keyring {
	char purpose[KEYRING_PURPOSE_SIZE];
	size_t count;
	struct keyring_key keys[KEYRING_KEYS_MAX];
};

/* An empty ring in guarded memory; NULL when memory or the purpose is bad. */
struct keyring *keyring_new(const char *purpose);
/* Wipes and frees; NULL is fine. */
void keyring_free(struct keyring *ring);

/* Fills a new ring of the same purpose; on a fault it is left empty. */
enum rc keyring_parse(
    struct keyring *ring, const char *text, size_t len, struct err *err);
/* Returns the length; the caller wipes `text`. */
size_t keyring_print(const struct keyring *ring, char text[KEYRING_TEXT_SIZE]);

/* Adds a random key made on `day`: live, and keyring_use() lets it make. The
 * first of a ring makes at once. */
enum rc keyring_prepare(
    struct keyring *ring, int day, uint32_t *kid, struct err *err);
/* This one makes from now on. RC_ABSENT: no such key, or retired. */
enum rc keyring_use(struct keyring *ring, uint32_t kid, struct err *err);
/* Both at once. */
enum rc keyring_add(
    struct keyring *ring, int day, uint32_t *kid, struct err *err);
/* RC_ABSENT: no such key, or retired already; RC_DENIED: it is the newest. */
enum rc keyring_retire(struct keyring *ring, uint32_t kid, struct err *err);

/* Borrowed; NULL when there is none or it is retired. */
const struct keyring_key *keyring_find(
    const struct keyring *ring, uint32_t kid);
const struct keyring_key *keyring_newest(const struct keyring *ring);

/* "live", "newest", "retired". */
const char *keyring_state_name(enum keyring_state state);

#endif
