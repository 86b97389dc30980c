#include <string.h>
#include "answer.h"
#include "base/almanac.h"
#include "leaved/book_year.h"
#include "play.h"

enum refusal
play_closure(struct play *p)
{
	struct book *book = &p->stage->book;
	const char *school = play_maybe(p, "school");
	struct closure closure = {.published = book_today(book)};
	enum refusal no = play_span(p, &closure.span);

	if (no != REFUSAL_NONE)
		return no;
	if (school != NULL &&
	    strcmp(school,
		book_posting(book, span_first_day(closure.span))->school) != 0)
		return REFUSAL_NONE; /* another school's */
	no = book_add_closure(book, &closure);
	if (no == REFUSAL_NONE)
		book_learn(book, play_by_personnel(p));
	return no;
}

enum refusal
play_calendar(struct play *p)
{
	struct err err;
	enum rc rc = stage_read_calendar(
	    p->stage, p->event, book_today(&p->stage->book), p->f, &err);

	book_learn(&p->stage->book, play_by_personnel(p));
	return rc == RC_OK ? REFUSAL_NONE : REFUSAL_CONFLICTING_REVISIONS;
}

static const struct {
	const char *key;
	size_t offset;
	int unit;
} rule_amounts[] = {
    {"days", offsetof(struct rule, minutes), MINUTES_PER_WORK_DAY},
    {"floor_days", offsetof(struct rule, floor_minutes), MINUTES_PER_WORK_DAY},
    {"month_days", offsetof(struct rule, month_minutes), MINUTES_PER_WORK_DAY},
    {"least_hours", offsetof(struct rule, least_minutes), MINUTES_PER_HOUR},
    {"before_days", offsetof(struct rule, before_days), 1},
    {"after_days", offsetof(struct rule, after_days), 1},
    {"after_months", offsetof(struct rule, after_months), 1},
    {"around_days", offsetof(struct rule, around_days), 1},
};

static void
change_rule(struct play *p, const json_t *set, struct rule *rule)
{
	fields_allow(p->f, set,
	    "days floor_days month_days least_hours before_days after_days "
	    "after_months around_days over refusable until");
	for (size_t i = 0; i < sizeof(rule_amounts) / sizeof(rule_amounts[0]);
	     i++) {
		int amount = fields_amount(
		    p->f, set, rule_amounts[i].key, rule_amounts[i].unit);

		if (amount != INT32_MIN)
			*(int *)((char *)rule + rule_amounts[i].offset) =
			    amount;
	}
	fields_copy(p->f, set, "over", rule->over, sizeof(rule->over), false);
	rule->is_refusable =
	    fields_bool(p->f, set, "refusable", rule->is_refusable);
	(void)fields_day(p->f, set, "until", &rule->until);
}

static bool
has_version(const struct ruleset *set, const struct rule *rule)
{
	for (size_t i = 0; i < set->count; i++)
		if (strcmp(set->rows[i].type, rule->type) == 0 &&
		    set->rows[i].from == rule->from &&
		    set->rows[i].issued == rule->issued)
			return true;
	return false;
}

/* A new version of a type: the one before it, with some values changed. */
enum refusal
play_rule(struct play *p)
{
	struct book *book = &p->stage->book;
	enum staff_kind kind = staff_kind_find(play_text(p, "rule_set",
	    staff_kind_name(book_posting(book, book_today(book))->kind)));
	const json_t *set = fields_object(p->f, p->event, "set");
	struct rule rule;
	const struct rule *old;
	struct err err;
	enum refusal no;
	int from = book_today(book), issued = book_today(book);

	(void)fields_day(p->f, p->event, "from", &from);
	(void)fields_day(p->f, p->event, "issued", &issued);
	if (kind == STAFF_KINDS)
		return REFUSAL_UNKNOWN_TYPE;
	old = rules_find(&p->stage->rules, kind, play_text(p, "type", NULL),
	    from, INT32_MAX, &no);
	if (old == NULL)
		old = rules_any(
		    &p->stage->rules, kind, play_text(p, "type", NULL));
	if (old == NULL)
		return REFUSAL_UNKNOWN_TYPE;
	rule = *old;
	rule.from = from;
	rule.issued = issued;
	rule.until = INT32_MAX;
	fields_copy(p->f, p->event, "law", rule.law, sizeof(rule.law), false);
	if (set != NULL)
		change_rule(p, set, &rule);
	if (has_version(&p->stage->rules.sets[kind], &rule) ||
	    ruleset_add(&p->stage->rules.sets[kind], &rule, &err) != RC_OK)
		return REFUSAL_CONFLICTING_REVISIONS;
	book_learn(book, play_by_personnel(p));
	return REFUSAL_NONE;
}

