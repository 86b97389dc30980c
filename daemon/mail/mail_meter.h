/*
 * mail_meter.h - what a mailer counts.
 *
 * Shape:  its numbers (meter.h): letters by what became of them, connections
 *         to relays, and which relays are up: not those that failed and have
 *         answered for no letter since. Told with them: how many lie in the
 *         outbox's bad/. How many wait, who promised them tells.
 * Units:  letters.
 * Errors: none.
 * Source: ours.
 */
#ifndef MAIL_MAIL_METER_H
#define MAIL_MAIL_METER_H

#include "base/meter.h"
#include "outbox.h"
#include "smtp.h"

/* How the story of a letter ended, or that it goes on later. */
enum mail_end {
	MAIL_SENT,
	MAIL_DEFERRED,
	MAIL_BOUNCED,
	MAIL_FAILED,
	MAIL_DROPPED,   /* dead before it was sent */
	MAIL_SET_ASIDE, /* in bad/ */
};
#define MAIL_END_COUNT (MAIL_SET_ASIDE + 1)

struct mail_meter {
	struct meter meter;
	struct meter_rule rules[METER_MAX];
	char labels[METER_MAX][300];
	struct outbox *outbox;
};

/* The stable word, which is also identityd's for most of them. */
const char *mail_end_name(enum mail_end end);

/* `smtp` is open; or all zero with transport maildir, then it has no relay,
 * whatever the settings name. */
void mail_meter_init(
    struct mail_meter *meter, struct outbox *outbox, const struct smtp *smtp);
void mail_meter_ended(struct mail_meter *meter, enum mail_end end);
/* How things are with the relays now. */
void mail_meter_look(struct mail_meter *meter, const struct smtp *smtp);

/* For a teller, whose `ctx` is the mail_meter. */
void mail_meter_put(void *ctx, struct wire_out *out);

#endif
