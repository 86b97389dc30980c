/*
 * 上班卡: coming and going, as people say themselves. Lines are only added: a
 * forgotten one by oneself, so many a month, a correction by personnel, which
 * then holds. Of a day the first coming and the last going count.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "leave_ops.h"
#include "listing.h"

#include <string.h>

enum { DAYS_MAX = 62 /* in one answer */, NEVER = -1 };

static const char *const kinds[] = {"in", "out"};
enum { KINDS = 2 };

/* What is said of one day. */
struct day_card {
	int64_t at[KINDS]; /* NEVER: not yet */
	bool is_corrected[KINDS];
	bool is_forgotten[KINDS];
};

static int
kind_of(const char *word)
{
	for (int kind = 0; kind < KINDS; kind++)
		if (strcmp(kinds[kind], word) == 0)
			return kind;
	return -1;
}

/* Lines come in the order in which they were entered. */
static void
card_add(struct day_card *card, int kind, int64_t at, const char *source)
{
	bool is_correction = strcmp(source, "personnel") == 0;
	bool is_first = card->at[kind] == NEVER;
	bool holds = kind == 0 ? at < card->at[kind] : at > card->at[kind];

	if (!is_correction &&
	    (card->is_corrected[kind] || (!is_first && !holds)))
		return;
	card->at[kind] = at;
	card->is_corrected[kind] = is_correction;
	card->is_forgotten[kind] = strcmp(source, "forgotten") == 0;
}

static void
card_init(struct day_card *card)
{
	memset(card, 0, sizeof(*card));
	card->at[0] = card->at[1] = NEVER;
}

static void
card_put(const struct day_card *card, struct wire_out *out)
{
	static const enum field fields[KINDS] = {F_STARTS, F_ENDS};
	char text[32], detail[64] = "";

	for (int kind = 0; kind < KINDS; kind++) {
		if (card->at[kind] == NEVER)
			continue;
		wire_put_text(
		    out, fields[kind], seen_moment(card->at[kind], text));
		if (card->is_corrected[kind] || card->is_forgotten[kind])
			(void)text_print(detail + strlen(detail),
			    sizeof(detail) - strlen(detail), "%s%s:%s",
			    detail[0] != '\0' ? " " : "", kinds[kind],
			    card->is_corrected[kind] ? "personnel"
						     : "forgotten");
	}
	wire_put_text(out, F_DETAIL, detail);
}

/* ------------------------------------------------------------------ look */

struct cards {
	struct day_card *days;
	int from, count;
};

static enum rc
take_punch(void *context, const struct sql_row *row, struct err *err)
{
	struct cards *cards = context;
	int at = (int)sql_row_number(row, 0) - cards->from;
	int kind = kind_of(sql_row_text(row, 1));

	(void)err;
	if (at >= 0 && at < cards->count && kind >= 0)
		card_add(&cards->days[at], kind, sql_row_number(row, 2),
		    sql_row_text(row, 3));
	return RC_OK;
}

static enum verdict
load_cards(struct office *office, struct cards *cards)
{
	struct err err;
	enum rc rc;

	for (int i = 0; i < cards->count; i++)
		card_init(&cards->days[i]);
	rc = sql_each(office->sql,
	    "SELECT day, kind, at, source FROM punch WHERE person = ?"
	    " AND day >= ? AND day < ? ORDER BY seq",
	    (struct sql_visit){take_punch, cards}, &err,
	    SQL_VALUES(sql_text(office->folder.uuid), sql_number(cards->from),
		sql_number(cards->from + cards->count)));
	return rc == RC_OK ? VERDICT_OK : office_fail("punches", rc, &err);
}

