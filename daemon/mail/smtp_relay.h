/*
 * smtp_relay.h - how much a mail relay bears.
 *
 * Shape:  a relay has room for so many letters at once: as many as we may send,
 *         until one fails there while it has other connections of ours; then as
 *         many as those, but no less than half: one failure in a quiet hour
 *         says little of a busy one. Once a letter is taken with that room, it
 *         is what the relay bears, and one more is tried only after many
 *         letters. A relay that fails with no other connection rests, longer
 *         each time, begins again with half, in the end with one, and is back
 *         to what it bore after that many rounds. Pure.
 * Units:  milliseconds, monotonic.
 * Errors: bool.
 * Source: ours; the two speeds are those of RFC 5681's slow start.
 */
#ifndef MAIL_SMTP_RELAY_H
#define MAIL_SMTP_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum {
	SMTP_REST_FIRST_MS = 2000, /* then doubled */
	SMTP_REST_MAX_MS = 60000,
	SMTP_GROW_AFTER =
	    64, /* letters in a row, to try for more than it bore */
};

struct smtp_relay {
	char url[512];
	int busy;        /* letters under way */
	int room;        /* how many may be ... */
	int borne;       /* ... and how many went well before */
	bool is_crowded; /* the last to fail did so among as many others */
	int taken;       /* in a row, since room last changed */
	int64_t rest_until_ms;
	int rest_ms;
	char why[ERR_TEXT_SIZE]; /* it rests */
};

bool smtp_relay_rests(const struct smtp_relay *relay, int64_t now_ms);
bool smtp_relay_has_room(const struct smtp_relay *relay);

/* Did it fail the last time, with no other connection of ours? Its rest may be
 * over: that it is back, only a letter shows. */
bool smtp_relay_is_away(const struct smtp_relay *relay);

/* A letter sets out for it ... */
void smtp_relay_begin(struct smtp_relay *relay);
/* ... and it took it or refused just this letter; `most` are allowed at
 * once; */
void smtp_relay_took(struct smtp_relay *relay, int most);
/* ... or it failed as such, with as many other connections of ours. True: only
 * because of those. */
bool smtp_relay_failed(struct smtp_relay *relay, int others, int64_t now_ms,
    const struct err *why);

#endif
