#include "sweep.h"

#include "act.h"
#include "base/almanac.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "page.h"
#include "people.h"
#include "pointer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	BATCH_MAX = 128,    /* people between two searches */
	ROUNDS_MAX = 1024,  /* of BATCH_MAX: more than a city has */
	SCHOOLS_MAX = 2048, /* with a contract that ends on the same day */
	DAY_S = 86400,
	TAIWAN_S = 8 * 3600,
};

/* ------------------------------------------------------------------ ended */

static enum rc
ended_query(const struct core *core, char base[FILTER_DN_SIZE],
    char filter[FILTER_SIZE], struct err *err)
{
	char now[CLOCK_GENERALIZED_SIZE];
	enum rc rc = filter_dn(
	    base, FILTER_DN_SIZE, core->conf->base_dn, err, "ou=people");

	clock_generalized(core->now_s, now);
	return rc == RC_OK
	    ? filter_print(filter, FILTER_SIZE, err,
		  "(&(objectClass=portalPerson)(portalPostedUntil<=%s)"
		  "(|(portalState=new)(portalState=active)))",
		  now)
	    : rc;
}

static void
put_row(struct sweep *sweep, const struct person *person)
{
	sweep->left_count++;
	if (sweep->out == NULL || !page_has_room(sweep->out))
		return;
	wire_row_begin(sweep->out);
	people_put(sweep->actor, person, sweep->out);
	wire_row_end(sweep->out);
}

static enum rc
plan_one(void *context, const struct dir_entry *entry, struct err *err)
{
	struct person person;

	if (person_read(&person, entry, err) == RC_OK)
		put_row(context, &person);
	else
		log_warn("sweep: %s", err->text);
	return RC_OK;
}

enum rc
sweep_plan(struct sweep *sweep, struct err *err)
{
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	const struct dir_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = filter,
	    .attrs = person_attrs};
	enum rc rc = ended_query(sweep->core, base, filter, err);

	return rc == RC_OK
	    ? dir_search(sweep->core->dir, &query, plan_one, sweep, err)
	    : rc;
}

struct batch {
	size_t seen, count;
	char dn[BATCH_MAX][PERSON_DN_SIZE];
};

static enum rc
take_dn(void *context, const struct dir_entry *entry, struct err *err)
{
	struct batch *batch = context;

	(void)err;
	batch->seen++;
	if (batch->count < BATCH_MAX &&
	    text_copy(batch->dn[batch->count], PERSON_DN_SIZE, dir_dn(entry)))
		batch->count++;
	return RC_OK;
}

/* Somebody who has just been given a longer contract is not as read: stays. */
static enum reply
end_one(struct sweep *sweep, const char *dn)
{
	struct act act = {.core = sweep->core,
	    .actor = sweep->actor,
	    .action = "sweep",
	    .why = "",
	    .result = "left"};
	struct changes changes = {0};
	struct person person;
	struct err err;
	enum reply reply;
	enum rc rc = person_get(sweep->core->dir, dn, &person, &err);

	if (rc != RC_OK)
		return core_fail("sweep", rc, &err);
	act.target = person.account;
	act.school = person.school;
	changes_put(&changes, DIR_REPLACE, "portalState", "left");
	changes_put_number(&changes, DIR_REPLACE, "portalSignOutCount",
	    person.sign_out_count + 1);
	changes_clear(&changes, person_code_attrs);
	reply = act_on_person(&act, &person, &changes);
	if (reply != REPLY_OK)
		return reply;
	person.state = PERSON_LEFT;
	put_row(sweep, &person);
	return pointer_strip(&act, &person);
}

