/*
 * mail_proof.h - the code that proves that somebody reads a new address.
 *
 * Shape:  twelve digits, derived like the check code and with a purpose of
 *         their own, over the person, the new address, the addresses there are
 *         now, the password's time and the code's end. Nothing is stored: ends
 *         are whole hours, and a typed code is compared with those of every
 *         hour to come of its life. A change of the password or of an address
 *         ends all that are out.
 * Units:  Unix seconds; a code lives from MAIL_PROOF_LIFE_S - 3600 to
 *         MAIL_PROOF_LIFE_S, and its letter says until when.
 * Errors: bool.
 * Source: code.h; its nonce is BLAKE2b-128 of the addresses, each with NUL.
 */
#ifndef IDENTITYD_MAIL_PROOF_H
#define IDENTITYD_MAIL_PROOF_H

#include "code.h"
#include "dir/person.h"
#include "seal/keyring.h"

enum { MAIL_PROOF_LIFE_S = 24 * 3600 };

/* The end of a code that was asked for at that moment. */
int64_t mail_proof_end(int64_t asked_s);

/* The code for `address` that ends at `end_s`, by the ring's newest key; false
 * without one. The caller wipes `code`. */
bool mail_proof_derive(const struct keyring *ring, const struct person *person,
    const char *address, int64_t end_s, char code[CODE_SIZE]);

/* Is `typed` a code for `address` that is good now, by any live key? */
bool mail_proof_is(const struct keyring *ring, const struct person *person,
    const char *address, int64_t now_s, const char typed[CODE_SIZE]);

#endif
