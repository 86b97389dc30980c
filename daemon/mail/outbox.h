/*
 * outbox.h - letters that are promised but not yet sent.
 *
 * Shape:  a directory; one file per letter (promise.h), written in new/, then
 *         renamed to due/: a letter exists fully or not at all (fsync before
 *         rename, the directory after it). Its name DUE.ATTEMPTS.ID carries
 *         what changes, so that whoever sends need not read it: identityd
 *         writes and reads the files (0600), portal-mailer only renames and
 *         unlinks them (directories 2770, its group). identityd takes a file
 *         for a promise only when it is its own: portal-mailer cannot invent
 *         one. sent/ holds letters that are out but not yet reported, bad/
 *         what nobody could read.
 * Units:  *_s Unix seconds. Ages are counted in waits kept, not by comparing
 *         clocks: a clock a day wrong sends nothing twice and drops nothing.
 * Errors: RC_BUSY when OUTBOX_MAX letters wait or another mailer is at work;
 *         RC_FAULT when the disk refuses, then nothing is promised; RC_ABSENT
 *         when there is nothing (more) to take; RC_INPUT for a strange file.
 *         A kill between the relay's 250 and outbox_mark_sent() sends that
 *         letter twice, with one Message-ID: mail knows no better promise.
 * Source: ours; rename-to-commit is maildir's.
 */
#ifndef MAIL_OUTBOX_H
#define MAIL_OUTBOX_H

#include <dirent.h>
#include <signal.h>

#include "promise.h"

enum {
	OUTBOX_MAX = 50000, /* letters; more is a fault somewhere */
	OUTBOX_NAME_SIZE = 12 + 1 + 3 + 1 + 32 + 1,
	OUTBOX_ATTEMPTS_MAX = 999,
	OUTBOX_WAIT_FIRST_S = 60, /* after the first failure, then doubled */
	OUTBOX_WAIT_MAX_S = 3600, /* nothing is ever due later than that */
	OUTBOX_STALE_S = 3600,    /* a file in new/ that nobody finished */
};

enum outbox_place { OUTBOX_NEW, OUTBOX_DUE, OUTBOX_SENT, OUTBOX_BAD };
#define OUTBOX_PLACE_COUNT (OUTBOX_BAD + 1)

struct outbox_item {
	enum outbox_place place; /* OUTBOX_DUE or OUTBOX_SENT */
	char name[256];          /* as found; OUTBOX_NAME_SIZE when proper */
	char id[PROMISE_ID_SIZE];
	int64_t due_s;
	int attempts; /* failed ones */
};

struct outbox {
	int place_fd[OUTBOX_PLACE_COUNT];
	int lock_fd;   /* held by the one who takes */
	int notify_fd; /* ditto */
	enum outbox_place list_place;
	struct dirent **list;
	int list_count, list_next;
	int64_t list_wait_s; /* until the next one not yet due */
};

/* Opens the directory at `path`, which must exist; makes what is below it.
 * `takes`: for the one process that sends; the rest only put and load. */
enum rc outbox_open(struct outbox *outbox, const char *path, bool takes,
    int64_t now_s, struct err *err);
void outbox_close(struct outbox *outbox);

/* Promises a letter, due at `due_s`. An empty promise->id is filled in. After
 * RC_OK the letter outlives a power cut; otherwise there is none, or, if the
 * disk refuses even the removal, one that was not promised. */
enum rc outbox_put(struct outbox *outbox, struct promise *promise,
    int64_t due_s, struct err *err);

/* The promise behind a name that a mailer gave. RC_ABSENT: no such letter;
 * RC_INPUT: no promise of ours. */
enum rc outbox_load(struct outbox *outbox, const char *name,
    struct promise *promise, struct err *err);

/* Makes the letters to `who` (NULL: all) due now; how many were waiting. */
enum rc outbox_hasten(struct outbox *outbox, const char *who, int64_t now_s,
    int *count, struct err *err);

/* To whom letters wait, or are out and not yet reported; sorted. The caller
 * frees `list`. */
struct outbox_who {
	char who[PROMISE_WHO_SIZE];
};
enum rc outbox_load_whos(struct outbox *outbox, struct outbox_who **list,
    size_t *count, struct err *err);
bool outbox_has_who(
    const struct outbox_who *list, size_t count, const char *who);

enum rc outbox_count(struct outbox *outbox, int *count, struct err *err);

/* ---- for the one who sends ---- */

/* The next letter of `place` that is due; RC_ABSENT at the end of a round,
 * and only then with how long until the next is due in `wait_s`
 * (OUTBOX_WAIT_MAX_S at most). RC_INPUT: a strange file, now in bad/; go on. */
enum rc outbox_take(struct outbox *outbox, enum outbox_place place,
    int64_t now_s, struct outbox_item *item, int64_t *wait_s, struct err *err);

/* Tried in vain: due again after the wait that its attempts call for. */
enum rc outbox_defer(struct outbox *outbox, struct outbox_item *item,
    int64_t now_s, struct err *err);
/* It is out and must never be sent again. */
enum rc outbox_mark_sent(
    struct outbox *outbox, struct outbox_item *item, struct err *err);
/* Done with it. */
enum rc outbox_drop(
    struct outbox *outbox, const struct outbox_item *item, struct err *err);
/* To bad/: for a human to look at. */
enum rc outbox_set_aside(
    struct outbox *outbox, const struct outbox_item *item, struct err *err);

/* Returns when something new may be due, a signal out of `while_asleep` (NULL:
 * the present mask) came, or time is up; outbox_pause() stays for new ones. */
void outbox_wait(
    struct outbox *outbox, int timeout_ms, const sigset_t *while_asleep);
void outbox_pause(int timeout_ms, const sigset_t *while_asleep);

/* The wait after that many failures, and the sum of all waits before. Pure. */
int64_t outbox_wait_s(int attempts);
int64_t outbox_age_s(int attempts);

#endif
