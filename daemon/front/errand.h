/*
 * errand.h - one question of a page to the daemon, for the visitor.
 *
 * Shape:  new, put what the question needs, ask, read the answer, free. What
 *         every question may carry comes with it: the reader's language, the
 *         browser's address, the session.
 * Units:  *_ms.
 * Errors: the answer's class; `said` is the sentence to show for it, in the
 *         reader's language. No answer at all is logged here, once.
 * Source: ask.h.
 */
#ifndef FRONT_ERRAND_H
#define FRONT_ERRAND_H

#include "base/wire.h"
#include "web/route.h"

enum {
	ERRAND_SAID_SIZE = FIELD_TEXT_MAX + 1,
	ERRAND_EXTRA_MS = 1500, /* for what a page can do without */
};

struct errand {
	const struct visit *visit;
	enum op op;
	int deadline_ms; /* the door's, unless set before asking */
	struct wire_out out;
	struct wire_in in;
	enum rc rc;     /* of the answer */
	size_t in_used; /* of in_bytes, at most */
	char said[ERRAND_SAID_SIZE];
	unsigned char out_bytes[WIRE_MAX], in_bytes[WIRE_MAX];
};

struct errand *errand_new(const struct visit *visit, enum op op);
/* As somebody who has not signed in, whoever it is. */
struct errand *errand_new_stranger(const struct visit *visit, enum op op);
/* NULL is fine. Both messages are wiped. */
void errand_free(struct errand *errand);

/* An empty text is not put: a field that is there says something. */
void errand_put(struct errand *errand, enum field field, const char *text);
/* Was that put, here or when it was made? */
bool errand_has(const struct errand *errand, enum field field);
enum rc errand_ask(struct errand *errand);

/* "" when absent. */
const char *errand_text(const struct errand *errand, enum field field);
/* Is the answer's stable reason this one? */
bool errand_reason_is(const struct errand *errand, const char *reason);

/* The HTTP status for an answer's class. */
int errand_status(enum rc rc);

#endif
