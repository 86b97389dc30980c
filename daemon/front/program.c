#include "program.h"

#include "base/secret.h"
#include "errand.h"

#include <stdlib.h>
#include <string.h>

enum { STATUS_NO_JSON = 415 };

void
program_say(struct visit *visit, enum rc rc, json_t *message)
{
	char *bytes;

	(void)json_object_set_new(message, "result", json_string(rc_name(rc)));
	bytes = json_dumps(message, JSON_COMPACT);
	if (bytes == NULL)
		abort();
	visit->answer->status = errand_status(rc);
	visit->answer->type = "application/json";
	body_text(&visit->answer->body, bytes);
	body_text(&visit->answer->body, "\n");
	secret_wipe(bytes, strlen(bytes));
	free(bytes);
	json_decref(message);
}

void
program_deny(
    struct visit *visit, enum rc rc, const char *reason, const char *sentence)
{
	program_say(visit, rc,
	    json_pack("{s:s,s:s}", "reason", reason, "text",
		phrase(visit->lang, sentence)));
}

void
program_relay(struct visit *visit, const struct errand *errand, json_t *message)
{
	if (errand->rc != RC_OK && !wire_has(&errand->in, F_REASON)) {
		(void)json_object_set_new(
		    message, "reason", json_string("no_answer"));
		(void)json_object_set_new(
		    message, "text", json_string(errand->said));
	}
	program_say(visit, errand->rc, message);
}

void
program_complain(struct visit *visit, const struct err *err)
{
	program_say(visit, RC_INPUT,
	    json_pack("{s:s,s:s}", "reason", "malformed", "text", err->text));
}

json_t *
program_take(struct visit *visit)
{
	const struct http_request *request = visit->request;
	json_t *message;
	struct err err;

	/* No page elsewhere can make a browser send this type unasked. */
	if (!form_is_type(request->content_type, "application/json")) {
		program_deny(visit, RC_INPUT, "no_json",
		    PHRASE("A question must be application/json."));
		visit->answer->status = STATUS_NO_JSON;
		return NULL;
	}
	message = message_parse(request->body, request->body_len, &err);
	if (message == NULL)
		program_complain(visit, &err);
	return message;
}

void
program_refuse(struct visit *visit, int status, const char *why)
{
	static const struct {
		int status;
		enum rc rc;
		const char *reason, *text;
	} refusals[] = {
	    {403, RC_DENIED, "origin", PHRASE("You may not do that")},
	    {404, RC_ABSENT, "no_address", PHRASE("There is no such address.")},
	    {405, RC_INPUT, "method",
		PHRASE("This address is not meant to be used like that.")},
	    {413, RC_INPUT, "too_long",
		PHRASE("More was sent than this page takes. Nothing was "
		       "changed.")},
	    {503, RC_OFFLINE, "too_many",
		PHRASE("Please try again in a few seconds.")},
	    {400, RC_INPUT, "malformed",
		PHRASE("That request cannot be understood")},
	};
	size_t at = 0;

	(void)why;
	while (at + 1 < sizeof(refusals) / sizeof(refusals[0]) &&
	    refusals[at].status != status)
		at++;
	program_deny(
	    visit, refusals[at].rc, refusals[at].reason, refusals[at].text);
	visit->answer->status = status;
}
