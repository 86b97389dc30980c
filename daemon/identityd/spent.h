/*
 * spent.h - which codes were used, among all workers of a host.
 *
 * Shape:  a table in shared memory: the serial of a code, when it was used and
 *         whether somebody tried it again. A second try ends what the first
 *         one was given: a token is good only while its code stands here,
 *         untried. Places of codes whose token has ended are used again; a
 *         code that could still be tried is never forgotten. The table is of
 *         one run of identityd and says which.
 * Units:  now_s Unix seconds.
 * Errors: RC_EXISTS it was used before; RC_BUSY no place: some 200 sign-ons a
 *         second for a minute. A dead holder of the lock is survived.
 * Source: RFC 6749, 4.1.2 and 10.5.
 */
#ifndef IDENTITYD_SPENT_H
#define IDENTITYD_SPENT_H

#include "grant.h"

struct spent;

/* In shared memory, to be made before the workers are born. NULL: no memory. */
struct spent *spent_new(void);

/* This run's name, random. */
const unsigned char *spent_run(const struct spent *spent);

/* Uses the code of that serial: once. */
enum rc spent_take(struct spent *spent,
    const unsigned char serial[GRANT_SERIAL_LEN], int64_t now_s);

/* Is what was given for it still good? */
bool spent_is_good(
    struct spent *spent, const unsigned char serial[GRANT_SERIAL_LEN]);

#endif