/* One search and what it found; *done is how many of them left. */
static enum rc
end_batch(
    struct sweep *sweep, struct batch *batch, size_t *done, struct err *err)
{
	static const char *const attrs[] = {"uid", NULL};
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	const struct dir_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = filter,
	    .attrs = attrs,
	    .size_max = BATCH_MAX};
	enum rc rc = ended_query(sweep->core, base, filter, err);

	batch->seen = batch->count = *done = 0;
	if (rc == RC_OK)
		rc = dir_search(sweep->core->dir, &query, take_dn, batch, err);
	/* Busy, and as many as asked for: there are more. */
	if (rc != RC_OK && (rc != RC_BUSY || batch->seen < BATCH_MAX))
		return rc;
	for (size_t i = 0; i < batch->count; i++) {
		enum reply reply = end_one(sweep, batch->dn[i]);

		*done += reply == REPLY_OK;
		if (reply == REPLY_OFFLINE)
			return err_set(
			    err, RC_OFFLINE, "the directory is gone");
	}
	return RC_OK;
}

enum rc
sweep_ended(struct sweep *sweep, struct err *err)
{
	struct batch *batch = malloc(sizeof(*batch));
	size_t done = BATCH_MAX;
	enum rc rc = RC_OK;

	if (batch == NULL)
		return err_set(err, RC_FAULT, "no memory");
	for (int i = 0; rc == RC_OK && done > 0 && i < ROUNDS_MAX; i++)
		rc = end_batch(sweep, batch, &done, err);
	free(batch);
	return rc == RC_OK ? pointer_mend(sweep->core, sweep->actor, err) : rc;
}

/* ----------------------------------------------------------------- ending */

struct ending {
	size_t count;
	struct {
		char school_dn[PERSON_DN_SIZE];
		int64_t people;
	} school[SCHOOLS_MAX];
};

static enum rc
count_school(void *context, const struct dir_entry *entry, struct err *err)
{
	const char *unit = dir_value(entry, "portalUnitDN");
	char school_dn[PERSON_DN_SIZE], school[64];
	struct ending *ending = context;
	size_t i = 0;

	if (unit == NULL ||
	    !person_school_of(unit, school_dn, school, sizeof(school)))
		return RC_OK;
	while (i < ending->count &&
	    strcasecmp(ending->school[i].school_dn, school_dn) != 0)
		i++;
	if (i == SCHOOLS_MAX)
		return err_set(
		    err, RC_BUSY, "more than %d schools", SCHOOLS_MAX);
	if (i == ending->count) {
		memcpy(ending->school[i].school_dn, school_dn, PERSON_DN_SIZE);
		ending->school[ending->count++].people = 0;
	}
	ending->school[i].people++;
	return RC_OK;
}

static enum rc
find_ending(struct core *core, int day, struct ending *ending, struct err *err)
{
	static const char *const attrs[] = {"portalUnitDN", NULL};
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	char from[CLOCK_GENERALIZED_SIZE], until[CLOCK_GENERALIZED_SIZE];
	const struct dir_query query = {
	    .base = base, .scope = DIR_ONE, .filter = filter, .attrs = attrs};
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, err, "ou=people");

	clock_generalized((int64_t)day * DAY_S - TAIWAN_S, from);
	clock_generalized((int64_t)(day + 1) * DAY_S - TAIWAN_S - 1, until);
	if (rc == RC_OK)
		rc = filter_print(filter, sizeof(filter), err,
		    "(&(objectClass=portalPerson)(portalPostedUntil>=%s)"
		    "(portalPostedUntil<=%s)"
		    "(|(portalState=new)(portalState=active)))",
		    from, until);
	return rc == RC_OK
	    ? dir_search(core->dir, &query, count_school, ending, err)
	    : rc;
}

static enum rc
promise_to(struct sweep *sweep, const char *dn, int day, int64_t people,
    struct err *err)
{
	struct promise promise = {.kind = LETTER_CONTRACT_ENDS,
	    .created_s = sweep->core->now_s,
	    .until_s = (int64_t)(day + 1) * DAY_S - TAIWAN_S - 1,
	    .count = people};
	struct person person;
	enum rc rc = person_get(sweep->core->dir, dn, &person, err);

