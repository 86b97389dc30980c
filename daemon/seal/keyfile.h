/*
 * keyfile.h - where a key ring rests.
 *
 * Shape:  one file per ring, readable by its owner and at most its group, in a
 *         directory that nobody else writes; changed by writing PATH.new,
 *         fsync, rename, fsync of the directory, under a lock on that
 *         directory: a ring is the old one or the new one, whole.
 * Units:  a day is almanac.h's.
 * Errors: RC_ABSENT no such file; RC_DENIED its owner, mode or kind is not as
 *         said; RC_INPUT its text is no such ring; RC_BUSY somebody else is
 *         changing it; RC_FAULT the disk.
 * Source: ours.
 */
#ifndef SEAL_KEYFILE_H
#define SEAL_KEYFILE_H

#include "keyring.h"

#include <stdbool.h>

/* The caller frees `*ring`, which is NULL after a failure. */
enum rc keyfile_load(const char *path, const char *purpose,
    struct keyring **ring, struct err *err);

/* keyring_add() and keyring_prepare(), which make the file (0600) when there is
 * none yet. */
enum rc keyfile_add(const char *path, const char *purpose, int day,
    uint32_t *kid, struct err *err);
enum rc keyfile_prepare(const char *path, const char *purpose, int day,
    uint32_t *kid, struct err *err);

/* keyring_use() and keyring_retire(). */
enum rc keyfile_use(
    const char *path, const char *purpose, uint32_t kid, struct err *err);
enum rc keyfile_retire(
    const char *path, const char *purpose, uint32_t kid, struct err *err);

/*
 * The rings of the very first start, one file DIR/PURPOSE for each, where there
 * are none. DIR/.first stands from before the first of them until after the
 * last: a start that was cut short is finished by the next one, and nobody has
 * used a key before. Without it a ring that is missing has been lost: RC_FAULT,
 * for a new one would make everybody a stranger.
 */
enum rc keyfile_make_first(const char *dir, const char *const *purposes,
    size_t count, int day, struct err *err);

/* Would it make all of them, as the first to begin? Whoever knows that the
 * rings have been used must not let it. */
bool keyfile_is_first(
    const char *dir, const char *const *purposes, size_t count);

/* A ring that may be made anew when it is not there: nothing that rests was
 * made with it. */
enum rc keyfile_make(
    const char *dir, const char *purpose, int day, struct err *err);

#endif
