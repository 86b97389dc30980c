/*
 * How requests, moments and amounts look in an answer.
 */
#include "base/almanac.h"
#include "base/text.h"
#include "book_step.h"
#include "leave_ops.h"
#include "papers.h"
#include "timetable.h"

#include <string.h>

enum { SEEN_COVER_ROOM = 600, SEEN_COVER_MAX = 100 };

char *
seen_moment(int64_t at, char text[32])
{
	int day = (int)(at / MINUTES_PER_CIVIL_DAY);
	int minute = (int)(at % MINUTES_PER_CIVIL_DAY);
	char date[ALMANAC_TEXT_SIZE];

	(void)text_print(text, 32, "%sT%02d:%02d", almanac_print(day, date),
	    minute / 60, minute % 60);
	return text;
}

/* A day alone is its beginning, or as an end its end. */
bool
seen_parse_moment(const char *text, bool is_end, int64_t *at)
{
	char date[40];
	const char *time = strchr(text, 'T');
	int day, minute = is_end ? MINUTES_PER_CIVIL_DAY : 0;
	struct err err;

	if (!text_print(date, sizeof(date), "%.*s",
		(int)(time == NULL ? strlen(text) : (size_t)(time - text)),
		text) ||
	    almanac_parse(date, &day, &err) != RC_OK)
		return false;
	if (time != NULL && !timetable_clock(time + 1, &minute))
		return false;
	*at = (int64_t)day * MINUTES_PER_CIVIL_DAY + minute;
	return true;
}

char *
seen_amount(int minutes, char text[48])
{
	int hours = minutes / MINUTES_PER_HOUR;

	(void)text_print(text, 48, "%d日%d小時", hours / 8, hours % 8);
	return text;
}

void
seen_put(struct office *office, const struct request *r, bool is_whole,
    struct wire_out *out)
{
	const struct folder *folder = &office->folder;
	const struct kept *kept = folder_kept(folder, r->id);
	char text[32], deputy[FOLDER_TEXT_SIZE];

	wire_put_text(out, F_REQUEST, r->id);
	wire_put_shown(out, F_ACCOUNT, folder->account);
	wire_put_shown(out, F_NAME, folder->name);
	wire_put_text(out, F_STARTS, seen_moment(r->spans[0].from, text));
	wire_put_text(
	    out, F_ENDS, seen_moment(r->spans[r->span_count - 1].to, text));
	if (!is_whole)
		return;
	wire_put_text(out, F_TYPE, r->type);
	wire_put_text(out, F_STATE, request_state_name(r->state));
	wire_put_number(out, F_MINUTES, request_charged(&folder->book, r));
	wire_put_number(out, F_PAY_CUT, request_pay_cut(&folder->book, r));
	office_account(office, r->deputy, deputy);
	wire_put_shown(out, F_DEPUTY, deputy);
	wire_put_number(out, F_VERSION, kept == NULL ? 1 : kept->version);
}

void
seen_put_outcome(struct office *office, const struct request *r,
    const char *result, struct wire_out *out)
{
	struct approval_turn turn;
	char account[FOLDER_TEXT_SIZE];

	seen_put(office, r, true, out);
	wire_put_text(out, F_PAPER, papers_lacking(office, r));
	if (result != NULL)
		wire_put_text(out, F_RESULT, result);
	office_account(office, r->offered, account);
	if (account[0] != '\0')
		wire_put_shown(out, F_ACTOR, account);
	if (!book_turn(&office->folder.book, r, &turn))
		return;
	office_account(office, turn.who, account);
	wire_put_shown(out, F_TARGET, account);
}

void
seen_put_cover(
    struct office *office, const struct request *r, struct wire_out *out)
{
	char text[32], who[FOLDER_TEXT_SIZE];

	for (size_t n = 0; n < r->cover_count &&
	     wire_has_room(out, SEEN_COVER_ROOM) && n < SEEN_COVER_MAX;
	     n++) {
		const struct cover *c = &r->cover[n];
		int64_t midnight = (int64_t)c->day * MINUTES_PER_CIVIL_DAY;

		office_account(office, c->who, who);
		wire_row_begin(out);
		wire_put_number(out, F_SEQ, (int64_t)n);
		wire_put_text(
		    out, F_STARTS, seen_moment(midnight + c->from, text));
		wire_put_text(out, F_ENDS, seen_moment(midnight + c->to, text));
		wire_put_shown(out, F_TITLE, c->name);
		wire_put_text(out, F_ACTION, c->way);
		wire_put_shown(out, F_TARGET, who[0] != '\0' ? who : c->who);
		office_account(office, c->lost, who);
		wire_put_shown(out, F_VALUE, who);
		wire_put_number(out, F_VERSION, c->version);
		wire_row_end(out);
	}
}