enum refusal
play_transfer(struct play *p)
{
	struct book *book = &p->stage->book;
	struct posting next = *book_posting(book, book_today(book));
	const char *kind = play_maybe(p, "rule_set");
	const json_t *posts = json_object_get(p->event, "admin_post");

	if (book->posting_count == BOOK_POSTINGS_MAX)
		return REFUSAL_WRONG_STATE;
	next.from = book_today(book);
	(void)fields_day(p->f, p->event, "from", &next.from);
	if (kind != NULL)
		next.kind = staff_kind_find(kind);
	if (next.kind == STAFF_KINDS) {
		fields_fault(p->f, "rule_set", "unknown rule set");
		return REFUSAL_UNKNOWN_TYPE;
	}
	fields_copy(p->f, p->event, "schedule", next.schedule,
	    sizeof(next.schedule), false);
	fields_copy(
	    p->f, p->event, "school", next.school, sizeof(next.school), false);
	book->postings[book->posting_count++] = next;
	(void)fields_day(
	    p->f, p->event, "posted_from", &book->service.posted.from);
	(void)fields_day(
	    p->f, p->event, "posted_until", &book->service.posted.until);
	if (posts != NULL)
		stage_read_posts(&book->service, posts, p->f);
	book_learn(book, play_by_personnel(p));
	return REFUSAL_NONE;
}

static json_t *
unused_of(const struct book *book, int year)
{
	json_t *unused = json_array();

	for (size_t i = 0; i < book->ledger.lot_count; i++) {
		const struct ledger_lot *lot = &book->ledger.lots[i];
		json_t *one;

		if (!lot->is_year_grant || lot->year != year ||
		    lot->expired == 0)
			continue;
		one = json_object();
		answer_set(one, "type", json_string(lot->type));
		answer_set(one, "hours", answer_hours(lot->expired));
		answer_set(one, "display", answer_display(lot->expired));
		(void)json_array_append_new(unused, one);
	}
	return unused;
}

/* Stops at the first type of which there is not enough. */
static enum refusal
carry_all(struct book *book, json_t *carry, int year)
{
	enum refusal no = REFUSAL_NONE;
	void *at = json_object_iter(carry);

	for (; at != NULL && no == REFUSAL_NONE;
	     at = json_object_iter_next(carry, at)) {
		json_int_t hours =
		    json_integer_value(json_object_iter_value(at));

		if (hours < 0 || hours > 1000)
			return REFUSAL_ENTITLEMENT_EXHAUSTED;
		no = book_carry(book, json_object_iter_key(at), year,
		    (int)hours * MINUTES_PER_HOUR);
	}
	return no;
}

/* What the year leaves unused, and what of it is carried. */
enum refusal
play_close_year(struct play *p)
{
	struct book *book = &p->stage->book;
	json_t *carry = json_object_get(p->event, "carry");
	json_int_t year = json_integer_value(json_object_get(p->event, "year"));
	enum refusal no;

	if (year < 1 || year >= ALMANAC_YEAR_MAX)
		return REFUSAL_BAD_DATE;
	no = book_close_year(book, (int)year);
	answer_set(p->line, "unused", unused_of(book, (int)year));
	return no != REFUSAL_NONE ? no : carry_all(book, carry, (int)year);
}

enum refusal
play_directory(struct play *p)
{
	const json_t *people = fields_list(p->f, p->event, "people");

	if (people != NULL)
		stage_read_people(p->stage, people, p->f);
	return REFUSAL_NONE;
}

enum refusal
play_tick(struct play *p)
{
	(void)p;
	return REFUSAL_NONE;
}
