/*
 * shown.h - was what is sent now what a plan was shown of?
 *
 * Shape:  a hash of the texts that decide what a plan shows; the page carries
 *         it in a hidden field, and what is done has the same one.
 * Units:  SHOWN_SIZE bytes with the NUL.
 * Errors: none.
 * Source: BLAKE2b of libsodium. No secret: a plan is for the sender's eyes.
 */
#ifndef LEAVE_SHOWN_H
#define LEAVE_SHOWN_H

#include <stddef.h>

enum { SHOWN_LEN = 16, SHOWN_SIZE = 2 * SHOWN_LEN + 1 };

void shown_print(
    const char *const *texts, size_t count, char shown[SHOWN_SIZE]);

#endif
