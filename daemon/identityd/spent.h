/*
 * spent.h - which sign-on codes were used, written where every host sees it.
 *
 * Shape:  a value of portalGrantSpent on the person's entry for each code: when
 *         it was made, and its serial. It is added at the code's home alone
 *         (grant.h), where a value that is there already is refused: of any
 *         number of hosts one wins. Whoever brings a code again adds a second
 *         value, which ends what was given for it. What nobody needs any more
 *         goes with the next one.
 * Units:  none of its own.
 * Errors: those of dir.h; RC_OFFLINE the home is away, or is none we know.
 * Source: RFC 6749, 4.1.2 and 10.5.
 */
#ifndef IDENTITYD_SPENT_H
#define IDENTITYD_SPENT_H

#include "core.h"
#include "grant.h"

enum {
	/* Of one person, whose tokens may still live: six sign-ons a second
	 * for all that time are no person's. */
	SPENT_MAX = 4096,
};

/* Uses the code: once. RC_EXISTS it was used before, RC_BUSY SPENT_MAX. */
enum rc spent_take(struct core *core, const struct grant *grant,
    const struct person *person, struct err *err);

/* Is the token that was given for the code still good? RC_DENIED when not.
 * While the home is away, what we know decides. */
enum rc spent_check(struct core *core, const struct grant *grant,
    const struct person *person, struct err *err);

#endif
