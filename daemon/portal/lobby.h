/*
 * lobby.h - what the portal's pages have at hand beside the front.
 *
 * Shape:  one struct, filled before the jail and only read afterwards; a page
 *         gets it by lobby_of(). Also the bits of what a page needs.
 * Units:  none.
 * Errors: those of what it loads.
 * Source: ours.
 */
#ifndef PORTAL_LOBBY_H
#define PORTAL_LOBBY_H

#include "captcha.h"
#include "front/front.h"
#include "kept.h"
#include "portal_front_conf.h"

/* Bits of route.needs. */
enum lobby_needs {
	NEEDS_NOBODY = 0,
	NEEDS_LOOK = 1,      /* whoever it is; signed in, if so */
	NEEDS_SIGNED_IN = 2, /* others are sent to sign in */
	NEEDS_PERSONNEL = 4, /* one of these roles, beside signing in */
	NEEDS_OFFICER = 8,
	NEEDS_IT = 16,
	NEEDS_ANY_PASSWORD = 32, /* also with one that must be changed */
};

struct lobby {
	struct front front;
	struct captcha *captcha;
	struct kept *kept;
};

enum rc lobby_open(
    struct lobby *lobby, const struct portal_front_conf *conf, struct err *err);
void lobby_close(struct lobby *lobby);

const struct lobby *lobby_of(const struct visit *visit);

#endif
