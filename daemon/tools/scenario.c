#include "scenario.h"
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"
#include "expect.h"
#include "leaved/book_step.h"
#include "leaved/book_year.h"
#include "leaved/overtime.h"
#include "leaved/rulefolder.h"
#include "line.h"
#include "stage.h"

enum { WHY_SIZE = 1200, EVENTS_MAX = 20000, ACADEMIC_MAX = 1000 };

/* One event being played. */
struct play {
	struct stage *stage;
	struct fields *f;
	const json_t *event;
	json_t *line;
	struct request *request; /* that the line tells about */
};

/* ---------------------------------------------------------------- reading */

static enum refusal
read_span(struct play *p, struct span *span)
{
	const char *from = fields_text(p->f, p->event, "from", true);
	const char *to = fields_text(p->f, p->event, "to", true);

	if (from == NULL || to == NULL)
		return REFUSAL_BAD_DATE;
	return answer_read_span(from, to, span);
}

static const char *
text_of(struct play *p, const char *key, const char *fallback)
{
	const char *text = fields_text(p->f, p->event, key, fallback == NULL);

	return text == NULL ? (fallback == NULL ? "" : fallback) : text;
}

static const char *
maybe(struct play *p, const char *key)
{
	return fields_text(p->f, p->event, key, false);
}

static void
copy(struct fields *f, const json_t *object, const char *key, char *to,
    size_t size)
{
	const char *text = fields_text(f, object, key, false);

	if (text != NULL && !text_copy(to, size, text))
		fields_fault(f, key, "is too long");
}

/* False when a day among the facts is no date: a refusal, not a fault. */
static bool
read_facts(struct fields *f, const json_t *object, struct facts *facts)
{
	struct {
		const char *key;
		int *day;
	} days[] = {
	    {"registered", &facts->registered},
	    {"birth", &facts->birth},
	    {"death", &facts->death},
	    {"miscarriage", &facts->miscarriage},
	    {"injury", &facts->injury},
	};
	int weeks;

	facts_init(facts);
	if (object == NULL)
		return true;
	fields_allow(f, object,
	    "registered birth death miscarriage injury weeks relation part "
	    "event letter destination extended");
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		const char *text = fields_text(f, object, days[i].key, false);
		struct err err;

		if (text != NULL &&
		    almanac_parse(text, days[i].day, &err) != RC_OK)
			return false;
	}
	weeks = fields_amount(f, object, "weeks", 1);
	facts->weeks = weeks == INT32_MIN ? -1 : weeks;
	copy(f, object, "relation", facts->relation, sizeof(facts->relation));
	copy(f, object, "part", facts->part, sizeof(facts->part));
	if (facts->part[0] != '\0' && strcmp(facts->part, "birth") != 0 &&
	    strcmp(facts->part, "checkup") != 0)
		fields_fault(f, "part", "birth or checkup");
	copy(f, object, "event", facts->event, sizeof(facts->event));
	copy(f, object, "letter", facts->letter, sizeof(facts->letter));
	copy(f, object, "destination", facts->destination,
	    sizeof(facts->destination));
	facts->is_extended = fields_bool(f, object, "extended", false);
	return true;
}

static enum refusal
find(struct play *p)
{
	p->request = book_find(&p->stage->book, text_of(p, "id", NULL));
	return p->request == NULL ? REFUSAL_UNKNOWN_REQUEST : REFUSAL_NONE;
}

/* ----------------------------------------------------------------- events */

static enum refusal
play_file(struct play *p)
{
	struct book *book = &p->stage->book;
	struct filing filing = {.id = text_of(p, "id", NULL),
	    .type = text_of(p, "type", NULL),
	    .deputy = maybe(p, "deputy"),
	    .by = maybe(p, "by")};
	enum refusal no = read_span(p, &filing.span);

	if (!read_facts(
		p->f, fields_object(p->f, p->event, "facts"), &filing.facts))
		return REFUSAL_BAD_DATE;
	if (strcmp(filing.type, BOOK_ABSENTEEISM) == 0)
		return REFUSAL_UNKNOWN_TYPE;
	if (no == REFUSAL_NONE)
		no = book_file(book, &filing, &p->request);
	if (no == REFUSAL_NONE && !p->request->is_report &&
	    fields_bool(p->f, p->event, "approved", false))
		no = book_approve_all(book, p->request);
	return no;
}

