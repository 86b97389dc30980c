/*
 * mailbag.h - letters that leaved owes, until portal-mailer has sent them.
 *
 * Shape:  a row of the table letter is written in the transaction of the act
 *         that gives occasion for it: both are there or neither. The ticker
 *         hands rows over to an outbox (mail/outbox.h) as promises of the same
 *         id; a portal-mailer of its own asks what is in one, and tells what
 *         became of it. Who dies in between hands the same id over again: what
 *         is out, or no longer due, is filled in for nobody, so that nothing is
 *         lost, and sent twice only where mail itself knows no better. A
 *         request that moves on takes back the letters that asked about it; a
 *         day after they were written whoever must decide then, or find a
 *         deputy, is reminded, once.
 * Units:  *_s Unix seconds.
 * Errors: as sql.h and outbox.h.
 * Source: ours.
 */
#ifndef LEAVED_MAILBAG_H
#define LEAVED_MAILBAG_H

#include "mail/outbox.h"
#include "office.h"

enum {
	MAILBAG_REMIND_S = 24 * 3600,
	MAILBAG_KEEP_S = 90 * 24 * 3600,    /* what is done with */
	MAILBAG_GIVE_UP_S = 11 * 24 * 3600, /* longer than any portal-mailer */
};

/* Within the transaction of the act: for every request of the open folder that
 * it has changed, before folder_save(). */
enum rc mailbag_write(struct office *office, struct err *err);

/* Within the transaction of an act that is about no such request, but about
 * overtime: letters that asked about it are taken back, and whoever it is for
 * now ("": nobody) written to. */
enum rc mailbag_tell(struct office *office, enum letter_kind kind,
    const char *about, int64_t version, const char *who, struct err *err);

/* Rounds of the ticker, each in transactions of its own: reminds, and throws
 * away what is long done with; puts into the outbox what is not there yet. */
enum rc mailbag_remind(struct office *office, struct err *err);
enum rc mailbag_hand_over(
    struct office *office, struct outbox *outbox, struct err *err);

/* What waits: how many, and since when the first of them. */
enum rc mailbag_count(
    struct office *office, int64_t *count, int64_t *since_s, struct err *err);

#endif
