/*
 * csrf.h - is a form one that we sent to this browser?
 *
 * Shape:  a random cookie names the browser; a form carries a keyed hash of
 *         that cookie and of the path it is sent to. The key is drawn at
 *         start and kept nowhere, so that a restart makes every open form
 *         stale: route.h shows it again with what was typed.
 * Units:  sizes count the NUL.
 * Errors: bool.
 * Source: OWASP's signed double-submit cookie; BLAKE2b of libsodium.
 */
#ifndef WEB_CSRF_H
#define WEB_CSRF_H

#include <stdbool.h>

#define CSRF_COOKIE "__Host-form"

enum {
	CSRF_KEY_LEN = 32,
	CSRF_SEED_SIZE = 33, /* 16 bytes in hex */
	CSRF_TOKEN_SIZE = 33,
};

struct csrf {
	unsigned char key[CSRF_KEY_LEN];
};

void csrf_init(struct csrf *csrf);

/* A new cookie's value. */
void csrf_seed(char seed[CSRF_SEED_SIZE]);
bool csrf_is_seed(const char *seed);

void csrf_token(const struct csrf *csrf, const char *seed, const char *path,
    char token[CSRF_TOKEN_SIZE]);
bool csrf_check(const struct csrf *csrf, const char *seed, const char *path,
    const char *token);

#endif
