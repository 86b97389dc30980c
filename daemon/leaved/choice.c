/*
 * Types of leave that somebody may choose from, with what each asks for.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "leave_ops.h"
#include "plan.h"

#include <string.h>

enum { CHOICE_ROW_ROOM = 2048, WORDS_SIZE = 256 };

static void
add_word(char words[WORDS_SIZE], const char *word)
{
	size_t len = strlen(words);

	(void)text_print(
	    words + len, WORDS_SIZE - len, "%s%s", len > 0 ? " " : "", word);
}

/* The facts without which it cannot be filed. */
static void
put_facts(const struct rule *rule, struct wire_out *out)
{
	char words[WORDS_SIZE] = "";

	if (rule->fact[0] != '\0')
		add_word(words, rule->fact);
	if (rule->by == RULE_BY_WEEKS)
		add_word(words, "weeks");
	if (rule->by == RULE_BY_RELATION)
		add_word(words, "relation");
	if (rule->paper == PAPER_BIRTH)
		add_word(words, "part");
	if (rule->paper == PAPER_LETTER)
		add_word(words, "letter");
	wire_put_shown(out, F_FACTS, words);
}

static void
put_relations(const struct rule *rule, struct wire_out *out)
{
	char words[WORDS_SIZE * 2] = "";
	size_t len = 0;

	for (size_t i = 0; i < rule->step_count; i++)
		for (size_t n = 0; n < rule->steps[i].name_count; n++) {
			(void)text_print(words + len, sizeof(words) - len,
			    "%s%s", len > 0 ? " " : "",
			    rule->steps[i].names[n]);
			len += strlen(words + len);
		}
	wire_put_shown(out, F_NAME, words);
}

static void
put_marks(const struct rule *rule, struct wire_out *out)
{
	char words[WORDS_SIZE] = "";

	if (rule->paper == PAPER_ALWAYS || rule->paper == PAPER_FROM)
		add_word(words, "paper");
	if (!rule->is_refusable)
		add_word(words, "unrefusable");
	if (rule->is_report)
		add_word(words, "report");
	wire_put_shown(out, F_VALUE, words);
}

static bool
has_balance(const struct rule *rule)
{
	return rule->per == RULE_PER_YEAR || rule->per == RULE_PER_SERVICE ||
	    rule->per == RULE_PER_LOT;
}

static void
put_type(
    struct book *book, const struct rule *rule, int day, struct wire_out *out)
{
	char text[48];
	int left;

	wire_row_begin(out);
	wire_put_text(out, F_TYPE, rule->type);
	wire_put_text(out, F_KIND, rule->is_by_day ? "day" : "hour");
	if (has_balance(rule)) {
		left = plan_available(book, rule->type, day);
		wire_put_number(out, F_AVAILABLE, left);
		wire_put_text(out, F_TEXT, seen_amount(left, text));
	}
	put_facts(rule, out);
	put_relations(rule, out);
	put_marks(rule, out);
	wire_put_shown(out, F_DETAIL, rule->law);
	wire_row_end(out);
}

static enum verdict
read_day(struct office *office, const struct wire_in *in, int *day)
{
	const char *from = wire_text(in, F_FROM);
	struct err err;

	*day = (int)(office->now / MINUTES_PER_CIVIL_DAY);
	return from == NULL || almanac_parse(from, day, &err) == RC_OK
	    ? VERDICT_OK
	    : (enum verdict)REFUSAL_BAD_DATE;
}

enum verdict
choice_types(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	struct book *book = &office->folder.book;
	const struct ruleset *set;
	enum staff_kind kind;
	char uuid[BOOK_ID_SIZE];
	int day;
	enum verdict verdict = read_day(office, &question->in, &day);

	if (verdict == VERDICT_OK)
		verdict = office_find(
		    office, wire_text(&question->in, F_ACCOUNT), uuid);
	if (verdict == VERDICT_OK)
		verdict = office_folder(office, uuid, false);
	if (verdict == VERDICT_OK)
		verdict = office_may(
		    office, OP_LEAVE_TYPES, office_standing(office, NULL));
	if (verdict != VERDICT_OK)
		return verdict;
	kind = book_posting(book, day)->kind;
	set = &office->rules.sets[kind];
	for (size_t i = 0;
	     i < set->count && wire_has_room(&answer->out, CHOICE_ROW_ROOM);
	     i++) {
		enum refusal no;

		/* One version of each is in force. */
		if (rules_find(&office->rules, kind, set->rows[i].type, day,
			book->learnt, &no) == &set->rows[i])
			put_type(book, &set->rows[i], day, &answer->out);
	}
	return VERDICT_OK;
}
