/*
 * olga.h - somebody who signs on to other services.
 *
 * Shape:  olga of STAGE_SCHOOL, three clients (leave is first-party, books
 *         confidential, phone public), and each step of a sign-on to leave.
 * Units:  none.
 * Errors: a failed assertion.
 * Source: ours; RFC 7636, appendix B.
 */
#ifndef TESTS_OLGA_H
#define TESTS_OLGA_H

#include "stage.h"

#include "identityd/openid.h"

#define OLGA_BACK      "https://leave.example/back"
#define OLGA_VERIFIER  "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define OLGA_CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

extern const struct actor olga_it;              /* who registers clients */
extern const struct actor olga_stranger;        /* nobody is signed in */
extern char olga_secret[2][CLIENT_SECRET_SIZE]; /* of leave and books */

/* One slapd, one core with a published key; once per program. */
struct core *olga_stage(void);

/* Olga, who signed in `ago_s` ago, signs on; the code. */
void olga_sign_on(struct core *core, int64_t ago_s, char code[GRANT_TEXT_SIZE]);
/* Leave brings it. */
const struct stage_answer *olga_exchange(struct core *core, const char *code);
const struct stage_answer *olga_userinfo(struct core *core, const char *token);
/* An access token. */
void olga_token(struct core *core, char token[GRANT_TEXT_SIZE]);

/* The claims of an ID token, checked as a client checks them. */
json_t *olga_claims(struct core *core, const char *id_token, const char *nonce);

/* A question that is as `request` says, up to F_NONE, but for two of it. */
struct olga_change {
	enum field field;
	const char *text; /* NULL takes it away */
};
const struct stage_answer *olga_ask_changed(struct core *core,
    const struct actor *actor, enum op op, core_op *run,
    const struct olga_change *request, const struct olga_change *change);

/* A parameter of a URL's query, decoded. */
bool olga_parameter(
    const char *url, const char *name, char *value, size_t size);

#endif
