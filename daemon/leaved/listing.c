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
