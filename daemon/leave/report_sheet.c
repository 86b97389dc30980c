#include "report_sheet.h"

#include "base/csv.h"
#include "base/text.h"
#include "front/clerk.h"
#include "front/front.h"
#include "front/screen.h"
#include "member.h"

#include <inttypes.h>
#include <string.h>

enum { PAGES_MAX = 500 /* answers */, CURSOR_SIZE = 257, NUMBER_SIZE = 24 };

static const struct {
	enum field field;
	const char *heading;
} columns[] = {
    {F_NAME, PHRASE("Person")},
    {F_ACCOUNT, PHRASE("Account")},
    {F_TYPE, PHRASE("Type of leave")},
    {F_LOT, PHRASE("From what")},
    {F_MINUTES, PHRASE("Minutes")},
    {F_COUNT, PHRASE("How many")},
    {F_STARTS, PHRASE("From")},
    {F_ENDS, PHRASE("To")},
    {F_UNTIL, PHRASE("Usable until")},
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static void
put(void *body, const char *bytes, size_t len)
{
	body_put(body, bytes, len);
}

static void
put_head(struct visit *visit, struct body *body)
{
	body_text(body, "\xef\xbb\xbf");
	for (size_t i = 0; i < COLUMNS; i++) {
		body_text(body, i > 0 ? "," : "");
		csv_cell(put, body, phrase(visit->lang, columns[i].heading));
	}
	body_text(body, "\r\n");
}

static void
put_row(struct body *body, const struct wire_in *row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		enum field field = columns[i].field;
		char number[NUMBER_SIZE];

		body_text(body, i > 0 ? "," : "");
		if (!wire_has(row, field))
			continue;
		if (field_rule(field)->type != FIELD_NUMBER) {
			csv_cell(put, body, wire_text(row, field));
			continue;
		}
		(void)text_print(number, sizeof(number), "%" PRId64,
		    wire_number(row, field, 0));
		body_text(body, number);
	}
	body_text(body, "\r\n");
}

/* One answer of it; where the next one starts, "" at the end. */
static enum rc
put_page(struct visit *visit, char cursor[CURSOR_SIZE])
{
	struct errand *errand = errand_new(visit, OP_LEAVE_REPORT);
	enum rc rc;

	clerk_fill(errand, false);
	errand_put(errand, F_CURSOR, cursor);
	rc = clerk_ask(errand);
	for (size_t i = 0; i < errand->in.row_count; i++) {
		struct wire_in row;

		wire_row(&errand->in, i, &row);
		put_row(&visit->answer->body, &row);
	}
	(void)text_copy(cursor, CURSOR_SIZE, errand_text(errand, F_CURSOR));
	if (rc != RC_OK) {
		body_free(&visit->answer->body);
		screen_say(visit, errand_status(rc), errand->said);
	}
	errand_free(errand);
	return rc;
}

static void
save(struct visit *visit)
{
	char cursor[CURSOR_SIZE] = "", name[64];

	put_head(visit, &visit->answer->body);
	for (int page = 0; page < PAGES_MAX; page++) {
		if (put_page(visit, cursor) != RC_OK)
			return;
		if (cursor[0] == '\0')
			break;
	}
	if (cursor[0] != '\0' || visit->answer->body.is_full) {
		body_free(&visit->answer->body);
		screen_say(visit, 400,
		    phrase(visit->lang,
			PHRASE("That is too much for one file. Please choose "
			       "fewer days.")));
		return;
	}
	visit->answer->type = "text/csv; charset=utf-8";
	(void)text_print(
	    name, sizeof(name), "%s.csv", form_text(&visit->query, "kind"));
	http_save_as(visit->answer, name);
}

static const struct form_field query[] = {
    {"kind", FORM_TEXT, 16, true, NULL},
    {"from", FORM_TEXT, 16, false, NULL},
    {"until", FORM_TEXT, 16, false, NULL},
};
static const struct route routes[] = {
    {FRONT_GET(REPORT_SHEET_PATH, NEEDS_PERSONNEL, save), FRONT_QUERY(query)},
};
const struct route_table report_sheet_routes = FRONT_TABLE(routes);
