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

#include "outbox_name.h"

enum {
	OUTBOX_MAX = 50000,    /* letters; more is a fault somewhere */
	OUTBOX_STALE_S = 3600, /* a file in new/ that nobody finished */
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
 * RC_INPUT: no promise of ours. Then `promise` is none. */
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

/* Files that are there; any thread may ask. */
enum rc outbox_count(struct outbox *outbox, enum outbox_place place, int *count,
    struct err *err);

/* ---- for outbox_take.c ---- */

/* The names in `place`, the earliest due first; the caller frees. */
enum rc outbox_load_list(struct outbox *outbox, enum outbox_place place,
    struct dirent ***list, int *count, struct err *err);
void outbox_forget_list(struct outbox *outbox);

/* Renames; within or to due/ to the name that the item's values make. */
enum rc outbox_move(struct outbox *outbox, struct outbox_item *item,
    enum outbox_place place, struct err *err);

#endif