/* How many forgotten ones that month still allows. */
static enum verdict
forgotten_left(struct office *office, int day, int64_t *left)
{
	struct almanac_date date = almanac_date(day);
	int first = almanac_day(date.year, date.month, 1);
	int64_t used = 0;
	struct err err;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT count(*) FROM punch WHERE person = ? AND day >= ?"
	    " AND day < ? AND source = 'forgotten'",
	    &used, &err,
	    SQL_VALUES(sql_text(office->folder.uuid), sql_number(first),
		sql_number(almanac_add_months(first, 1))));

	*left = office->rules.settings.forgotten_month - used;
	return rc == RC_OK ? VERDICT_OK : office_fail("punches", rc, &err);
}

static bool
read_days(struct office *office, const struct wire_in *in, struct cards *cards)
{
	const char *from = wire_text(in, F_FROM);
	const char *until = wire_text(in, F_UNTIL);
	int last = (int)(office->now / MINUTES_PER_CIVIL_DAY);
	struct err err;

	cards->from = last;
	if ((from != NULL &&
		almanac_parse(from, &cards->from, &err) != RC_OK) ||
	    (until != NULL && almanac_parse(until, &last, &err) != RC_OK))
		return false;
	cards->count = last - cards->from + 1;
	return cards->count > 0 && cards->count <= DAYS_MAX;
}

enum verdict
punches_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	struct day_card days[DAYS_MAX];
	struct cards cards = {.days = days};
	char text[ALMANAC_TEXT_SIZE];
	int64_t left = 0;
	enum verdict verdict =
	    office_person(office, OP_LEAVE_PUNCHES, wire_text(in, F_ACCOUNT));

	if (verdict == VERDICT_OK && !read_days(office, in, &cards))
		verdict = office_bad(office, F_UNTIL, AMISS_DAYS_62, NULL);
	if (verdict == VERDICT_OK)
		verdict = load_cards(office, &cards);
	if (verdict == VERDICT_OK)
		verdict = forgotten_left(
		    office, (int)(office->now / MINUTES_PER_CIVIL_DAY), &left);
	for (int i = 0; verdict == VERDICT_OK && i < cards.count; i++) {
		if (days[i].at[0] == NEVER && days[i].at[1] == NEVER)
			continue;
		wire_row_begin(&answer->out);
		wire_put_text(
		    &answer->out, F_FROM, almanac_print(cards.from + i, text));
		card_put(&days[i], &answer->out);
		wire_row_end(&answer->out);
	}
	wire_put_number(&answer->out, F_COUNT, left);
	return verdict;
}

/* ------------------------------------------------------------------ punch */

struct punch {
	int kind;
	int64_t at;
	const char *source, *why;
	bool is_there; /* asked for once more */
};

/* Now, by oneself; or when it was, with the reason. */
static enum verdict
read_punch(struct office *office, const struct wire_in *in, struct punch *punch)
{
	const char *starts = wire_text(in, F_STARTS);
	bool is_own = strcmp(office->caller.uuid, office->folder.uuid) == 0;

	punch->kind = kind_of(wire_text(in, F_KIND));
	punch->why = wire_given(in, F_WHY);
	punch->at = office->now;
	if (punch->kind < 0)
		return office_bad(
		    office, F_KIND, AMISS_UNKNOWN, wire_text(in, F_KIND));
	if (starts == NULL && !is_own)
		return office_bad(office, F_STARTS, AMISS_MISSING, NULL);
	if (starts == NULL) {
		punch->source = "self";
		punch->why = "";
		return VERDICT_OK;
	}
	if (!seen_parse_moment(starts, false, &punch->at))
		return (enum verdict)REFUSAL_BAD_DATE;
	if (punch->at > office->now)
		return VERDICT_NOT_YET;
	if (punch->why == NULL || punch->why[strspn(punch->why, " ")] == '\0')
		return office_bad(office, F_WHY, AMISS_MISSING, NULL);
	punch->source = is_own ? "forgotten" : "personnel";
	return VERDICT_OK;
}

