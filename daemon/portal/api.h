/*
 * api.h - the portal for programs: JSON at /api/v1, portal-api(7).
 *
 * Shape:  one question and one answer, as identityd's own, under the same
 *         names. Nobody is signed in here, so every question that could be
 *         guessed with brings a proof of work (proof.h) for a challenge that
 *         was asked for before.
 * Units:  none.
 * Errors: the answer's class is its "result" and the HTTP status (a question
 *         that is too long has 413); "text" is a sentence in the reader's
 *         language.
 * Source: RFC 8259; portal-passwd(1) is its reader.
 */
#ifndef PORTAL_API_H
#define PORTAL_API_H

#include "web/route.h"

/* GET challenge?form=NAME, GET rules; POST the questions themselves. */
extern const struct form_field api_challenge_query[1];
void api_challenge(struct visit *visit);
void api_rules(struct visit *visit);
void api_question(struct visit *visit);

#endif
