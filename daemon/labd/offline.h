/*
 * offline.h - who may log in while the directory is away.
 *
 * Shape:  a folder closed to others with one small file for each of the last
 *         people who logged in here: an Argon2id hash of the password that the
 *         directory accepted, and the pwdChangedTime that it had then. Checks
 *         take turns (a lock), so that guessing has one pace and one memory.
 *         Wrong guesses wait longer and longer.
 * Units:  *_s Unix seconds as this machine believes them; the latest time ever
 *         seen is kept, so a clock turned back makes nothing younger.
 * Errors: RC_ABSENT: there is nothing to check against; RC_DENIED: it is not
 *         the password; RC_BUSY: too soon after wrong ones; RC_OFFLINE: too
 *         long without the directory; RC_FAULT: the disk, memory.
 * Source: libsodium crypto_pwhash(3), Argon2id.
 */
#ifndef LABD_OFFLINE_H
#define LABD_OFFLINE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OFFLINE_MEMORY = 64
	    << 20, /* bytes a hash takes; a guesser needs them too */
	OFFLINE_PASSES = 3,
	OFFLINE_FRESH_S = 3600,
	OFFLINE_FREE_TRIES = 3, /* before waiting begins */
	OFFLINE_WAIT_S = 5,     /* the first wait; each is twice the last */
	OFFLINE_WAIT_MAX_S = 900,
};

struct offline {
	const char *dir; /* that of labd's files; ours is a folder in it */
	int64_t people_max;
	int64_t days;
};

struct offline_person {
	const char *account;
	int64_t uid;
	const char *changed; /* pwdChangedTime, "" if never */
};

/* Makes the folder. */
enum rc offline_open(const struct offline *store, struct err *err);

/* The directory has accepted this password just now. */
enum rc offline_put(const struct offline *store,
    const struct offline_person *person, const char *password, int64_t now_s,
    struct err *err);

/* Was it kept within the last hour, for this very password, and guessed at by
 * nobody since? Then keeping it again is not worth a write. */
bool offline_is_fresh(const struct offline *store,
    const struct offline_person *person, int64_t now_s);

/* The directory cannot be asked: is it the last accepted one? */
enum rc offline_check(const struct offline *store,
    const struct offline_person *person, const char *password, int64_t now_s,
    struct err *err);

/* The directory has refused this password: if it is the kept one, forget. */
enum rc offline_refused(const struct offline *store,
    const struct offline_person *person, const char *password, struct err *err);

/* RC_OK when there is something kept for that uid. */
enum rc offline_has(const struct offline *store, int64_t uid, struct err *err);

enum rc offline_drop(const struct offline *store, int64_t uid, struct err *err);

/* Tells whether the person is still as it was when the password was kept. */
typedef bool offline_is_same(
    void *context, const char *account, int64_t uid, const char *changed);

/* Forgets who has changed and who is one too many, and of who is too long ago
 * all but the date. */
enum rc offline_sweep(const struct offline *store, int64_t now_s,
    offline_is_same *is_same, void *context, struct err *err);

#endif
