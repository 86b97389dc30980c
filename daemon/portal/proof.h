/*
 * proof.h - proof of work: the way past a captcha for programs, and for people
 *           who can neither see nor hear one.
 *
 * Shape:  the challenge is a captcha's id. Somebody counts up from 0 until
 *         SHA-256 of "id:form:number" begins with enough zero bits, and sends
 *         the number in decimal. The captcha's table makes it single use.
 * Units:  bits; each one doubles the work. A try costs about 0.3 µs in C and
 *         1 µs in a browser, so 18 bits are some tenths of a second.
 * Errors: bool.
 * Source: hashcash; FIPS 180-4. Pure.
 */
#ifndef PORTAL_PROOF_H
#define PORTAL_PROOF_H

#include <stdbool.h>

enum {
	PROOF_BITS_MIN = 1,
	PROOF_BITS_MAX = 28,      /* a minute or two of a fast machine */
	PROOF_SIZE = 20,          /* a number with its NUL */
	PROOF_CHALLENGE_MAX = 96, /* bytes of id and form together */
};

bool proof_check(
    const char *id, const char *form, int bits, const char *number);

/* Works until it has one; false for a challenge that is none. */
bool proof_solve(
    const char *id, const char *form, int bits, char number[PROOF_SIZE]);

#endif
