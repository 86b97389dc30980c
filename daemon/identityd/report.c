/*
 * What IT asks about the whole: how many, what happened.
 */
#include "act.h"
#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"
#include "ops_table.h"
#include "page.h"

#include <stdio.h>
#include <string.h>

enum {
	AUDIT_PAGE = 100,
	AUDIT_ROW_MAX = 4096, /* bytes; what the schema allows of texts */
	AUDIT_FILTER_SIZE = ACTOR_FILTER_SIZE + 512,
};

enum reply
report_hello(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	(void)core;
	(void)actor;
	(void)question;
	wire_put_text(&answer->out, F_TEXT, CORE_VERSION);
	return REPLY_OK;
}

/* ------------------------------------------------------------------ stats */

static void
put_count(struct wire_out *out, const char *name, int64_t count)
{
	wire_row_begin(out);
	wire_put_text(out, F_NAME, name);
	wire_put_number(out, F_COUNT, count);
	wire_row_end(out);
}

enum reply
report_stats(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	static const struct {
		const char *name, *filter;
	} counts[] = {
	    {"new", "(portalState=new)"},
	    {"active", "(portalState=active)"},
	    {"suspended", "(portalState=suspended)"},
	    {"left", "(portalState=left)"},
	    {"signed_on", "(portalSignedOn=*)"},
	    {"codes", "(portalCodeNonce=*)"},
	    {"letters_queued", "(portalLetterState=queued)"},
	    {"letters_sent", "(portalLetterState=sent)"},
	    {"letters_deferred", "(portalLetterState=deferred)"},
	    {"letters_bounced", "(portalLetterState=bounced)"},
	    {"letters_failed", "(portalLetterState=failed)"},
	};
	struct err err;
	int waiting;
	enum rc rc;

	(void)actor;
	(void)question;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		int64_t count;

		rc = core_count_people(core, counts[i].filter, &count, &err);
		if (rc != RC_OK)
			return core_fail("stats", rc, &err);
		put_count(&answer->out, counts[i].name, count);
	}
	rc = outbox_count(&core->outbox, OUTBOX_DUE, &waiting, &err);
	if (rc != RC_OK)
		return core_fail("stats", rc, &err);
	put_count(&answer->out, "outbox", waiting);
	return REPLY_OK;
}

/* ------------------------------------------------------------------ audit */

static void
put_attr(struct wire_out *out, enum field field, const struct dir_entry *entry,
    const char *attr)
{
	const char *value = dir_value(entry, attr);

	if (value != NULL)
		wire_put_shown(out, field, value);
}

struct audit_page {
	struct wire_out *out;
	int64_t last; /* number of the last entry seen */
	int seen;
	bool is_full;
};

static enum rc
put_audit_entry(void *context, const struct dir_entry *entry, struct err *err)
{
	struct audit_page *page = context;
	const char *seq = dir_value(entry, "portalAuditSeq");
	const char *when = dir_value(entry, "portalAuditTime");
	const char *cn = dir_value(entry, "cn");
	int64_t number = 0, at_s = 0, home = 0;

	page->is_full = !wire_has_room(page->out, AUDIT_ROW_MAX);
	if (page->is_full)
		return err_set(err, RC_BUSY, "the page is full");
	page->seen++;
	if (seq == NULL || !text_number(seq, 1, INT64_MAX, &number))
		return RC_OK;
	page->last = number;
	if (when == NULL || cn == NULL ||
	    !clock_parse_generalized(when, &at_s) ||
	    sscanf(cn, "%9lld-", (long long *)&home) != 1)
		return RC_OK; /* not of ours: the chain will show a gap */
	wire_row_begin(page->out);
	wire_put_number(page->out, F_SEQ, number);
	wire_put_number(page->out, F_KID, home);
	wire_put_number(page->out, F_TIME, at_s);
	put_attr(page->out, F_ACTOR, entry, "portalAuditActor");
	put_attr(page->out, F_ACTION, entry, "portalAuditAction");
	put_attr(page->out, F_TARGET, entry, "portalAuditTarget");
	put_attr(page->out, F_SCHOOL, entry, "portalAuditSchool");
	put_attr(page->out, F_WHY, entry, "portalAuditReason");
	put_attr(page->out, F_RESULT, entry, "portalAuditResult");
	put_attr(page->out, F_HASH, entry, "portalAuditHash");
	wire_row_end(page->out);
	return RC_OK;
}

