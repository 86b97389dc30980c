/*
 * body.h - the bytes of an answer, while they are written.
 *
 * Shape:  a heap buffer that doubles; writing past its bound, or without
 *         memory, is remembered and told by is_full, so that writers need not
 *         ask after every word.
 * Units:  bytes; BODY_MAX bounds one answer.
 * Errors: is_full.
 * Source: ours.
 */
#ifndef WEB_BODY_H
#define WEB_BODY_H

#include <stdbool.h>
#include <stddef.h>

enum { BODY_MAX = 16 * 1024 * 1024 }; /* the biggest file; a list is less */

struct body {
	char *at;
	size_t len, size;
	bool is_full;
};

void body_put(struct body *body, const void *bytes, size_t len);
void body_text(struct body *body, const char *text);
/* With & < > " ' as entities: safe between tags and in quoted attributes. */
void body_escaped(struct body *body, const char *text);

void body_free(struct body *body);

#endif
