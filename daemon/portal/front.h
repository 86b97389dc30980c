/*
 * front.h - what every page of portal-front has at hand.
 *
 * Shape:  one struct, filled before the jail and only read afterwards; a page
 *         gets it by front_of().
 * Units:  none.
 * Errors: RC_INPUT for a page that is no template; those of what it loads.
 * Source: ours.
 */
#ifndef PORTAL_FRONT_H
#define PORTAL_FRONT_H

#include "base/ask.h"
#include "captcha.h"
#include "kept.h"
#include "pages.h"
#include "portal_front_conf.h"
#include "web/route.h"
#include "web/template.h"

/* Bits of route.needs. */
enum front_needs {
	NEEDS_NOBODY = 0,
	NEEDS_LOOK = 1,      /* whoever it is; signed in, if so */
	NEEDS_SIGNED_IN = 2, /* others are sent to sign in */
	NEEDS_PERSONNEL = 4, /* one of these roles, beside signing in */
	NEEDS_OFFICER = 8,
	NEEDS_IT = 16,
	NEEDS_ANY_PASSWORD = 32, /* also with one that must be changed */
};

struct front {
	const struct portal_front_conf *conf;
	struct ask_door door;
	struct captcha *captcha;
	struct kept *kept;
	struct template_set *pages[PHRASE_LANG_COUNT];
	char version[PAGES_VERSION_SIZE]; /* of the assets */
	struct site site;
};

enum rc front_open(
    struct front *front, const struct portal_front_conf *conf, struct err *err);
void front_close(struct front *front);

const struct front *front_of(const struct visit *visit);

/* Every route of the portal. */
extern const struct route front_routes[];
extern const size_t front_route_count;

#endif