static enum rc
put_newest(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	(void)out; /* the page has it */
	return put_audit_entry(context, entry, err);
}

/* Did the search end because there are more entries than a page has? Of a
 * directory that gave up half-way nobody knows what comes next. */
static bool
has_more(const struct audit_page *page, enum rc rc)
{
	return rc == RC_BUSY && (page->is_full || page->seen == AUDIT_PAGE);
}

/* Where the page starts: at the cursor of the page before, or at F_SEQ. */
static int64_t
first_seq(const struct wire_in *in)
{
	const char *cursor = wire_text(in, F_CURSOR);
	int64_t seq;

	if (wire_has(in, F_STATE))
		return wire_number(in, F_SEQ, 1); /* its cursor goes down */
	if (cursor != NULL && text_number(cursor, 1, INT64_MAX, &seq))
		return seq;
	return wire_number(in, F_SEQ, 1);
}

/* From midnight in Taiwan on; nothing asks for all. */
static enum rc
filter_from(const char *typed, char filter[64], struct err *err)
{
	enum { DAY_S = 86400, TAIWAN_S = 8 * 3600 };
	char since[CLOCK_GENERALIZED_SIZE];
	int day;
	enum rc rc;

	filter[0] = '\0';
	if (typed == NULL || typed[0] == '\0')
		return RC_OK;
	rc = almanac_parse(typed, &day, err);
	if (rc != RC_OK)
		return rc;
	clock_generalized((int64_t)day * DAY_S - TAIWAN_S, since);
	return filter_print(filter, 64, err, "(portalAuditTime>=%s)", since);
}

/* A chain is one home's; who looks at the newest sees what all have written. */
static bool
print_home(const struct core *core, const struct wire_in *in, char filter[64])
{
	if (wire_has(in, F_STATE) && !wire_has(in, F_KID))
		return text_copy(filter, 64, "(objectClass=portalAudit)");
	return text_print(filter, 64, "(cn=%lld-*)",
	    (long long)wire_number(in, F_KID, core->conf->home));
}

/* Personnel see those of the schools they act in, which need not be the one
 * they are posted to. */
static enum rc
audit_filter(const struct core *core, const struct actor *actor,
    const struct wire_in *in, char filter[AUDIT_FILTER_SIZE], struct err *err)
{
	const char *school = wire_text(in, F_SCHOOL);
	const char *account = wire_text(in, F_ACCOUNT);
	char by_school[ACTOR_FILTER_SIZE] = "", by_account[256] = "";
	char by_time[64], by_home[64];
	enum rc rc = filter_from(wire_text(in, F_FROM), by_time, err);

	if (rc != RC_OK)
		return rc;
	if (!(actor->roles & ROLE_IT))
		rc = actor_print_schools(actor, ROLE_PERSONNEL,
		    "(portalAuditSchool=%s)", school, by_school, err);
	else if (school != NULL)
		rc = filter_print(by_school, sizeof(by_school), err,
		    "(portalAuditSchool=%s)", school);
	if (rc == RC_OK && account != NULL)
		rc = filter_print(by_account, sizeof(by_account), err,
		    "(|(portalAuditTarget=%s)(portalAuditActor=%s))", account,
		    account);
	if (rc == RC_OK &&
	    (!print_home(core, in, by_home) ||
		!text_print(filter, AUDIT_FILTER_SIZE,
		    "(&%s(portalAuditSeq>=%lld)%s%s%s)", by_home,
		    (long long)first_seq(in), by_school, by_account, by_time)))
		rc = err_set(err, RC_INPUT, "too long");
	return rc;
}

/* The latest first; within a second the highest number, home by home. */
static bool
newest_first(const struct dir_entry *entry, char key[PAGE_KEY_SIZE])
{
	const char *when = dir_value(entry, "portalAuditTime");
	const char *cn = dir_value(entry, "cn");
	long long home, seq;
	int64_t at_s;

	return when != NULL && cn != NULL &&
	    clock_parse_generalized(when, &at_s) &&
	    sscanf(cn, "%9lld-%18lld", &home, &seq) == 2 &&
	    text_print(key, PAGE_KEY_SIZE, "%019lld %019lld %lld",
		(long long)(INT64_MAX - at_s), (long long)(INT64_MAX - seq),
		home);
}

