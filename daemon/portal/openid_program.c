#include "openid_program.h"

#include "base/secret.h"
#include "base/text.h"
#include "front/errand.h"
#include "web/credential.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { ABOUT_CACHE_S = 300 };

/* Of identityd's reasons; where no other is known, by the answer's class. */
static const struct fault {
	const char *error;
	int status;
	const char *authenticate;
} faults[] = {
    {"invalid_request", 400, NULL},
    {"invalid_client", 401, "Basic realm=\"portal\""},
    {"invalid_grant", 400, NULL},
    {"unauthorized_client", 400, NULL},
    {"unsupported_grant_type", 400, NULL},
    {"invalid_scope", 400, NULL},
    {"invalid_token", 401, "Bearer realm=\"portal\", error=\"invalid_token\""},
    {"insufficient_scope", 403,
	"Bearer realm=\"portal\", error=\"insufficient_scope\", "
	"scope=\"openid\""},
};
enum { FAULTS = sizeof(faults) / sizeof(faults[0]) };

/* Takes `message` over. */
static void
say(struct visit *visit, int status, json_t *message)
{
	char *bytes = json_dumps(message, JSON_COMPACT);

	if (bytes == NULL)
		abort();
	visit->answer->status = status;
	visit->answer->type = "application/json";
	body_text(&visit->answer->body, bytes);
	secret_wipe(bytes, strlen(bytes));
	free(bytes);
	json_decref(message);
}

static void
fail(struct visit *visit, const char *error, const char *description)
{
	const struct fault *fault = &faults[0];

	for (size_t i = 0; i < FAULTS; i++)
		if (strcmp(faults[i].error, error) == 0)
			fault = &faults[i];
	visit->answer->authenticate = fault->authenticate;
	say(visit, fault->status,
	    json_pack("{s:s,s:s}", "error", fault->error, "error_description",
		description));
}

/* `why` may quote what was sent; the description's alphabet is small. */
void
openid_program_refuse(struct visit *visit, int status, const char *why)
{
	(void)why;
	say(visit, status,
	    json_pack("{s:s,s:s}", "error",
		status == 503 ? "temporarily_unavailable" : "invalid_request",
		"error_description",
		status == 503 ? "Too many requests at once."
			      : "This is no request that can be understood."));
}

/* Its text is for programmers, whatever language they browse in. */
static struct errand *
errand_in_english(struct visit *visit, enum op op)
{
	visit->lang = PHRASE_EN;
	return errand_new_stranger(visit, op);
}

/* True when there is an answer to tell. */
static bool
is_answered(struct visit *visit, struct errand *errand)
{
	const char *reason;

	if (errand_ask(errand) == RC_OK)
		return true;
	reason = errand_text(errand, F_REASON);
	for (size_t i = 0; i < FAULTS; i++)
		if (strcmp(faults[i].error, reason) == 0) {
			fail(visit, reason, errand->said);
			return false;
		}
	say(visit, errand_status(errand->rc),
	    json_pack("{s:s,s:s}", "error",
		errand->rc == RC_FAULT ? "server_error"
				       : "temporarily_unavailable",
		"error_description", errand->said));
	return false;
}

/* A document as identityd gave it. */
static void
pass_on(struct visit *visit, const struct errand *errand, int cache_s)
{
	visit->answer->type = "application/json";
	visit->answer->cache_s = cache_s;
	body_text(&visit->answer->body, errand_text(errand, F_JSON));
}

static void
show_document(struct visit *visit, enum op op, int cache_s)
{
	struct errand *errand = errand_in_english(visit, op);

	if (is_answered(visit, errand))
		pass_on(visit, errand, cache_s);
	errand_free(errand);
}

void
openid_about(struct visit *visit)
{
	show_document(visit, OP_OPENID_ABOUT, ABOUT_CACHE_S);
}

/* Never kept: who meets an unknown key number asks at once. */
void
openid_keys(struct visit *visit)
{
	show_document(visit, OP_OPENID_KEYS, 0);
}

/* The body as a form, or a complaint. */
static bool
take_body(struct visit *visit, struct form *form)
{
	const struct http_request *request = visit->request;
	const char *description = NULL;
	struct err err;

	if (!form_is_type(
		request->content_type, "application/x-www-form-urlencoded"))
		description = "The body must be "
			      "application/x-www-form-urlencoded.";
	else if (request->body_len > 0 &&
	    form_parse_urlencoded(
		form, request->body, request->body_len, &err) != RC_OK)
		description = "The body is malformed, or has a parameter "
			      "twice.";
	else if (form->fault != FORM_FINE)
		description = "A parameter is too long.";
	if (description != NULL)
		fail(visit, "invalid_request", description);
	return description == NULL;
}

