/*
 * Notices on the portal (訊息看板): what, to whom, from which day until which.
 * A stranger sees what is for everyone; who has signed in also what is for
 * staff or the own school; IT, asking for all, what is not shown now, too.
 */
#include "base/almanac.h"
#include "base/clock.h"
#include "base/text.h"
#include "dir/school.h"
#include "leaf.h"
#include "ops_table.h"

#include <string.h>

/* An attribute comes with all its languages. */
static const char *const notice_attrs[] = {"cn", "portalNoticeTitle",
    "portalNoticeText", "portalNoticeFrom", "portalNoticeUntil",
    "portalNoticeAudience", NULL};
static const struct leaf notice_leaf = {
    "notices", "portalNotice", notice_attrs};

enum {
	TEXT_MAX = 3000, /* bytes; two of them fit a row: 1,000 characters */
	ROW_SIZE = 7168,
	DAY_S = 86400,
	TAIWAN_S = 8 * 3600,
};

/* The stored form of what was typed; "" stays "". */
typedef bool take_part(
    const char *typed, const char **stored, char day[CLOCK_GENERALIZED_SIZE]);

static bool
take_title(
    const char *typed, const char **stored, char day[CLOCK_GENERALIZED_SIZE])
{
	(void)day;
	*stored = typed;
	return typed[strspn(typed, " ")] != '\0';
}

static bool
take_text(
    const char *typed, const char **stored, char day[CLOCK_GENERALIZED_SIZE])
{
	(void)day;
	*stored = typed;
	return strlen(typed) <= TEXT_MAX;
}

static bool
take_day(const char *typed, int64_t at_s, const char **stored,
    char day[CLOCK_GENERALIZED_SIZE])
{
	struct err err;
	int number;

	*stored = typed;
	if (typed[0] == '\0')
		return true;
	if (almanac_parse(typed, &number, &err) != RC_OK)
		return false;
	clock_generalized((int64_t)number * DAY_S + at_s, day);
	*stored = day;
	return true;
}

static bool
take_first_day(
    const char *typed, const char **stored, char day[CLOCK_GENERALIZED_SIZE])
{
	return take_day(typed, -TAIWAN_S, stored, day);
}

static bool
take_last_day(
    const char *typed, const char **stored, char day[CLOCK_GENERALIZED_SIZE])
{
	return take_day(typed, DAY_S - 1 - TAIWAN_S, stored, day);
}

enum part {
	PART_TITLE,
	PART_TITLE_EN,
	PART_TEXT,
	PART_TEXT_EN,
	PART_FROM,
	PART_UNTIL,
	PART_AUDIENCE,
	PART_COUNT
};

static const struct {
	enum field field;
	const char *attr;
	take_part *take;
	bool is_day;
} parts[PART_COUNT] = {
    [PART_TITLE] = {F_TITLE, "portalNoticeTitle", take_title, false},
    [PART_TITLE_EN] = {F_TITLE_EN, "portalNoticeTitle;lang-en", take_text,
	false},
    [PART_TEXT] = {F_TEXT, "portalNoticeText", take_text, false},
    [PART_TEXT_EN] = {F_TEXT_EN, "portalNoticeText;lang-en", take_text, false},
    [PART_FROM] = {F_FROM, "portalNoticeFrom", take_first_day, true},
    [PART_UNTIL] = {F_UNTIL, "portalNoticeUntil", take_last_day, true},
    [PART_AUDIENCE] = {F_AUDIENCE, "portalNoticeAudience", take_text, false},
};

struct notice {
	struct leaf_part part[PART_COUNT];
	char day[PART_COUNT][CLOCK_GENERALIZED_SIZE];
};

static enum reply
take_parts(struct core *core, const struct wire_in *in, struct notice *notice)
{
	for (int i = 0; i < PART_COUNT; i++) {
		const char *typed = wire_text(in, parts[i].field);

		notice->part[i] = (struct leaf_part){parts[i].attr, NULL};
		if (typed != NULL &&
		    !parts[i].take(
			typed, &notice->part[i].value, notice->day[i]))
			return act_say(core,
			    parts[i].is_day ? REPLY_BAD_DATE : REPLY_BAD_FIELD,
			    field_rule(parts[i].field)->name);
	}
	return REPLY_OK;
}

/* As this question says them. */
static enum reply
check_days(struct core *core, const struct notice *notice)
{
	const char *from = notice->part[PART_FROM].value;
	const char *until = notice->part[PART_UNTIL].value;

	return from != NULL && until != NULL && until[0] != '\0' &&
		strcmp(from, until) > 0
	    ? act_say(core, REPLY_BAD_DATE, "until")
	    : REPLY_OK;
}

