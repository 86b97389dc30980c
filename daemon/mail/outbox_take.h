/*
 * outbox_take.h - the outbox as the one process sees it that sends.
 *
 * Shape:  take the next letter that is due, and say what becomes of it, by
 *         renaming or removing its file; one that was hastened meanwhile has
 *         another name; hear when there may be another.
 * Units:  *_s Unix seconds.
 * Errors: those of outbox.h.
 * Source: ours.
 */
#ifndef MAIL_OUTBOX_TAKE_H
#define MAIL_OUTBOX_TAKE_H

#include "outbox.h"

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
/* Its name now, when it was hastened meanwhile; or it is gone, and keeps it. */
void outbox_follow(struct outbox *outbox, struct outbox_item *item);
/* Done with it, under this name: hastened meanwhile, it comes again. */
enum rc outbox_drop(
    struct outbox *outbox, const struct outbox_item *item, struct err *err);
/* To bad/: for a human to look at. */
enum rc outbox_set_aside(
    struct outbox *outbox, const struct outbox_item *item, struct err *err);

/* outbox->notify_fd is readable when something new may be due; this makes it
 * silent until there is more. */
void outbox_hear(struct outbox *outbox);

#endif
