#include "tick.h"

#include "base/almanac.h"
#include "base/log.h"
#include "base/text.h"
#include "claim.h"
#include "posting.h"
#include "publish.h"

#include <stdlib.h>

enum {
	PROMISE_AGAIN_S = 30, /* a letter that is on its way gets this long */
	HEAD_S = 3600,
};

/* When what was done last; of this process, which does them all. */
static struct {
	int64_t head_s;
	int sweep_day;
} last;

static int64_t
newest_letter_s(const struct person *person)
{
	int64_t newest_s = 0;

	for (size_t i = 0; i < person->letter_count; i++)
		if (person->letter_s[i] > newest_s)
			newest_s = person->letter_s[i];
	return newest_s;
}

struct lost {
	struct core *core;
	struct outbox_who *whos; /* whose letters are in the outbox */
	size_t who_count;
};

/* The entry says "queued", and the outbox has nothing for them: the promise
 * was lost between the two. */
static enum rc
promise_again(void *context, const struct dir_entry *entry, struct err *err)
{
	const struct lost *lost = context;
	struct core *core = lost->core;
	struct person person;

	if (person_read(&person, entry, err) != RC_OK ||
	    !claim_is_live(core, &person) ||
	    core->now_s - newest_letter_s(&person) < PROMISE_AGAIN_S ||
	    outbox_has_who(lost->whos, lost->who_count, person.uuid))
		return RC_OK;
	log_warn("letter for %s was lost: promised again", person.account);
	core_promise(core, claim_letter(&person), person.uuid, NULL);
	core_put_letters(core);
	return RC_OK;
}

/* A letter promised after the outbox was read is not taken for lost: it is
 * younger than PROMISE_AGAIN_S. */
static enum rc
promise_lost_letters(struct core *core, struct err *err)
{
	struct lost lost = {.core = core};
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE];
	const struct dir_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = filter,
	    .attrs = person_attrs};
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, err, "ou=people");

	if (rc == RC_OK &&
	    !text_print(filter, sizeof(filter),
		"(&(portalLetterState=queued)(portalCodeHome=%lld))",
		(long long)core->conf->home))
		rc = err_set(err, RC_FAULT, "filter too long");
	if (rc == RC_OK)
		rc = outbox_load_whos(
		    &core->outbox, &lost.whos, &lost.who_count, err);
	if (rc == RC_OK)
		rc = dir_search(core->dir, &query, promise_again, &lost, err);
	free(lost.whos);
	return rc;
}

static enum rc
log_head(struct core *core, struct err *err)
{
	char head[AUDIT_HEAD_SIZE];
	enum rc rc;

	if (core->now_s - last.head_s < HEAD_S && core->now_s >= last.head_s)
		return RC_OK;
	rc = audit_head(
	    core->audit, core->dir, core->ring[RING_AUDIT], head, err);
	if (rc != RC_OK)
		return rc;
	log_info("audit head=%s", head);
	last.head_s = core->now_s;
	return RC_OK;
}

static enum rc
sweep(struct core *core, struct err *err)
{
	int today = almanac_today(core->now_s);
	enum rc rc;

	if (today == last.sweep_day)
		return RC_OK;
	rc = posting_sweep_run(core, err);
	if (rc == RC_OK)
		last.sweep_day = today;
	return rc;
}

void
tick_run(struct core *core)
{
	static const struct {
		const char *name;
		enum rc (*run)(struct core *core, struct err *err);
	} chores[] = {
	    {"keys", core_refresh},
	    {"letters", promise_lost_letters},
	    {"sweep", sweep},
	    {"audit head", log_head},
	    {"sign-on keys", publish_run},
	};

	for (size_t i = 0; i < sizeof(chores) / sizeof(chores[0]); i++) {
		struct err err;
		enum rc rc = chores[i].run(core, &err);

		if (rc != RC_OK)
			(void)core_fail(chores[i].name, rc, &err);
	}
}
