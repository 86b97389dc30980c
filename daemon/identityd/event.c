/*
 * What happened to somebody's own account, the newest first: sign-ins and the
 * services signed on to from their entry (recent.h), everything else from the
 * audit, where it is about them: resets, changes, codes that were shown, and
 * who did it.
 */
#include "base/clock.h"
#include "base/text.h"
#include "client.h"
#include "ops_table.h"
#include "recent.h"

#include <stdlib.h>
#include <string.h>

enum { EVENTS_MAX = 50, DAYS = 90, DAY_S = 86400 };

struct event {
	int64_t at_s;
	char action[33], actor[160], result[33];
};

struct events {
	struct event list[EVENTS_MAX]; /* the newest first */
	size_t count;
};

static void
put(struct events *events, const struct event *event)
{
	size_t at = events->count;

	while (at > 0 && events->list[at - 1].at_s < event->at_s)
		at--;
	if (at == EVENTS_MAX)
		return;
	if (events->count < EVENTS_MAX)
		events->count++;
	memmove(&events->list[at + 1], &events->list[at],
	    (events->count - 1 - at) * sizeof(events->list[0]));
	events->list[at] = *event;
}

/* "done", or the name of the reply that refused it. */
static const char *
result_of(const char *result)
{
	for (int i = 0; i < REPLY_COUNT; i++)
		if (reply_text((enum reply)i)->rc != RC_OK &&
		    strcmp(reply_text((enum reply)i)->name, result) == 0)
			return result;
	return "done";
}

static enum rc
take_entry(void *context, const struct dir_entry *entry, struct err *err)
{
	struct event event = {0};
	const char *when = dir_value(entry, "portalAuditTime");
	const char *action = dir_value(entry, "portalAuditAction");
	const char *actor = dir_value(entry, "portalAuditActor");
	const char *result = dir_value(entry, "portalAuditResult");

	(void)err;
	if (when == NULL || action == NULL || actor == NULL || result == NULL ||
	    strcmp(result, "begun") == 0) /* its end has an entry, too */
		return RC_OK;
	if (clock_parse_generalized(when, &event.at_s) &&
	    text_copy(event.action, sizeof(event.action), action) &&
	    text_copy(event.actor, sizeof(event.actor), actor) &&
	    text_copy(event.result, sizeof(event.result), result_of(result)))
		put(context, &event);
	return RC_OK;
}

static enum rc
take_audit(struct core *core, const struct person *person,
    struct events *events, struct err *err)
{
	static const char *const attrs[] = {"portalAuditTime",
	    "portalAuditAction", "portalAuditActor", "portalAuditResult", NULL};
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	char since[CLOCK_GENERALIZED_SIZE];
	const struct dir_query query = {
	    .base = base, .scope = DIR_ONE, .filter = filter, .attrs = attrs};
	enum rc rc =
	    filter_dn(base, sizeof(base), core->conf->base_dn, err, "ou=audit");

	clock_generalized(core->now_s - (int64_t)DAYS * DAY_S, since);
	if (rc == RC_OK)
		rc = filter_print(filter, sizeof(filter), err,
		    "(&(portalAuditTarget=%s)(portalAuditTime>=%s))",
		    person->account, since);
	return rc == RC_OK
	    ? dir_search(core->dir, &query, take_entry, events, err)
	    : rc;
}

static void
put_recent(struct events *events, const struct recent *recent,
    const char *action, const char *actor)
{
	struct event event = {.at_s = recent->at_s, .result = "done"};

	(void)text_copy(event.action, sizeof(event.action), action);
	(void)text_show(event.actor, sizeof(event.actor), actor, false);
	put(events, &event);
}

static enum rc
take_recent(struct core *core, const struct person *person,
    struct events *events, struct err *err)
{
	struct recent list[RECENT_MAX];
	size_t count;
	enum rc rc = recent_load(core, person, list, &count, err);

	for (size_t i = 0; i < count; i++)
		put_recent(events, &list[i], "sign_in", list[i].place);
	return rc;
}

/* A service that is no longer there is called what it was called. */
static enum rc
take_services(struct core *core, const struct person *person,
    struct events *events, struct err *err)
{
	struct recent list[RECENT_MAX];
	size_t count;
	enum rc rc = recent_load_services(core, person, list, &count, err);

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct client client;

		rc = client_load(core, list[i].place, &client, err);
		put_recent(events, &list[i], "sign_on",
		    rc == RC_OK ? client_caption(&client, core->is_english)
				: list[i].place);
		client_wipe(&client);
		if (rc == RC_ABSENT)
			rc = RC_OK;
	}
	return rc;
}

enum reply
event_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct events events = {.count = 0};
	struct err err;
	enum rc rc = take_audit(core, &actor->person, &events, &err);

	(void)question;
	if (rc == RC_OK)
		rc = take_recent(core, &actor->person, &events, &err);
	if (rc == RC_OK)
		rc = take_services(core, &actor->person, &events, &err);
	if (rc != RC_OK)
		return core_fail("events", rc, &err);
	for (size_t i = 0; i < events.count; i++) {
		const struct event *event = &events.list[i];

		wire_row_begin(&answer->out);
		wire_put_number(&answer->out, F_TIME, event->at_s);
		wire_put_text(&answer->out, F_ACTION, event->action);
		wire_put_text(&answer->out, F_ACTOR, event->actor);
		wire_put_text(&answer->out, F_RESULT, event->result);
		wire_row_end(&answer->out);
	}
	wire_put_number(&answer->out, F_COUNT, (int64_t)events.count);
	return REPLY_OK;
}
