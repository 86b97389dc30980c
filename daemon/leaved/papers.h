/*
 * papers.h - the papers of a request: certificates, letters, photographs.
 *
 * Shape:  rows of the table attachment, each in parts, so that a backup of the
 *         tables has them and no web server can reach them. A file comes in as
 *         many questions as it has parts; it is there once it is whole, and
 *         what nobody finished goes after PAPERS_STALE_S. Whom it is for and
 *         personnel add and take away; besides them whoever decides may look.
 * Units:  bytes; in parts as part.h says, in base64 also in the table.
 * Errors: verdicts; BAD_FILE for what is neither PDF nor a picture.
 * Source: LEAVE.md 3, 6.
 */
#ifndef LEAVED_PAPERS_H
#define LEAVED_PAPERS_H

#include "base/part.h"
#include "office.h"

enum {
	PAPERS_MAX = 10, /* of one request */
	PAPERS_STALE_S = 3600,
};

/* What the request still lacks: "none" is needed, "there", "missing", or
 * "letter": the number of a letter. */
const char *papers_lacking(struct office *office, const struct request *r);

/* Whether rights and the request's state allow the asker that question about
 * its papers: OP_LEAVE_PAPERS, ATTACH or DETACH. Until when is asked later. */
bool papers_may(
    const struct office *office, enum op op, const struct request *r);

/* A round of the ticker, in a transaction of its own: what nobody finished
 * goes. */
enum rc papers_tidy(struct office *office, struct err *err);

#endif