/* The same, added by oneself before, uses up no more of the month. */
static enum verdict
find_same(struct office *office, struct punch *punch)
{
	int64_t count = 0;
	struct err err;
	enum rc rc = RC_OK;

	if (strcmp(punch->source, "forgotten") == 0)
		rc = sql_get_number(office->sql,
		    "SELECT count(*) FROM punch WHERE person = ? AND kind = ?"
		    " AND at = ? AND source = 'forgotten'",
		    &count, &err,
		    SQL_VALUES(sql_text(office->folder.uuid),
			sql_text(kinds[punch->kind]), sql_number(punch->at)));
	punch->is_there = count > 0;
	return rc == RC_OK ? VERDICT_OK : office_fail("punches", rc, &err);
}

static enum verdict
may_punch(struct office *office, const struct punch *punch)
{
	int day = (int)(punch->at / MINUTES_PER_CIVIL_DAY);
	int64_t left = 1;
	enum verdict verdict = VERDICT_OK;

	if (strcmp(punch->source, "forgotten") == 0 && !punch->is_there)
		verdict = forgotten_left(office, day, &left);
	return verdict == VERDICT_OK && left <= 0
	    ? (enum verdict)REFUSAL_MONTHLY_LIMIT
	    : verdict;
}

static enum verdict
write_punch(struct office *office, const struct punch *punch)
{
	const char *uuid = office->folder.uuid;
	struct err err;
	int64_t seq = 0;
	enum rc rc = sql_get_number(office->sql,
	    "SELECT COALESCE(MAX(seq), 0) FROM punch WHERE person = ?", &seq,
	    &err, SQL_VALUES(sql_text(uuid)));

	if (rc == RC_OK)
		rc = sql_change(office->sql,
		    "INSERT INTO punch (person, seq, day, kind, at, source,"
		    " entered_s, entered_by, why)"
		    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		    NULL, &err,
		    SQL_VALUES(sql_text(uuid), sql_number(seq + 1),
			sql_number(punch->at / MINUTES_PER_CIVIL_DAY),
			sql_text(kinds[punch->kind]), sql_number(punch->at),
			sql_text(punch->source), sql_number(office->now_s),
			sql_text(office->caller.uuid), sql_text(punch->why)));
	if (rc != RC_OK)
		return office_fail("punch", rc, &err);
	return strcmp(punch->source, "self") == 0
	    ? VERDICT_OK
	    : office_note(office, OP_LEAVE_PUNCH, office->folder.account,
		  office->folder.school, punch->why, punch->source);
}

/* Coming twice is coming once. */
static enum verdict
punch_now(
    struct office *office, const struct punch *punch, struct wire_out *out)
{
	struct day_card day;
	struct cards cards = {
	    &day, (int)(punch->at / MINUTES_PER_CIVIL_DAY), 1};
	bool is_new;
	enum verdict verdict = load_cards(office, &cards);

	if (verdict != VERDICT_OK)
		return verdict;
	is_new = !punch->is_there &&
	    (strcmp(punch->source, "self") != 0 || punch->kind != 0 ||
		day.at[0] == NEVER);
	if (is_new)
		verdict = write_punch(office, punch);
	if (verdict == VERDICT_OK)
		verdict = load_cards(office, &cards);
	if (verdict != VERDICT_OK)
		return verdict;
	card_put(&day, out);
	wire_put_text(out, F_RESULT, is_new ? "punched" : "same");
	return VERDICT_OK;
}

enum verdict
punches_add(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	struct punch punch = {0};
	enum verdict verdict =
	    office_person(office, OP_LEAVE_PUNCH, wire_text(in, F_ACCOUNT));

	if (verdict == VERDICT_OK)
		verdict = read_punch(office, in, &punch);
	if (verdict == VERDICT_OK)
		verdict = find_same(office, &punch);
	if (verdict == VERDICT_OK)
		verdict = may_punch(office, &punch);
	return verdict == VERDICT_OK ? punch_now(office, &punch, &answer->out)
				     : verdict;
}