	if (rc == RC_ABSENT || (rc == RC_OK && person.mail_count == 0))
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	(void)text_copy(promise.who, sizeof(promise.who), person.uuid);
	sweep->letter_count++;
	return outbox_put(
	    &sweep->core->outbox, &promise, sweep->core->now_s, err);
}

/* To everybody who is personnel there. */
static enum rc
warn_school(struct sweep *sweep, const char *school_dn, int day, int64_t people,
    struct err *err)
{
	static const char *const attrs[] = {"roleOccupant", NULL};
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry;
	enum rc rc = filter_dn(dn, sizeof(dn), school_dn, err, "cn=personnel");

	if (rc == RC_OK)
		rc = dir_get(sweep->core->dir, dn, attrs, &entry, err);
	if (rc != RC_OK)
		return rc == RC_ABSENT ? RC_OK : rc;
	for (size_t i = 0; rc == RC_OK && i < dir_count(entry, "roleOccupant");
	     i++) {
		const char *who = dir_value_at(entry, "roleOccupant", i);

		if (who != NULL)
			rc = promise_to(sweep, who, day, people, err);
	}
	dir_entry_free(entry);
	return rc;
}

static enum rc
warn_day(struct sweep *sweep, int day, struct ending *ending, struct err *err)
{
	enum rc rc;

	ending->count = 0;
	rc = find_ending(sweep->core, day, ending, err);
	for (size_t i = 0; rc == RC_OK && i < ending->count; i++)
		rc = warn_school(sweep, ending->school[i].school_dn, day,
		    ending->school[i].people, err);
	return rc;
}

static enum rc
load_next(struct core *core, const char *dn, int64_t *next, struct err *err)
{
	static const char *const attrs[] = {"portalCounterNext", NULL};
	struct dir_entry *entry;
	enum rc rc = dir_get(core->dir, dn, attrs, &entry, err);
	const char *text;

	if (rc != RC_OK)
		return err_context(err, rc, "%s", dn);
	text = dir_value(entry, "portalCounterNext");
	if (text == NULL || !text_number(text, 0, INT32_MAX, next))
		rc = err_set(err, RC_FAULT, "%s: no portalCounterNext", dn);
	dir_entry_free(entry);
	return rc;
}

/* RC_EXISTS: another host tells that day. */
static enum rc
claim_day(
    struct core *core, const char *dn, int64_t *next, int day, struct err *err)
{
	char assertion[64];
	struct changes changes = {0};
	struct dir_edit edit = {
	    .dn = dn, .changes = changes.list, .assertion = assertion};
	enum rc rc;

	(void)text_print(assertion, sizeof(assertion),
	    "(portalCounterNext=%lld)", (long long)*next);
	changes_put_number(&changes, DIR_REPLACE, "portalCounterNext", day + 1);
	edit.count = changes.count;
	rc = dir_modify(core->dir, &edit, NULL, err);
	if (rc == RC_OK)
		*next = day + 1;
	return rc;
}

enum rc
sweep_warn(struct sweep *sweep, struct err *err)
{
	struct core *core = sweep->core;
	int today = almanac_today(core->now_s);
	int last = today + (int)core->conf->contract_warning_days;
	struct ending *ending = malloc(sizeof(*ending));
	char dn[FILTER_DN_SIZE];
	int64_t next = 0;
	enum rc rc =
	    ending != NULL ? RC_OK : err_set(err, RC_FAULT, "no memory");

	if (rc == RC_OK &&
	    !text_print(
		dn, sizeof(dn), "cn=swept,ou=services,%s", core->conf->base_dn))
		rc = err_set(err, RC_FAULT, "base_dn is too long");
	if (rc == RC_OK)
		rc = load_next(core, dn, &next, err);
	for (int day = next > today ? (int)next : today;
	     rc == RC_OK && day <= last; day++) {
		rc = claim_day(core, dn, &next, day, err);
		if (rc == RC_OK)
			rc = warn_day(sweep, day, ending, err);
	}
	free(ending);
	return rc == RC_EXISTS ? RC_OK : rc;
}
