/*
 * resource.h - one address of leave for programs: which question it is.
 *
 * Shape:  a route whose page is resource_serve() and whose `own` is a struct
 *         resource. Its question to leaved gets the session or token of the
 *         Authorization header, what the address ends with, its query and the
 *         members of the body, each under the name that the catalogue gives
 *         it; the answer goes back likewise, its rows in lists by name. No
 *         cookie is looked at, so there is no form's token either. What the
 *         session may see and do, leaved decides.
 * Units:  RESOURCE_KEY_SIZE counts the NUL.
 * Errors: 401 without a session that lives, 400 for what the question cannot
 *         carry, with the member's name; else leaved's, by class.
 * Source: leave-api(7); RFC 6750.
 */
#ifndef LEAVE_RESOURCE_H
#define LEAVE_RESOURCE_H

#include "base/ops.h"
#include "web/route.h"

enum { RESOURCE_LISTS_MAX = 2, RESOURCE_KEY_SIZE = 65 };

struct resource {
	enum op op;
	enum field bearer;    /* what the header is: F_SESSION or F_TOKEN */
	enum field ending;    /* what the address ends with, or F_NONE */
	const uint8_t *takes; /* members of a body; NULL: nothing is sent */
	const uint8_t *needs; /* of them or the query, beside those of the op */
	bool takes_key;       /* Idempotency-Key */
	bool is_plan;         /* only says what would happen */
	/* A row goes to the first list whose mark it has; F_NONE: every row. */
	struct resource_list {
		const char *name;
		enum field mark;
	} lists[RESOURCE_LISTS_MAX];
};

void resource_serve(struct visit *visit);

#endif
