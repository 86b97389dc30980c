/*
 * lab_claim.h - a first password, set at the login prompt with a check code.
 *
 * Shape:  one question, for who is `new` in the directory and for nobody else.
 *         The portal judges ID, code and password, as for everybody; we look
 *         whether it was this person's, and wait until the directory here has
 *         heard. One at a time: a claim takes a worker for seconds.
 * Units:  monotonic milliseconds.
 * Errors: as lab.h, with the reason and the portal's sentence in the answer.
 * Source: claim_child.h.
 */
#ifndef LABD_LAB_CLAIM_H
#define LABD_LAB_CLAIM_H

#include "lab.h"

#include <stdatomic.h>

struct lab_claim {
	const char *account;
	const char *national_id;
	const char *code;
	const char *password;
	const char *lang;
};

/* `until_ms` is shared by all workers: when the last claim ends at the
 * latest. */
enum rc lab_claim(struct lab *lab, const struct lab_claim *claim,
    _Atomic int64_t *until_ms, struct lab_answer *answer, struct err *err);

#endif
