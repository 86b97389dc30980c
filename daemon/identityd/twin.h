/*
 * twin.h - has this value been seen before, and in which line?
 *
 * Shape:  a table of keyed 64-bit hashes, which grows with them; the values
 *         themselves, which may be secret, are not kept. Two different values
 *         are taken for twins once in some 10^9 full tables.
 * Units:  TWIN_MAX values, 4 MiB.
 * Errors: none; values beyond TWIN_MAX are not remembered; out of memory ends
 *         the program.
 * Source: libsodium's SipHash-2-4 under a random key.
 */
#ifndef IDENTITYD_TWIN_H
#define IDENTITYD_TWIN_H

#include <stddef.h>
#include <stdint.h>

enum { TWIN_MAX = 200000 };

struct twin;

/* NULL when libsodium cannot start. */
struct twin *twin_new(void);
void twin_free(struct twin *twin);

/* Remembers `value` of a kind (any small number) at `line`; the line where it
 * was before, or 0. */
uint32_t twin_add(
    struct twin *twin, unsigned kind, const char *value, uint32_t line);

#endif