static enum refusal
play_submit(struct play *p)
{
	enum refusal no = find(p);

	return no != REFUSAL_NONE
	    ? no
	    : book_resubmit(&p->stage->book, p->request, maybe(p, "deputy"));
}

/* "" when it is nobody's. */
static const char *
first_personnel(const struct book *book)
{
	for (size_t i = 0; i < book->people.count; i++)
		if ((book->people.people[i].roles & 1U << APPROVAL_PERSONNEL) !=
		    0)
			return book->people.people[i].id;
	return "";
}

/* Without "by" it is whoever's turn it is. */
static enum refusal
decide(struct play *p,
    enum refusal (*verb)(struct book *, struct request *, const char *))
{
	struct book *book = &p->stage->book;
	struct approval_turn turn = {.who = ""};
	enum refusal no = find(p);
	const char *by = maybe(p, "by");

	if (no != REFUSAL_NONE)
		return no;
	if (by == NULL && p->request->state == REQUEST_AWAITING_DEPUTY)
		by = p->request->deputy;
	else if (by == NULL && p->request->state == REQUEST_CANCEL_REQUESTED)
		by = first_personnel(book);
	else if (by == NULL && book_turn(book, p->request, &turn))
		by = turn.who;
	return verb(book, p->request, by == NULL ? "" : by);
}

static enum refusal
play_agree(struct play *p)
{
	return decide(p, book_agree);
}

static enum refusal
play_decline(struct play *p)
{
	return decide(p, book_decline);
}

static enum refusal
play_approve(struct play *p)
{
	enum refusal no;

	if (!fields_bool(p->f, p->event, "final", false))
		return decide(p, book_approve);
	no = find(p);
	return no != REFUSAL_NONE
	    ? no
	    : book_approve_all(&p->stage->book, p->request);
}

static enum refusal
play_return(struct play *p)
{
	return decide(p, book_return);
}

static enum refusal
play_reject(struct play *p)
{
	return decide(p, book_reject);
}

static enum refusal
play_withdraw(struct play *p)
{
	enum refusal no = find(p);

	return no != REFUSAL_NONE
	    ? no
	    : book_withdraw(&p->stage->book, p->request, maybe(p, "by"));
}

static enum refusal
play_cancel(struct play *p)
{
	struct span cut;
	enum refusal no = find(p);

	if (no != REFUSAL_NONE)
		return no;
	cut.from = p->request->spans[0].from;
	cut.to = p->request->spans[p->request->span_count - 1].to;
	if (json_object_get(p->event, "from") != NULL ||
	    json_object_get(p->event, "to") != NULL)
		no = read_span(p, &cut);
	return no != REFUSAL_NONE
	    ? no
	    : book_cancel(&p->stage->book, p->request, cut,
		  text_of(p, "by", first_personnel(&p->stage->book)));
}

static enum refusal
play_overtime(struct play *p)
{
	const char *as = text_of(p, "as", "rest");
	struct overtime o = {.is_paid = strcmp(as, "pay") == 0};
	enum refusal no = read_span(p, &o.span);

	if (!o.is_paid && strcmp(as, "rest") != 0)
		fields_fault(p->f, "as", "rest or pay");

	if (no == REFUSAL_NONE)
		no = overtime_put(&p->stage->book, &o);
	if (no != REFUSAL_NONE)
		return no;
	answer_set(p->line, "paid_hours", answer_hours(o.paid));
	answer_set(p->line, "rest_hours", answer_hours(o.rest));
	return REFUSAL_NONE;
}

static enum refusal
play_absence(struct play *p)
{
	struct span span;
	int total = 0;
	struct book *book = &p->stage->book;
	enum refusal no = read_span(p, &span);

	if (no == REFUSAL_NONE)
		no = book_absent(
		    book, text_of(p, "id", NULL), span, &p->request);
	for (size_t i = 0; i < book->request_count; i++)
		if (strcmp(book->requests[i]->type, BOOK_ABSENTEEISM) == 0)
			total += request_charged(book, book->requests[i]);
	answer_set(p->line, "absence_total", answer_display(total));
	return no;
}

static bool
by_personnel(struct play *p)
{
	const char *by = maybe(p, "by");

	return by != NULL &&
	    approval_has_role(&p->stage->book.people, by, APPROVAL_PERSONNEL);
}

