#include "scenario.h"
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "answer.h"
#include "base/text.h"
#include "expect.h"
#include "leaved/book_step.h"
#include "leaved/rulefolder.h"
#include "line.h"
#include "play.h"

enum { WHY_SIZE = 1200, EVENTS_MAX = 20000 };

#define ALWAYS "at event why expect "

static const struct {
	const char *name, *keys;
	play_verb *play;
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

static void
finish_line(struct play *p, enum refusal no)
{
	struct book *book = &p->stage->book;
	const char *id = play_maybe(p, "id");

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
