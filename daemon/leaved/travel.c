/*
 * 出國或赴大陸: whoever travels registers it, with leave or in a break without.
 * Before the mainland, transit too, the authority's warning is to be read.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "leave_ops.h"
#include "listing.h"

#include <sodium.h>
#include <string.h>

enum { ID_LEN = 10 };

static const struct {
	const char *word;
	bool is_warned_of;
} kinds[] = {
    {"abroad", false},
    {"mainland", true},
    {"transit", true},
};

/* -1 for a word that is no kind. */
static int
kind_of(const char *word)
{
	for (int i = 0; i < (int)(sizeof(kinds) / sizeof(kinds[0])); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return i;
	return -1;
}

struct trip {
	char id[BOOK_ID_SIZE];
	int from, until, kind;
	const char *place, *why;
};

static enum verdict
read_trip(struct office *office, const struct wire_in *in, struct trip *trip)
{
	unsigned char bytes[ID_LEN];
	struct err err;

	trip->kind = kind_of(wire_text(in, F_KIND));
	trip->place = wire_given(in, F_NAME);
	trip->why = wire_text(in, F_WHY);
	if (trip->kind < 0)
		return office_bad(
		    office, F_KIND, AMISS_UNKNOWN, wire_text(in, F_KIND));
	if (trip->place == NULL)
		return office_bad(office, F_NAME, AMISS_MISSING, NULL);
	if (almanac_parse(wire_text(in, F_FROM), &trip->from, &err) != RC_OK ||
	    almanac_parse(wire_text(in, F_UNTIL), &trip->until, &err) != RC_OK)
		return (enum verdict)REFUSAL_BAD_DATE;
	if (trip->until < trip->from)
		return (enum verdict)REFUSAL_END_NOT_AFTER_START;
	randombytes_buf(bytes, sizeof(bytes));
	(void)text_hex(trip->id, sizeof(trip->id), bytes, sizeof(bytes));
	return VERDICT_OK;
}

/* Read, and said so: what was read is kept with it. */
static enum verdict
check_warning(
    struct office *office, const struct wire_in *in, const struct trip *trip)
{
	if (!kinds[trip->kind].is_warned_of ||
	    wire_number(in, F_WANTED, 0) == 1)
		return VERDICT_OK;
	(void)text_copy(office->say, sizeof(office->say),
	    office->is_english ? office->conf->travel_warning_en
			       : office->conf->travel_warning_zh);
	return VERDICT_READ_WARNING;
}

static enum verdict
keep(struct office *office, const struct trip *trip)
{
	struct err err;
	enum rc rc = sql_change(office->sql,
	    "INSERT INTO trip (id, person, school, from_day, until_day, kind,"
	    " place, why, warning, registered_s, registered_by)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    NULL, &err,
	    SQL_VALUES(sql_text(trip->id), sql_text(office->folder.uuid),
		sql_text(office->folder.school), sql_number(trip->from),
		sql_number(trip->until), sql_text(kinds[trip->kind].word),
		sql_text(trip->place),
		sql_text(trip->why == NULL ? "" : trip->why),
		sql_text(kinds[trip->kind].is_warned_of
			? office->conf->travel_warning_zh
			: ""),
		sql_number(office->now_s), sql_text(office->caller.uuid)));

	return rc == RC_OK
	    ? office_note(office, OP_LEAVE_TRIP, office->folder.account,
		  office->folder.school, trip->place, kinds[trip->kind].word)
	    : office_fail("trip", rc, &err);
}

/* Asked again with the key, it is the same trip. */
enum verdict
travel_register(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *key = wire_text(in, F_KEY);
	char before[BOOK_ID_SIZE] = "";
	struct trip trip;
	enum verdict verdict =
	    office_person(office, OP_LEAVE_TRIP, wire_text(in, F_ACCOUNT));

	if (verdict == VERDICT_OK)
		verdict = office_repeated(office, key, before);
	if (verdict == VERDICT_OK)
		verdict = read_trip(office, in, &trip);
	if (verdict == VERDICT_OK)
		verdict = check_warning(office, in, &trip);
	if (verdict == VERDICT_OK && before[0] == '\0')
		verdict = keep(office, &trip);
	if (verdict == VERDICT_OK && before[0] == '\0')
		verdict = office_remember(office, key, OP_LEAVE_TRIP, trip.id);
	if (verdict != VERDICT_OK)
		return verdict;
	wire_put_text(
	    &answer->out, F_REQUEST, before[0] != '\0' ? before : trip.id);
	wire_put_text(
	    &answer->out, F_RESULT, before[0] != '\0' ? "same" : "registered");
	return VERDICT_OK;
}

/* -------------------------------------------------------------------- list */

static enum rc
take_trip(void *context, const struct sql_row *row, struct err *err)
{
	struct listing *listing = context;
	struct wire_out *out = listing->out;
	char text[ALMANAC_TEXT_SIZE];

	(void)err;
	if (!listing_begin(listing))
		return RC_OK;
	wire_put_text(out, F_REQUEST, sql_row_text(row, 0));
	wire_put_shown(out, F_ACCOUNT, sql_row_text(row, 1));
	wire_put_text(
	    out, F_FROM, almanac_print((int)sql_row_number(row, 2), text));
	wire_put_text(
	    out, F_UNTIL, almanac_print((int)sql_row_number(row, 3), text));
	wire_put_text(out, F_KIND, sql_row_text(row, 4));
	wire_put_shown(out, F_NAME, sql_row_text(row, 5));
	wire_put_shown(out, F_WHY, sql_row_text(row, 6));
	wire_put_number(out, F_TIME, sql_row_number(row, 7));
	wire_put_shown(out, F_TARGET, sql_row_text(row, 8));
	listing_end(listing, row);
	return RC_OK;
}

/* A person's, or with a school all that were registered there. */
enum verdict
travel_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *school = wire_given(in, F_SCHOOL);
	const char *cursor = wire_text(in, F_CURSOR);
	struct listing listing = {.out = &answer->out};
	struct err err;
	enum rc rc;
	enum verdict verdict = school != NULL
	    ? office_may(
		  office, OP_LEAVE_TRIPS, office_standing_at(office, school))
	    : office_person(office, OP_LEAVE_TRIPS, wire_text(in, F_ACCOUNT));

	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_each(office->sql,
	    "SELECT t.id, p.account, t.from_day, t.until_day, t.kind, t.place,"
	    " t.why, t.registered_s, p.name FROM trip t JOIN person p"
	    " ON p.uuid = t.person WHERE (t.person = ? OR t.school = ?)"
	    " AND t.id > ? ORDER BY t.id" LISTING_LIMIT,
	    (struct sql_visit){take_trip, &listing}, &err,
	    SQL_VALUES(sql_text(school == NULL ? office->folder.uuid : ""),
		sql_text(school == NULL ? "" : school),
		sql_text(cursor == NULL ? "" : cursor)));
	if (rc != RC_OK)
		return office_fail("trips", rc, &err);
	listing_put_cursor(&listing);
	return VERDICT_OK;
}
