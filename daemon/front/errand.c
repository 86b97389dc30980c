#include "errand.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "connections.h"
#include "front_meter.h"

#include <stdlib.h>
#include <string.h>

struct errand *
errand_new_stranger(const struct visit *visit, enum op op)
{
	struct errand *errand = malloc(sizeof(*errand));

	if (errand == NULL)
		abort();
	errand->visit = visit;
	errand->op = op;
	errand->deadline_ms = front_of(visit)->door.deadline_ms;
	errand->in = (struct wire_in){0};
	errand->rc = RC_OK;
	errand->in_used = 0;
	errand->said[0] = '\0';
	wire_begin(&errand->out, errand->out_bytes, sizeof(errand->out_bytes),
	    (uint16_t)op);
	if (op_takes(op, F_LANG))
		wire_put_text(
		    &errand->out, F_LANG, phrase_lang_name(visit->lang));
	if (op_takes(op, F_ADDRESS))
		wire_put_text(&errand->out, F_ADDRESS, visit->request->address);
	return errand;
}

struct errand *
errand_new(const struct visit *visit, enum op op)
{
	struct errand *errand = errand_new_stranger(visit, op);
	SECRET(session, COOKIE_VALUE_SIZE);

	if (op_takes(op, F_SESSION) && front_session(visit, session))
		wire_put_text(&errand->out, F_SESSION, session);
	return errand;
}

void
errand_free(struct errand *errand)
{
	if (errand == NULL)
		return;
	secret_wipe(errand->out_bytes, errand->out.len);
	secret_wipe(errand->in_bytes, errand->in_used);
	free(errand);
}

/* How much of the buffer an answer has used, by what it says of itself:
 * wiping it whole would cost a page more than printing it does. */
static size_t
used_by(const unsigned char in_bytes[WIRE_MAX])
{
	size_t len = wire_length(in_bytes);

	return len > 0 ? len : WIRE_MAX;
}

void
errand_put(struct errand *errand, enum field field, const char *text)
{
	if (text[0] != '\0')
		wire_put_text(&errand->out, field, text);
}

bool
errand_has(const struct errand *errand, enum field field)
{
	const unsigned char *at = errand->out_bytes + WIRE_HEAD;
	const unsigned char *end = errand->out_bytes + errand->out.len;

	while (end - at >= 3 && at[0] != field)
		at += 3 + (at[1] << 8 | at[2]);
	return end - at >= 3;
}

/* The daemon's own words; ours only when it said nothing. */
static void
word(struct errand *errand, const struct err *err)
{
	const char *text = wire_text(&errand->in, F_TEXT);

	if (errand->rc != RC_OK && text == NULL) {
		log_error("%s: %s", op_rule(errand->op)->name, err->text);
		text = phrase(
		    errand->visit->lang, front_of(errand->visit)->kind->away);
	}
	(void)text_copy(
	    errand->said, sizeof(errand->said), text != NULL ? text : "");
}

enum rc
errand_ask(struct errand *errand)
{
	const struct front *front = front_of(errand->visit);
	struct ask_door door = front->door;
	int connection = connections_take(front->connections);
	int64_t begun_ms = clock_mono_ms();
	struct err err = {""};

	door.deadline_ms = errand->deadline_ms;
	memset(errand->in_bytes, 0, WIRE_HEAD);
	errand->rc = ask_kept(&door, &connection, &errand->out, &errand->in,
	    errand->in_bytes, sizeof(errand->in_bytes), &err);
	connections_give(front->connections, connection);
	front_meter_asked(front, errand->rc, clock_mono_ms() - begun_ms);
	if (errand->in_used < used_by(errand->in_bytes))
		errand->in_used = used_by(errand->in_bytes);
	word(errand, &err);
	return errand->rc;
}

const char *
errand_text(const struct errand *errand, enum field field)
{
	const char *text = wire_text(&errand->in, field);

	return text != NULL ? text : "";
}

bool
errand_reason_is(const struct errand *errand, const char *reason)
{
	return strcmp(errand_text(errand, F_REASON), reason) == 0;
}

int
errand_status(enum rc rc)
{
	static const int status[RC_COUNT] = {
	    [RC_OK] = 200,
	    [RC_INPUT] = 400,
	    [RC_DENIED] = 403,
	    [RC_ABSENT] = 404,
	    [RC_EXISTS] = 409,
	    [RC_BUSY] = 429,
	    [RC_OFFLINE] = 503,
	    [RC_FAULT] = 500,
	};

	return status[rc];
}
