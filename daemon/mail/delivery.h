/*
 * delivery.h - letters' way from promise to relay.
 *
 * Shape:  a letter is taken in hand: ask identityd what is in it, print it, put
 *         off its next try, send it; when it is over: mark it sent, tell
 *         identityd, drop it. Several are in hand at once, to as many
 *         addresses: of those to one the next stays due until the one before
 *         it is over, however slow its relay is, and takes nobody's place; nor
 *         is identityd asked about it again until then (followers.h).
 *         Those that are out are all marked before any is told. The next try is
 *         put off *before* sending: on a disk that refuses, nothing is sent at
 *         all, and a kill in the middle repeats the letter after a wait, not at
 *         once. The text and its code live in this process's memory only
 *         while the letter is in hand.
 * Units:  Unix seconds and monotonic milliseconds from base/clock.
 * Errors: RC_OK: go on with the next letter (whatever became of this one is
 *         logged and told). RC_OFFLINE: identityd does not answer. RC_FAULT:
 *         our disk refuses. After these two nothing is asked for a while
 *         (delivery_pause_ms()).
 * Source: ours.
 */
#ifndef MAIL_DELIVERY_H
#define MAIL_DELIVERY_H

#include "base/ask.h"
#include "mail_meter.h"
#include "mailer_conf.h"
#include "outbox_take.h"
#include "smtp.h"

enum {
	DELIVERY_ASK_MS = 5000,   /* identityd's answer to one question */
	DELIVERY_PAUSE_MS = 2000, /* identityd or the disk does not answer */
};

struct delivery {
	const struct mailer_conf *conf;
	struct ask_door door;
	struct outbox outbox;
	struct mail_meter meter;
	struct smtp smtp;            /* with transport smtp only */
	struct delivery_hand *hands; /* one for each line */
	int hand_count;
	struct followers *followers; /* of the addresses in hand */
	bool is_troubled;
	int64_t pause_until_ms;
};

enum rc delivery_open(
    struct delivery *delivery, const struct mailer_conf *conf, struct err *err);
/* When nothing is in hand. */
void delivery_close(struct delivery *delivery);

/* A letter that is due, in hand now; or it is passed over: it was already, or
 * one to the same address is. */
enum rc delivery_begin(
    struct delivery *delivery, struct outbox_item *item, struct err *err);
/* A letter that is out, but identityd has not heard of it yet. */
enum rc delivery_report(
    struct delivery *delivery, const struct outbox_item *item, struct err *err);

/* After delivery_begin(), and when delivery_fd() is readable (-1: there is
 * none): ends those that are over. False: there was none. */
bool delivery_turn(struct delivery *delivery);
int delivery_fd(const struct delivery *delivery);

bool delivery_has_room(const struct delivery *delivery);
bool delivery_is_idle(const struct delivery *delivery);
/* Of those in hand nothing is begun any more that has not begun. */
void delivery_stop(struct delivery *delivery);
/* Nothing is due, nothing in hand: forgets what was sent. */
void delivery_rest(struct delivery *delivery);

/* One of the calls above failed; and all was well again. Both logged once. */
void delivery_trouble(struct delivery *delivery, const struct err *why);
void delivery_recover(struct delivery *delivery);
/* For how long nothing is to be taken after trouble; 0: now it may. */
int64_t delivery_pause_ms(const struct delivery *delivery);

#endif
