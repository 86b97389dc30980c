#include "authorize.h"

#include "base/text.h"
#include "grant.h"
#include "scope.h"

#include <string.h>

/* The descriptions are for who writes a client; RFC 6749 allows them ASCII
 * without quotation mark and backslash. */
static const struct authorize_fault_text faults[AUTHORIZE_FAULT_COUNT] = {
    [AUTHORIZE_OK] = {"", ""},
    [AUTHORIZE_REQUEST] = {"request_not_supported",
	"The parameter request is not supported."},
    [AUTHORIZE_REQUEST_URI] = {"request_uri_not_supported",
	"The parameter request_uri is not supported."},
    [AUTHORIZE_REGISTRATION] = {"registration_not_supported",
	"The parameter registration is not supported."},
    [AUTHORIZE_PARAMETER] = {"invalid_request",
	"A parameter is there twice, too long or no UTF-8."},
    [AUTHORIZE_NO_TYPE] = {"invalid_request", "response_type is missing."},
    [AUTHORIZE_TYPE] = {"unsupported_response_type",
	"response_type is neither code nor id_token."},
    [AUTHORIZE_TYPE_OF_CLIENT] = {"unauthorized_client",
	"response_type id_token is for first-party clients."},
    [AUTHORIZE_MODE] = {"invalid_request",
	"response_mode is neither query nor form_post."},
    [AUTHORIZE_NEEDS_POST] = {"invalid_request",
	"response_type id_token needs response_mode form_post."},
    [AUTHORIZE_SCOPE] = {"invalid_scope", "scope does not contain openid."},
    [AUTHORIZE_NO_CHALLENGE] = {"invalid_request",
	"code_challenge is missing: PKCE is required."},
    [AUTHORIZE_CHALLENGE_METHOD] = {"invalid_request",
	"code_challenge_method is not S256."},
    [AUTHORIZE_CHALLENGE] = {"invalid_request",
	"code_challenge is not the base64url of 32 bytes."},
    [AUTHORIZE_NO_NONCE] = {"invalid_request",
	"response_type id_token needs a nonce."},
    [AUTHORIZE_PROMPT] = {"invalid_request",
	"prompt has an unknown value, or none together with another."},
    [AUTHORIZE_MAX_AGE] = {"invalid_request",
	"max_age is no number of seconds."},
    [AUTHORIZE_LOGIN_REQUIRED] = {"login_required",
	"The person has to sign in."},
    [AUTHORIZE_OTHER_PERSON] = {"login_required",
	"Somebody else than id_token_hint names has signed in."},
    [AUTHORIZE_INTERACTION_REQUIRED] = {"interaction_required",
	"The person has to change the password."},
};

const struct authorize_fault_text *
authorize_fault(enum authorize_fault fault)
{
	return &faults[fault];
}

/* ------------------------------------------------------------- the request */

static enum authorize_fault
take_unsupported(const char *name)
{
	static const struct {
		const char *name;
		enum authorize_fault fault;
	} known[] = {
	    {"request", AUTHORIZE_REQUEST},
	    {"request_uri", AUTHORIZE_REQUEST_URI},
	    {"registration", AUTHORIZE_REGISTRATION},
	};

	if (name == NULL)
		return AUTHORIZE_OK;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].fault;
	return AUTHORIZE_PARAMETER;
}

static enum authorize_fault
take_mode(struct authorize *request, const char *mode)
{
	request->is_form_post = mode != NULL && strcmp(mode, "form_post") == 0;
	return mode == NULL || request->is_form_post ||
		strcmp(mode, "query") == 0
	    ? AUTHORIZE_OK
	    : AUTHORIZE_MODE;
}

static enum authorize_fault
take_type(
    struct authorize *request, const char *type, const struct client *client)
{
	if (type == NULL)
		return AUTHORIZE_NO_TYPE;
	request->wants_id_token = strcmp(type, "id_token") == 0;
	if (!request->wants_id_token)
		return strcmp(type, "code") == 0 ? AUTHORIZE_OK
						 : AUTHORIZE_TYPE;
	if (client->kind != CLIENT_FIRST_PARTY)
		return AUTHORIZE_TYPE_OF_CLIENT;
	if (!request->is_form_post)
		return AUTHORIZE_NEEDS_POST;
	return request->nonce != NULL ? AUTHORIZE_OK : AUTHORIZE_NO_NONCE;
}

static enum authorize_fault
take_scope(
    struct authorize *request, const char *scope, const struct client *client)
{
	unsigned asked = scope != NULL ? scope_parse(scope) : 0;

	request->scopes = asked & client->scopes;
	return (asked & SCOPE_OPENID) != 0 ? AUTHORIZE_OK : AUTHORIZE_SCOPE;
}

/* Of every client: a code in the wrong hands is worth nothing. */
static enum authorize_fault
take_challenge(
    struct authorize *request, const char *challenge, const char *method)
{
	struct grant grant;