/* For who looks at it; the chain is followed from its beginning. */
static enum reply
list_newest(struct core *core, const char *base, const char *filter,
    const struct wire_in *in, struct wire_out *out)
{
	static const char *const key_attrs[] = {"portalAuditTime", "cn", NULL};
	struct audit_page page = {.out = out};
	const struct page_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = filter,
	    .key_of = newest_first,
	    .key_attrs = key_attrs,
	    .row = put_newest,
	    .row_size = AUDIT_ROW_MAX,
	    .context = &page};

	return page_put(core, &query, wire_text(in, F_CURSOR), out);
}

enum reply
report_audit_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	char base[FILTER_DN_SIZE], filter[AUDIT_FILTER_SIZE], next[24];
	struct audit_page page = {.out = &answer->out};
	const struct dir_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = filter,
	    .size_max = AUDIT_PAGE};
	const char *order = wire_text(&question->in, F_STATE);
	bool is_newest = order != NULL && strcmp(order, "newest") == 0;
	struct err err;
	enum rc rc;

	if (order != NULL && !is_newest)
		return act_say(core, REPLY_BAD_FIELD, "state");
	rc = audit_filter(core, actor, &question->in, filter, &err);
	if (rc == RC_INPUT)
		return act_say(core, REPLY_BAD_DATE, "from");
	if (rc == RC_OK)
		rc = filter_dn(
		    base, sizeof(base), core->conf->base_dn, &err, "ou=audit");
	if (rc == RC_OK && is_newest)
		return list_newest(
		    core, base, filter, &question->in, &answer->out);
	if (rc == RC_OK)
		rc =
		    dir_search(core->dir, &query, put_audit_entry, &page, &err);
	if (has_more(&page, rc)) {
		(void)snprintf(
		    next, sizeof(next), "%lld", (long long)page.last + 1);
		wire_put_text(&answer->out, F_CURSOR, next);
		rc = RC_OK;
	}
	/* Its time was up: the asker may try again. */
	if (rc == RC_BUSY)
		rc = RC_OFFLINE;
	return rc == RC_OK ? REPLY_OK : core_fail("audit", rc, &err);
}

/* With a head: is it ours and still true? Without: the head of now. */
enum reply
report_audit_head(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *given = wire_text(&question->in, F_HASH);
	char head[AUDIT_HEAD_SIZE];
	long long seq = 0;
	struct err err;
	enum rc rc;

	(void)actor;
	rc = given != NULL ? audit_check_head(core->audit, core->dir,
				 core->ring[RING_AUDIT], given, &err)
			   : audit_head(core->audit, core->dir,
				 core->ring[RING_AUDIT], head, &err);
	if (rc == RC_DENIED || rc == RC_INPUT) {
		(void)text_copy(core->say, sizeof(core->say), err.text);
		return REPLY_AUDIT_BROKEN;
	}
	if (rc != RC_OK)
		return core_fail("audit", rc, &err);
	if (given != NULL)
		return REPLY_OK;
	(void)sscanf(head, "%*d-%19lld", &seq);
	wire_put_text(&answer->out, F_DETAIL, head);
	wire_put_number(&answer->out, F_SEQ, seq);
	wire_put_number(&answer->out, F_KID, core->conf->home);
	return REPLY_OK;
}

/* ------------------------------------------------------------------- mail */

enum reply
report_mail_retry(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *account = wire_text(&question->in, F_ACCOUNT);
	struct person person;
	struct err err;
	enum rc rc = RC_OK;
	int count;

	(void)actor;
	if (account != NULL)
		rc = person_by_account(
		    core->dir, core->conf->base_dn, account, &person, &err);
	if (rc == RC_OK)
		rc = outbox_hasten(&core->outbox,
		    account != NULL ? person.uuid : NULL, core->now_s, &count,
		    &err);
	if (rc != RC_OK)
		return core_fail("mail", rc, &err);
	wire_put_number(&answer->out, F_COUNT, count);
	return REPLY_OK;
}
