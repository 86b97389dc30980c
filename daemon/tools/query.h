/*
 * query.h - one question of a tool to identityd.
 *
 * Shape:  begin, put what the question needs, ask, read the answer, wipe. The
 *         bytes of both may be secret and live in the struct, nowhere else.
 * Units:  QUERY_DEADLINE_MS for the exchange.
 * Errors: the answer's class with its sentence in the reader's language;
 *         RC_OFFLINE when identityd does not answer.
 * Source: ask.h; the server must be the owner of its socket.
 */
#ifndef TOOLS_QUERY_H
#define TOOLS_QUERY_H

#include "base/ask.h"

enum { QUERY_DEADLINE_MS = 30000 }; /* reset waits its turn to hash */

struct query {
	struct wire_out out;
	struct wire_in in;
	unsigned char out_bytes[WIRE_MAX], in_bytes[WIRE_MAX];
};

/* RC_OFFLINE when there is no socket at `path`, which is borrowed. */
enum rc query_door(struct ask_door *door, const char *path, struct err *err);

void query_begin(struct query *query, enum op op);
enum rc query_ask(
    struct query *query, const struct ask_door *door, struct err *err);
/* Is the answer's stable reason this one? */
bool query_reason_is(const struct query *query, const char *reason);
void query_wipe(struct query *query);

#endif
