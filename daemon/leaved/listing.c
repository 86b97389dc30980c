#include "listing.h"

#include "base/text.h"

bool
listing_begin(struct listing *listing)
{
	listing->is_full = listing->is_full || listing->rows == LISTING_ROWS ||
	    !wire_has_room(listing->out, LISTING_ROW_ROOM);
	if (listing->is_full)
		return false;
	wire_row_begin(listing->out);
	return true;
}

void
listing_end(struct listing *listing, const struct sql_row *row)
{
	wire_row_end(listing->out);
	listing->rows++;
	(void)text_copy(
	    listing->last, sizeof(listing->last), sql_row_text(row, 0));
}

void
listing_put_cursor(const struct listing *listing)
{
	if (listing->is_full)
		wire_put_text(listing->out, F_CURSOR, listing->last);
}

enum rc
listing_take_person(void *context, const struct sql_row *row, struct err *err)
{
	struct listing_people *people = context;

	(void)err;
	people->is_more = people->count == LISTING_PEOPLE;
	if (people->is_more)
		return RC_OK;
	(void)text_copy(
	    people->uuids[people->count++], BOOK_ID_SIZE, sql_row_text(row, 0));
	(void)text_copy(
	    people->last, sizeof(people->last), sql_row_text(row, 1));
	return RC_OK;
}
