/*
 * response.h - what a browser brings back to a client.
 *
 * Shape:  a few parameters and where to: as one URL, or as the inputs of a form
 *         that is posted there. The texts are borrowed. Pure.
 * Units:  sizes count the NUL.
 * Errors: false: it does not fit.
 * Source: RFC 6749, 4.1.2 and appendix B; OAuth 2.0 Form Post Response Mode.
 */
#ifndef IDENTITYD_RESPONSE_H
#define IDENTITYD_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

enum { RESPONSE_PARAMS_MAX = 8, RESPONSE_URL_SIZE = 8193 };

struct response {
	const char *redirect;
	size_t count;
	struct response_param {
		const char *name, *value;
	} params[RESPONSE_PARAMS_MAX];
};

/* A NULL value is none. */
void response_add(
    struct response *response, const char *name, const char *value);

/* The redirect URI with the parameters behind its own, form-encoded. */
bool response_print(
    const struct response *response, char url[RESPONSE_URL_SIZE]);

#endif