/* A word of ours, or a school that there is. */
static enum reply
check_audience(struct core *core, const char *audience)
{
	struct school school;
	struct err err;
	enum rc rc;

	if (audience == NULL || audience[0] == '\0' ||
	    strcmp(audience, "everyone") == 0 || strcmp(audience, "staff") == 0)
		return REPLY_OK;
	rc = school_by_code(
	    core->dir, core->conf->base_dn, audience, &school, &err);
	if (rc == RC_ABSENT)
		return act_say(core, REPLY_NO_SCHOOL, audience);
	return rc == RC_OK ? REPLY_OK : core_fail("notice", rc, &err);
}

enum reply
notice_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_NOTICE);
	const char *audience = wire_text(&question->in, F_AUDIENCE);
	struct act act = act_of(core, actor, question, name, "", "");
	struct notice notice;
	enum reply reply;

	if (!text_is_word(name))
		return act_say(core, REPLY_BAD_FIELD, "notice");
	reply = take_parts(core, &question->in, &notice);
	if (reply == REPLY_OK)
		reply = check_days(core, &notice);
	if (reply == REPLY_OK)
		reply = check_audience(core, audience);
	if (reply == REPLY_OK)
		reply = leaf_put(&act, &notice_leaf, notice.part, PART_COUNT);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

enum reply
notice_del(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct act act = act_of(core, actor, question,
	    wire_text(&question->in, F_NOTICE), "", "removed");
	enum reply reply = leaf_del(&act, &notice_leaf);

	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

/* The instant in an attribute, or `fallback`. */
static int64_t
time_of(const struct dir_entry *entry, const char *attr, int64_t fallback)
{
	const char *value = dir_value(entry, attr);
	int64_t at_s;

	return value != NULL && clock_parse_generalized(value, &at_s)
	    ? at_s
	    : fallback;
}

static const char *
state_of(const struct dir_entry *entry, int64_t now_s)
{
	if (now_s < time_of(entry, "portalNoticeFrom", INT64_MIN))
		return "later";
	return now_s > time_of(entry, "portalNoticeUntil", INT64_MAX) ? "over"
								      : "shown";
}

static enum rc
put_notice(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	const struct core *core = context;
	const char *name = dir_value(entry, "cn");

	(void)err;
	if (name == NULL)
		return RC_OK; /* IT may have written a name that is no text */
	wire_row_begin(out);
	wire_put_shown(out, F_NOTICE, name);
	for (int i = 0; i < PART_COUNT; i++) {
		const char *value = dir_value(entry, parts[i].attr);
		char day[ALMANAC_TEXT_SIZE];

		if (value != NULL && parts[i].is_day)
			value = almanac_print(
			    almanac_today(time_of(entry, parts[i].attr, 0)),
			    day);
		if (value != NULL)
			wire_put_shown(out, parts[i].field, value);
	}
	wire_put_text(out, F_STATE, state_of(entry, core->now_s));
	wire_row_end(out);
	return RC_OK;
}

/* What is shown now to the actor. */
static enum rc
shown_filter(const struct core *core, const struct actor *actor,
    char filter[FILTER_SIZE], struct err *err)
{
	static const char form[] =
	    "(&(objectClass=portalNotice)"
	    "(|(!(portalNoticeFrom=*))(portalNoticeFrom<=%s))"
	    "(|(!(portalNoticeUntil=*))(portalNoticeUntil>=%s))"
	    "(|(portalNoticeAudience=everyone)";
	const char *school = actor->person.school;
	char now[CLOCK_GENERALIZED_SIZE];
	size_t used;
	enum rc rc;

	clock_generalized(core->now_s, now);
	rc = filter_print(filter, FILTER_SIZE, err, form, now, now);
	used = strlen(filter);
	if (rc == RC_OK && !actor->is_person)
		return filter_print(
		    filter + used, FILTER_SIZE - used, err, "))");
	return rc == RC_OK
	    ? filter_print(filter + used, FILTER_SIZE - used, err,
		  "(portalNoticeAudience=staff)(!(portalNoticeAudience=*))"
		  "(portalNoticeAudience=%s)))",
		  school[0] != '\0' ? school : "staff")
	    : rc;
}

/* Root at ctl.sock has no pages to look at: it asks for all. */
enum reply
notice_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *state = wire_text(&question->in, F_STATE);
	char filter[FILTER_SIZE] = "(objectClass=portalNotice)";
	bool wants_all = state != NULL && strcmp(state, "all") == 0;
	bool is_it = (actor->roles & ROLE_IT) != 0;
	struct page_query query = {.filter = filter,
	    .row = put_notice,
	    .row_size = ROW_SIZE,
	    .context = core};
	struct err err;
	enum rc rc = RC_OK;

	if (state != NULL && !wants_all)
		return act_say(core, REPLY_BAD_FIELD, "state");
	if (wants_all && !is_it)
		return REPLY_NOT_ALLOWED;
	if (!wants_all && (!is_it || actor->is_person))
		rc = shown_filter(core, actor, filter, &err);
	return rc == RC_OK
	    ? leaf_list(core, &notice_leaf, &query,
		  wire_text(&question->in, F_CURSOR), &answer->out)
	    : core_fail("notice", rc, &err);
}
