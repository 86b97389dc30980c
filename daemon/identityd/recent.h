/*
 * recent.h - when and from where somebody has signed in lately, and to which
 * services on.
 *
 * Shape:  the last RECENT_MAX of each are on the person's own entry, the rest
 *         is forgotten: the audit would keep every one for good, some million
 *         a year in a city, and a file of ours would not be seen from another
 *         host. It costs one read and one Modify a sign-in, of which slapd
 *         does 2,000 a second, beside an argon2 hash, of which it does 70.
 * Units:  Unix seconds.
 * Errors: those of dir.h. Who has given the password signs in whether this
 *         could be written or not.
 * Source: ours.
 */
#ifndef IDENTITYD_RECENT_H
#define IDENTITYD_RECENT_H

#include "core.h"

enum { RECENT_MAX = 10, RECENT_PLACE_SIZE = 65 };

struct recent {
	int64_t at_s;
	char place[RECENT_PLACE_SIZE]; /* an address, "uid 1000", an app */
};

/* In no order. */
enum rc recent_load(struct core *core, const struct person *person,
    struct recent list[RECENT_MAX], size_t *count, struct err *err);

/* The services that somebody has signed on to: `place` is the app's name. */
enum rc recent_load_services(struct core *core, const struct person *person,
    struct recent list[RECENT_MAX], size_t *count, struct err *err);
enum rc recent_note_service(struct core *core, const struct person *person,
    const char *app, struct err *err);

/* `place` signs `person` in now. */
enum rc recent_note(struct core *core, const struct person *person,
    const char *place, struct err *err);

#endif
