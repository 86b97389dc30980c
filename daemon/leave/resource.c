#include "resource.h"

#include "base/secret.h"
#include "base/text.h"
#include "front/errand.h"
#include "front/program.h"
#include "web/credential.h"

#include <string.h>

#define REALM "Bearer realm=\"leave\""

static const struct resource *
resource_of(const struct visit *visit)
{
	return visit->route->own;
}

/* --------------------------------------------------------------- who asks */

/* False: answered. */
static bool
put_bearer(struct visit *visit, struct errand *errand)
{
	SECRET(token, CREDENTIAL_TOKEN_SIZE);
	struct err err;

	if (credential_bearer(token, visit->request->authorization, &err) ==
	    RC_OK) {
		wire_put_text(&errand->out, resource_of(visit)->bearer, token);
		return true;
	}
	program_deny(visit, RC_DENIED, "no_session",
	    PHRASE("Say who you are in Authorization, as a Bearer."));
	visit->answer->status = 401;
	visit->answer->authenticate = REALM;
	return false;
}

/* ----------------------------------------------------------- what is asked */

static bool
complain(struct visit *visit, const char *name, const char *how)
{
	struct err err;

	(void)err_set(&err, RC_INPUT, "\"%s\" %s", name, how);
	program_complain(visit, &err);
	return false;
}

/* A name that nothing can have is nowhere. */
static bool
put_rest(struct visit *visit, struct errand *errand)
{
	enum field field = resource_of(visit)->ending;

	if (field == F_NONE)
		return true;
	if (!text_is_word(visit->rest) ||
	    strlen(visit->rest) > field_rule(field)->max) {
		program_refuse(visit, 404, "");
		return false;
	}
	errand_put(errand, field, visit->rest);
	return true;
}

static bool
put_query(struct visit *visit, struct errand *errand)
{
	const struct form *query = &visit->query;

	for (size_t i = 0; i < query->count; i++) {
		const char *name = query->fields[i].name;
		enum field field = field_find(name);
		int64_t number;

		if (!form_has(query, name) || field == F_NONE ||
		    field == F_LANG || query->values[i][0] == '\0')
			continue;
		if (field_rule(field)->type != FIELD_NUMBER)
			wire_put_text(&errand->out, field, query->values[i]);
		else if (text_number(query->values[i], 0, INT64_MAX, &number))
			wire_put_number(&errand->out, field, number);
		else
			return complain(visit, name, "is no number");
	}
	return true;
}

static bool
put_key(struct visit *visit, struct errand *errand)
{
	const char *key = visit->request->idempotency_key;

	if (!resource_of(visit)->takes_key || key[0] == '\0')
		return true;
	if (strlen(key) >= RESOURCE_KEY_SIZE)
		return complain(visit, "Idempotency-Key", "is too long");
	errand_put(errand, F_KEY, key);
	return true;
}

/* An address that takes no members may also be sent nothing at all. */
static bool
put_body(struct visit *visit, struct errand *errand)
{
	static const uint8_t nothing[] = {F_NONE};
	static const char *const no_others[] = {NULL};
	const uint8_t *takes = resource_of(visit)->takes;
	json_t *message;
	struct err err;
	enum rc rc;

	if (visit->route->method != HTTP_POST ||
	    (takes == NULL && visit->request->body_len == 0))
		return true;
	message = program_take(visit);
	if (message == NULL)
		return false;
	rc = message_take(message, takes != NULL ? takes : nothing, no_others,
	    &errand->out, &err);
	json_decref(message);
	if (rc != RC_OK)
		program_complain(visit, &err);
	return rc == RC_OK;
}

static bool
has_all(struct visit *visit, const struct errand *errand, const uint8_t *must)
{
	for (; must != NULL && *must != F_NONE; must++)
		if (!errand_has(errand, (enum field) * must))
			return complain(
			    visit, field_rule(*must)->name, "is missing");
	return true;
}

/* False: answered. */
static bool
put_question(struct visit *visit, struct errand *errand)
{
	const struct resource *resource = resource_of(visit);

	if (resource->is_plan)
		wire_put_number(&errand->out, F_PLAN, 1);
	return put_bearer(visit, errand) && put_rest(visit, errand) &&
	    put_query(visit, errand) && put_key(visit, errand) &&
	    put_body(visit, errand) &&
	    has_all(visit, errand, op_rule(resource->op)->must) &&
	    has_all(visit, errand, resource->needs);
}

/* ------------------------------------------------------------- the answer */

/* "result" is the class of the whole answer; leaved's own is "outcome". The
 * session is renewed where that is asked for, and nowhere else. */
static void
lay(json_t *object, enum op op, const struct wire_in *in)
{
	uint8_t shown[FIELD_COUNT] = {F_NONE};
	size_t count = 0;

	for (unsigned field = F_NONE + 1; field < FIELD_COUNT; field++)
		if (field == F_REASON || field == F_TEXT ||
		    (field_in(op_rule(op)->answer, field) &&
			field != F_RESULT &&
			(field != F_SESSION || op == OP_LEAVE_SESSION)))
			shown[count++] = (uint8_t)field;
	message_add(object, shown, in);
	if (wire_has(in, F_RESULT))
		(void)json_object_set_new(
		    object, "outcome", json_string(wire_text(in, F_RESULT)));
}

static const char *
list_of(const struct resource *resource, const struct wire_in *row)
{
	for (size_t i = 0; i < RESOURCE_LISTS_MAX; i++)
		if (resource->lists[i].mark == F_NONE ||
		    wire_has(row, resource->lists[i].mark))
			return resource->lists[i].name;
	return NULL;
}

static void
lay_rows(
    json_t *message, const struct resource *resource, const struct wire_in *in)
{
	for (size_t i = 0; i < RESOURCE_LISTS_MAX; i++)
		if (resource->lists[i].name != NULL)
			(void)json_object_set_new(
			    message, resource->lists[i].name, json_array());
	for (size_t i = 0; i < in->row_count; i++) {
		json_t *object = json_object();
		struct wire_in row;
		const char *name;

		wire_row(in, i, &row);
		lay(object, resource->op, &row);
		name = list_of(resource, &row);
		if (name != NULL)
			(void)json_array_append(
			    json_object_get(message, name), object);
		json_decref(object);
	}
}

/* What the header of a refusal must say: RFC 6750, 3.1. */
static void
challenge(struct visit *visit, const struct errand *errand)
{
	static const struct {
		const char *reason, *authenticate;
		int status;
	} challenges[] = {
	    {"sign_in_again", REALM ", error=\"invalid_token\"", 401},
	    {"insufficient_scope",
		REALM ", error=\"insufficient_scope\", scope=\"leave\"", 403},
	};

	for (size_t i = 0; i < sizeof(challenges) / sizeof(challenges[0]); i++)
		if (errand_reason_is(errand, challenges[i].reason)) {
			visit->answer->authenticate =
			    challenges[i].authenticate;
			visit->answer->status = challenges[i].status;
		}
}

static void
pass_on(struct visit *visit, const struct errand *errand)
{
	const struct resource *resource = resource_of(visit);
	json_t *message = json_object();

	lay(message, resource->op, &errand->in);
	if (errand->rc == RC_OK)
		lay_rows(message, resource, &errand->in);
	program_relay(visit, errand, message);
	challenge(visit, errand);
}

void
resource_serve(struct visit *visit)
{
	struct errand *errand =
	    errand_new_stranger(visit, resource_of(visit)->op);

	if (put_question(visit, errand)) {
		(void)errand_ask(errand);
		pass_on(visit, errand);
	}
	errand_free(errand);
}