	if (request->wants_id_token)
		return AUTHORIZE_OK;
	if (challenge == NULL)
		return AUTHORIZE_NO_CHALLENGE;
	if (method == NULL || strcmp(method, "S256") != 0)
		return AUTHORIZE_CHALLENGE_METHOD;
	request->challenge = challenge;
	return grant_take_challenge(&grant, challenge) ? AUTHORIZE_OK
						       : AUTHORIZE_CHALLENGE;
}

static unsigned
prompt_bit(const char *word, size_t len)
{
	static const struct {
		const char *word;
		enum authorize_prompt bit;
	} prompts[] = {
	    {"none", PROMPT_NONE},
	    {"login", PROMPT_LOGIN},
	    {"consent", PROMPT_CONSENT},
	    {"select_account", PROMPT_SELECT},
	};

	for (size_t i = 0; i < sizeof(prompts) / sizeof(prompts[0]); i++)
		if (strlen(prompts[i].word) == len &&
		    memcmp(prompts[i].word, word, len) == 0)
			return prompts[i].bit;
	return 0;
}

static enum authorize_fault
take_prompt(struct authorize *request, const char *prompt)
{
	const char *at = prompt != NULL ? prompt : "";

	for (at += strspn(at, " "); *at != '\0'; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");
		unsigned bit = prompt_bit(at, len);

		if (bit == 0)
			return AUTHORIZE_PROMPT;
		request->prompt |= bit;
		at += len;
	}
	return (request->prompt & PROMPT_NONE) == 0 ||
		request->prompt == PROMPT_NONE
	    ? AUTHORIZE_OK
	    : AUTHORIZE_PROMPT;
}

static enum authorize_fault
take_max_age(struct authorize *request, const char *max_age)
{
	request->max_age_s = -1;
	return max_age == NULL ||
		text_number(max_age, 0, INT32_MAX, &request->max_age_s)
	    ? AUTHORIZE_OK
	    : AUTHORIZE_MAX_AGE;
}

enum authorize_fault
authorize_parse(struct authorize *request, const struct wire_in *in,
    const struct client *client)
{
	enum authorize_fault fault, mode_fault;

	*request = (struct authorize){
	    .state = wire_given(in, F_OPENID_STATE),
	    .nonce = wire_given(in, F_NONCE),
	};
	mode_fault = take_mode(request, wire_given(in, F_RESPONSE_MODE));
	fault = take_unsupported(wire_given(in, F_UNSUPPORTED));
	if (fault == AUTHORIZE_OK)
		fault = mode_fault;
	if (fault == AUTHORIZE_OK)
		fault =
		    take_type(request, wire_given(in, F_RESPONSE_TYPE), client);
	if (fault == AUTHORIZE_OK)
		fault = take_scope(request, wire_given(in, F_SCOPE), client);
	if (fault == AUTHORIZE_OK)
		fault = take_challenge(request, wire_given(in, F_CHALLENGE),
		    wire_given(in, F_CHALLENGE_METHOD));
	if (fault == AUTHORIZE_OK)
		fault = take_prompt(request, wire_given(in, F_PROMPT));
	if (fault == AUTHORIZE_OK)
		fault = take_max_age(request, wire_given(in, F_MAX_AGE));
	return fault;
}

/* ------------------------------------------------------------ the decision */

/* Does the request want a sign-in that has not been? */
static bool
wants_sign_in(
    const struct authorize *request, const struct authorize_facts *facts)
{
	/* 0 is prompt=login (Core, 3.1.2.1), within the same second, too. */
	bool is_too_old = request->max_age_s == 0 ||
	    (request->max_age_s > 0 &&
		facts->now_s - facts->signed_in_s > request->max_age_s);

	if (!facts->is_person)
		return true;
	if (facts->signed_in_s >= facts->since_s)
		return false;
	return is_too_old ||
	    (request->prompt & (PROMPT_LOGIN | PROMPT_SELECT)) != 0 ||
	    (facts->has_hint && !facts->is_hinted);
}

enum authorize_verdict
authorize_decide(const struct authorize *request,
    const struct authorize_facts *facts, enum authorize_fault *fault)
{
	bool may_ask = (request->prompt & PROMPT_NONE) == 0;

	*fault = AUTHORIZE_OK;
	if (wants_sign_in(request, facts)) {
		*fault = AUTHORIZE_LOGIN_REQUIRED;
		return may_ask ? AUTHORIZE_SIGN_IN : AUTHORIZE_REFUSE;
	}
	if (facts->has_hint && !facts->is_hinted) {
		*fault = AUTHORIZE_OTHER_PERSON;
		return AUTHORIZE_REFUSE;
	}
	if (facts->must_change) {
		*fault = AUTHORIZE_INTERACTION_REQUIRED;
		return may_ask ? AUTHORIZE_CHANGE : AUTHORIZE_REFUSE;
	}
	return AUTHORIZE_GIVE;
}
