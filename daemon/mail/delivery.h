/*
 * delivery.h - one letter's way from promise to relay.
 *
 * Shape:  ask identityd what is in it, print it, put off its next try, send
 *         it, mark it sent, tell identityd, drop it. The next try is put off
 *         *before* sending: on a disk that refuses, nothing is sent at all,
 *         and a kill in the middle repeats the letter after a wait, not at
 *         once. The text and its code live in this process's memory only
 *         while one letter is handled.
 * Units:  Unix seconds and monotonic milliseconds from base/clock.
 * Errors: RC_OK: go on with the next letter (whatever became of this one is
 *         logged and told). RC_OFFLINE: identityd does not answer, so wait
 *         before the next. RC_FAULT: our disk refuses; wait as well.
 * Source: ours.
 */
#ifndef MAIL_DELIVERY_H
#define MAIL_DELIVERY_H

#include "base/ask.h"
#include "mailer_conf.h"
#include "outbox_take.h"
#include "smtp.h"

enum { DELIVERY_ASK_MS = 5000 }; /* identityd's answer to one question */

struct delivery {
	const struct mailer_conf *conf;
	struct ask_door door;
	struct outbox outbox;
	struct smtp smtp; /* with transport smtp only */
};

enum rc delivery_open(
    struct delivery *delivery, const struct mailer_conf *conf, struct err *err);
void delivery_close(struct delivery *delivery);

/* A letter that is due. */
enum rc delivery_send(
    struct delivery *delivery, struct outbox_item *item, struct err *err);

/* Nothing is due: forgets what was sent. */
void delivery_rest(struct delivery *delivery);

/* A letter that is out, but identityd has not heard of it yet. */
enum rc delivery_report(
    struct delivery *delivery, const struct outbox_item *item, struct err *err);

#endif