static enum refusal
play_closure(struct play *p)
{
	struct book *book = &p->stage->book;
	const char *school = maybe(p, "school");
	struct closure closure = {.published = book_today(book)};
	enum refusal no = read_span(p, &closure.span);

	if (no != REFUSAL_NONE)
		return no;
	if (school != NULL &&
	    strcmp(school,
		book_posting(book, span_first_day(closure.span))->school) != 0)
		return REFUSAL_NONE; /* another school's */
	no = book_add_closure(book, &closure);
	if (no == REFUSAL_NONE)
		book_learn(book, by_personnel(p));
	return no;
}

static enum refusal
play_calendar(struct play *p)
{
	struct err err;
	enum rc rc = stage_read_calendar(
	    p->stage, p->event, book_today(&p->stage->book), p->f, &err);

	book_learn(&p->stage->book, by_personnel(p));
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
	copy(p->f, set, "over", rule->over, sizeof(rule->over));
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
static enum refusal
play_rule(struct play *p)
{
	struct book *book = &p->stage->book;
	enum staff_kind kind = staff_kind_find(text_of(p, "rule_set",
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
	old = rules_find(&p->stage->rules, kind, text_of(p, "type", NULL), from,
	    INT32_MAX, &no);
	if (old == NULL)
		old =
		    rules_any(&p->stage->rules, kind, text_of(p, "type", NULL));
	if (old == NULL)
		return REFUSAL_UNKNOWN_TYPE;
	rule = *old;
	rule.from = from;
	rule.issued = issued;
	rule.until = INT32_MAX;
	copy(p->f, p->event, "law", rule.law, sizeof(rule.law));
	if (set != NULL)
		change_rule(p, set, &rule);
	if (has_version(&p->stage->rules.sets[kind], &rule) ||
	    ruleset_add(&p->stage->rules.sets[kind], &rule, &err) != RC_OK)
		return REFUSAL_CONFLICTING_REVISIONS;
	book_learn(book, by_personnel(p));
	return REFUSAL_NONE;
}

static enum refusal
play_transfer(struct play *p)
{
	struct book *book = &p->stage->book;
	struct posting next = *book_posting(book, book_today(book));
	const char *kind = maybe(p, "rule_set");
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
	copy(p->f, p->event, "schedule", next.schedule, sizeof(next.schedule));
	copy(p->f, p->event, "school", next.school, sizeof(next.school));
	book->postings[book->posting_count++] = next;
	(void)fields_day(
	    p->f, p->event, "posted_from", &book->service.posted.from);
	(void)fields_day(
	    p->f, p->event, "posted_until", &book->service.posted.until);
	if (posts != NULL)
		stage_read_posts(&book->service, posts, p->f);
	book_learn(book, by_personnel(p));
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
static enum refusal
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

static enum refusal
play_directory(struct play *p)
{
	const json_t *people = fields_list(p->f, p->event, "people");

	if (people != NULL)
		stage_read_people(p->stage, people, p->f);
	return REFUSAL_NONE;
}

static enum refusal
play_duty(struct play *p)
{
	struct book *book = &p->stage->book;
	struct duty *duty = &book->duties[book->duty_count];
	enum refusal no;

	if (book->duty_count == BOOK_DUTIES_MAX)
		return REFUSAL_WRONG_STATE;
	memset(duty, 0, sizeof(*duty));
	no = read_span(p, &duty->span);
	if (!text_copy(
		duty->person, sizeof(duty->person), text_of(p, "for", NULL)))
		fields_fault(p->f, "for", "is too long");
	if (no == REFUSAL_NONE)
		book->duty_count++;
	return no;
}

static enum refusal
play_handover(struct play *p)
{
	struct book *book = &p->stage->book;
	const char *person = text_of(p, "for", NULL);
	enum refusal no = REFUSAL_UNKNOWN_REQUEST;

	for (size_t i = 0; i < book->duty_count; i++)
		if (!book->duties[i].is_over &&
		    strcmp(book->duties[i].person, person) == 0) {
			book->duties[i].is_over = true;
			no = REFUSAL_NONE;
		}
	return no;
}

static enum refusal
play_cover(struct play *p)
{
	struct cover cover = {.day = BOOK_NO_DAY};
	enum refusal no = find(p);

	(void)fields_day(p->f, p->event, "day", &cover.day);
	copy(p->f, p->event, "name", cover.name, sizeof(cover.name));
	copy(p->f, p->event, "who", cover.who, sizeof(cover.who));
	copy(p->f, p->event, "funding", cover.funding, sizeof(cover.funding));
	if (!text_copy(cover.way, sizeof(cover.way), text_of(p, "way", NULL)))
		fields_fault(p->f, "way", "is too long");
	return no != REFUSAL_NONE
	    ? no
	    : book_cover(&p->stage->book, p->request, &cover);
}

static enum refusal
play_tick(struct play *p)
{
	(void)p;
	return REFUSAL_NONE;
}

#define ALWAYS "at event why expect "

static const struct {
	const char *name, *keys;
	enum refusal (*play)(struct play *);
} events[] = {
    {"file", ALWAYS "id type from to deputy by facts approved", play_file},
    {"submit", ALWAYS "id deputy", play_submit},
    {"agree", ALWAYS "id by", play_agree},
    {"decline", ALWAYS "id by", play_decline},
    {"approve", ALWAYS "id by final", play_approve},
    {"return", ALWAYS "id by", play_return},
    {"reject", ALWAYS "id by", play_reject},
    {"withdraw", ALWAYS "id by", play_withdraw},
    {"cancel", ALWAYS "id from to by", play_cancel},
    {"overtime", ALWAYS "from to as", play_overtime},
    {"absence", ALWAYS "id from to", play_absence},
    {"closure", ALWAYS "from to school by", play_closure},
    {"calendar", ALWAYS "level published years off work break return kinds by",
	play_calendar},
    {"rule", ALWAYS "rule_set type law issued from set by", play_rule},
    {"transfer",
	ALWAYS "from rule_set schedule school admin_post posted_from "
	       "posted_until by",
	play_transfer},
    {"close_year", ALWAYS "year carry", play_close_year},
    {"directory", ALWAYS "people", play_directory},
    {"duty", ALWAYS "for from to", play_duty},
    {"handover", ALWAYS "for to", play_handover},
    {"cover", ALWAYS "id day name way who funding", play_cover},
    {"tick", ALWAYS, play_tick},
};

/* -------------------------------------------------------------- replaying */

static void
finish_line(struct play *p, enum refusal no)
{
	struct book *book = &p->stage->book;
	const char *id = maybe(p, "id");

	if (id != NULL)
		answer_set(p->line, "id", json_string(id));
	answer_set(p->line, "result",
	    json_string(no == REFUSAL_NONE ? "accepted" : "refused"));
	if (no != REFUSAL_NONE)
		answer_set(p->line, "error", json_string(refusal_name(no)));
	if (p->request != NULL)
		line_request(p->line, book, p->request);
	answer_set(p->line, "recalculated", line_changes(book));
	answer_set(p->line, "balances", line_balances(book));
}

/* Plays one event; NULL when it is malformed. The caller frees the line. */
static json_t *
play_event(
    struct stage *stage, const json_t *event, size_t number, struct fields *f)
{
	struct play p = {.stage = stage, .f = f, .event = event};
	const char *name, *at;
	unsigned faults = f->faults;
	int64_t now = 0;
	size_t i = 0;

	(void)text_print(f->place, sizeof(f->place), "events[%zu]", number);
	name = fields_text(f, event, "event", true);
	at = fields_text(f, event, "at", true);
	while (name != NULL && i < sizeof(events) / sizeof(events[0]) &&
	    strcmp(events[i].name, name) != 0)
		i++;
	if (name == NULL || i == sizeof(events) / sizeof(events[0]))
		fields_fault(f, "event", "no such event");
	else
		fields_allow(f, event, events[i].keys);
	if (at == NULL || answer_read_instant(at, false, &now) != REFUSAL_NONE)
		fields_fault(f, "at", "no such moment");
	else if (number > 0 && now < stage->book.now)
		fields_fault(f, "at", "lies before the event before it");
	if (f->faults > faults)
		return NULL;
	p.line = json_object();
	answer_set(p.line, "n", json_integer((json_int_t)number + 1));
	answer_set(p.line, "at", json_string(at));
	answer_set(p.line, "event", json_string(name));
	book_tick(&stage->book, now);
	finish_line(&p, events[i].play(&p));
	return p.line;
}

static json_t *
recount_line(struct stage *stage, bool *agrees)
{
	struct book *book = &stage->book;
	struct err err = {""};
	json_t *line = json_object(), *recount = json_object();

	*agrees = book_recount(book, &err) == RC_OK;
	answer_set(recount, "agrees", json_boolean(*agrees));
	if (!*agrees)
		answer_set(recount, "why", json_string(err.text));
	answer_set(
	    recount, "requests", json_integer((json_int_t)book->request_count));
	answer_set(
	    recount, "lots", json_integer((json_int_t)book->ledger.lot_count));
	answer_set(recount, "entries",
	    json_integer((json_int_t)book->ledger.entry_count));
	answer_set(line, "recount", recount);
	return line;
}

/* Compares a line with what the event expects. */
static bool
meets(const struct fields *f, const json_t *event, const json_t *line)
{
	const json_t *wanted = json_object_get(event, "expect");
	char why[WHY_SIZE];

	if (wanted == NULL || expect_met(wanted, line, why, sizeof(why)))
		return true;
	if (!f->is_silent)
		(void)printf("# %s: event %lld: %s\n", f->file,
		    (long long)json_integer_value(json_object_get(line, "n")),
		    why);
	return false;
}

static int
replay(struct stage *stage, const json_t *root, struct fields *f, bool check)
{
	const json_t *list = fields_list(f, root, "events");
	bool agrees = true, is_met = true;
	size_t i, count = json_array_size(list);

	if (count == 0 || count > EVENTS_MAX)
		fields_fault(f, "events", "1 to 20000 are expected");
	for (i = 0; i < count && count <= EVENTS_MAX; i++) {
		const json_t *event = json_array_get(list, i);
		json_t *line = play_event(stage, event, i, f);

		if (line == NULL)
			continue;
		if (check) {
			is_met = meets(f, event, line) && is_met;
			json_decref(line);
		} else {
			answer_print(line);
		}
	}
	if (f->faults > 0)
		return SCENARIO_MALFORMED;
	if (check) {
		json_t *line = recount_line(stage, &agrees);

		if (!agrees && !f->is_silent)
			(void)printf("# the recount disagrees\n");
		json_decref(line);
	} else {
		answer_print(recount_line(stage, &agrees));
	}
	return !agrees ? SCENARIO_DISAGREES : !is_met ? SCENARIO_DIFFERS : 0;
}

static int
malformed(const char *path, const char *why)
{
	warnx("%s: %s", path, why);
	return SCENARIO_MALFORMED;
}

int
scenario_replay(const json_t *root, const char *name, const char *folder,
    bool check, bool is_silent)
{
	static struct stage stage; /* one thread, and big */
	struct fields f = {.file = name, .is_silent = is_silent};
	struct err err;
	enum rc rc = stage_open(&stage, root, folder, &f, &err);
	int code = SCENARIO_MALFORMED;

	if (rc == RC_OK)
		code = replay(&stage, root, &f, check);
	else if (rc != RC_INPUT)
		code = SCENARIO_RULES;
	if (rc != RC_OK && !is_silent)
		warnx("%s: %s", name, err.text);
	stage_close(&stage);
	return code;
}

/* One test of the Test Anything Protocol; the plan is the caller's. */
static void
print_test(const json_t *root, const char *path, int number, int code)
{
	const char *why = json_string_value(json_object_get(root, "why"));
	const char *name = strrchr(path, '/');

	(void)printf("%sok %d - %s: %s\n", code == 0 ? "" : "not ", number,
	    name == NULL ? path : name + 1, why == NULL ? "" : why);
	(void)fflush(stdout);
}

int
scenario_run(const char *path, const char *folder, int test)
{
	json_error_t fault;
	struct err err;
	char *text, why[WHY_SIZE];
	json_t *root;
	int code;

	if (rulefolder_read(path, &text, &err) != RC_OK) {
		if (test > 0)
			print_test(NULL, path, test, SCENARIO_MALFORMED);
		return malformed(path, err.text);
	}
	root = json_loads(text, JSON_REJECT_DUPLICATES, &fault);
	free(text);
	if (root == NULL) {
		(void)text_print(
		    why, sizeof(why), "line %d: %s", fault.line, fault.text);
		if (test > 0)
			print_test(NULL, path, test, SCENARIO_MALFORMED);
		return malformed(path, why);
	}
	code = json_is_object(root)
	    ? scenario_replay(root, path, folder, test > 0, false)
	    : malformed(path, "an object is expected");
	if (test > 0)
		print_test(root, path, test, code);
	json_decref(root);
	return code;
}
