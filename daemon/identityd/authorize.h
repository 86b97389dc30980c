/*
 * authorize.h - what a client asks for, and what becomes of it.
 *
 * Shape:  authorize_parse() takes a request apart, whose client and redirect
 *         URI are good already; authorize_decide() says what happens with who
 *         has signed in, or not. A parameter that we do not know is passed
 *         over. Pure.
 * Units:  *_s Unix seconds; max_age_s -1 stands for none.
 * Errors: a row of authorize_fault(): the error's name and what is wrong.
 * Source: OpenID Connect Core 1.0, 3.1.2 and 3.2.2.10; RFC 6749, 4.1.2.1;
 *         RFC 7636, 4.4.1; OAuth 2.0 Form Post Response Mode.
 */
#ifndef IDENTITYD_AUTHORIZE_H
#define IDENTITYD_AUTHORIZE_H

#include "base/wire.h"
#include "client.h"

enum authorize_fault {
	AUTHORIZE_OK,
	AUTHORIZE_REQUEST,
	AUTHORIZE_REQUEST_URI,
	AUTHORIZE_REGISTRATION,
	AUTHORIZE_PARAMETER,
	AUTHORIZE_NO_TYPE,
	AUTHORIZE_TYPE,
	AUTHORIZE_TYPE_OF_CLIENT,
	AUTHORIZE_MODE,
	AUTHORIZE_NEEDS_POST,
	AUTHORIZE_SCOPE,
	AUTHORIZE_NO_CHALLENGE,
	AUTHORIZE_CHALLENGE_METHOD,
	AUTHORIZE_CHALLENGE,
	AUTHORIZE_NO_NONCE,
	AUTHORIZE_PROMPT,
	AUTHORIZE_MAX_AGE,
	/* of the decision */
	AUTHORIZE_LOGIN_REQUIRED,
	AUTHORIZE_OTHER_PERSON,
	AUTHORIZE_INTERACTION_REQUIRED,
};
#define AUTHORIZE_FAULT_COUNT (AUTHORIZE_INTERACTION_REQUIRED + 1)

struct authorize_fault_text {
	const char *error, *description;
};
const struct authorize_fault_text *authorize_fault(enum authorize_fault fault);

enum authorize_prompt {
	PROMPT_NONE = 1,
	PROMPT_LOGIN = 2,
	PROMPT_CONSENT = 4, /* IT has consented when it registered the client */
	PROMPT_SELECT = 8,  /* one browser has one person: sign in anew */
};

struct authorize {
	bool wants_id_token; /* instead of a code */
	bool is_form_post;
	unsigned scopes; /* of those asked for, what the client may have */
	unsigned prompt; /* enum authorize_prompt, or'ed */
	int64_t max_age_s;
	const char *state, *nonce, *challenge; /* borrowed; NULL when absent */
};

/* Also with a fault `request` says how to answer: mode and state. */
enum authorize_fault authorize_parse(struct authorize *request,
    const struct wire_in *in, const struct client *client);

/* Who is there. */
struct authorize_facts {
	bool is_person;
	bool must_change; /* the password */
	bool has_hint, is_hinted;
	int64_t signed_in_s, now_s;
	int64_t since_s; /* when the request first came: a sign-in since then
			  * is the one that it asked for */
};

enum authorize_verdict {
	AUTHORIZE_GIVE,
	AUTHORIZE_SIGN_IN,
	AUTHORIZE_CHANGE,
	AUTHORIZE_REFUSE, /* with `*fault` */
};

enum authorize_verdict authorize_decide(const struct authorize *request,
    const struct authorize_facts *facts, enum authorize_fault *fault);

#endif