/* Each parameter and the field it is asked with. */
static const struct form_field token_fields[] = {
    {"grant_type", FORM_EXACT, 64, false, NULL},
    {"code", FORM_EXACT, 2048, false, NULL},
    {"redirect_uri", FORM_EXACT, 2048, false, NULL},
    {"code_verifier", FORM_EXACT, 128, false, NULL},
    {"client_id", FORM_EXACT, CREDENTIAL_CLIENT_SIZE - 1, false, NULL},
    {"client_secret", FORM_EXACT, CREDENTIAL_SECRET_SIZE - 1, false, NULL},
};
enum { TOKEN_FIELDS = sizeof(token_fields) / sizeof(token_fields[0]) };
static const enum field token_questions[TOKEN_FIELDS] = {
    F_GRANT_TYPE, F_GRANT, F_REDIRECT, F_VERIFIER, F_CLIENT, F_SECRET};

/* One way of showing who it is, not two: RFC 6749 2.3. */
static bool
take_credential(
    struct visit *visit, const struct form *form, struct credential *credential)
{
	const char *header = visit->request->authorization;
	const char *named = form_text(form, "client_id");
	struct err err;
	enum rc rc = credential_basic(credential, header, &err);

	if (rc == RC_ABSENT)
		return true;
	if (rc != RC_OK) {
		fail(visit, "invalid_client", "Authorization is malformed.");
		return false;
	}
	if (form_has(form, "client_secret") ||
	    (named[0] != '\0' && strcmp(named, credential->client) != 0)) {
		fail(visit, "invalid_request",
		    "Authorization and body both name a client.");
		return false;
	}
	return true;
}

static void
put_token_question(struct errand *errand, const struct form *form,
    const struct credential *credential)
{
	bool is_basic = credential->client[0] != '\0';

	for (size_t i = 0; i < TOKEN_FIELDS; i++)
		if (!is_basic || token_questions[i] != F_CLIENT)
			errand_put(errand, token_questions[i],
			    form_text(form, token_fields[i].name));
	errand_put(errand, F_CLIENT, credential->client);
	errand_put(errand, F_SECRET, credential->secret);
}

static void
give_token(struct visit *visit, const struct errand *errand)
{
	say(visit, 200,
	    json_pack("{s:s,s:s,s:I,s:s,s:s}", "access_token",
		errand_text(errand, F_TOKEN), "token_type", "Bearer",
		"expires_in",
		(json_int_t)wire_number(&errand->in, F_EXPIRES, 0), "id_token",
		errand_text(errand, F_ID_TOKEN), "scope",
		errand_text(errand, F_SCOPE)));
}

void
openid_token(struct visit *visit)
{
	struct credential credential;
	SECRET_AREA(span, &credential, sizeof(credential));
	struct errand *errand;
	struct form form;

	form_init(&form, token_fields, TOKEN_FIELDS);
	form.takes_others = true;
	if (!take_body(visit, &form) ||
	    !take_credential(visit, &form, &credential))
		return;
	errand = errand_in_english(visit, OP_OPENID_TOKEN);
	put_token_question(errand, &form, &credential);
	if (is_answered(visit, errand))
		give_token(visit, errand);
	errand_free(errand);
}

static const struct form_field userinfo_fields[] = {
    {"access_token", FORM_EXACT, CREDENTIAL_TOKEN_SIZE - 1, false, NULL},
};

/* In the header, or in the body: RFC 6750 2. False: answered. */
static bool
take_token(struct visit *visit, char token[CREDENTIAL_TOKEN_SIZE])
{
	const struct http_request *request = visit->request;
	struct form form;
	struct err err;
	enum rc rc = credential_bearer(token, request->authorization, &err);

	form_init(&form, userinfo_fields, 1);
	form.takes_others = true;
	if (request->body_len > 0 && !take_body(visit, &form))
		return false;
	if (rc == RC_OK && !form_has(&form, "access_token"))
		return true;
	if (rc == RC_ABSENT && form_text(&form, "access_token")[0] != '\0')
		return text_copy(token, CREDENTIAL_TOKEN_SIZE,
		    form_text(&form, "access_token"));
	if (rc == RC_ABSENT) {
		/* Nothing was shown, so there is no error: RFC 6750 3.1. */
		visit->answer->authenticate = "Bearer realm=\"portal\"";
		say(visit, 401, json_object());
		return false;
	}
	fail(visit, "invalid_request",
	    "One token, as RFC 6750 has it, must be shown.");
	return false;
}

void
openid_userinfo(struct visit *visit)
{
	SECRET(token, CREDENTIAL_TOKEN_SIZE);
	struct errand *errand;

	if (!take_token(visit, token))
		return;
	errand = errand_in_english(visit, OP_OPENID_USERINFO);
	errand_put(errand, F_TOKEN, token);
	if (is_answered(visit, errand))
		pass_on(visit, errand, 0);
	errand_free(errand);
}
