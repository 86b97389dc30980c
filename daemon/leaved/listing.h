/*
 * listing.h - one page of a list out of tables, into an answer.
 *
 * Shape:  a statement asks for one row more than LISTING_ROWS, ordered by its
 *         first column, after a cursor. A row is written while there is room;
 *         the key of the last one is where the next page starts.
 * Units:  rows; bytes of a row at most.
 * Errors: none.
 * Source: ours; keyset paging.
 */
#ifndef LEAVED_LISTING_H
#define LEAVED_LISTING_H

#include "base/wire.h"
#include "book.h"
#include "db/sql.h"
#include "folder.h"

enum { LISTING_ROWS = 60, LISTING_ROW_ROOM = 2000 };
#define LISTING_LIMIT " LIMIT 61" /* and one more tells that there are more */

struct listing {
	struct wire_out *out;
	size_t rows;
	bool is_full;
	char last[BOOK_ID_SIZE];
};

/* Begins a row, unless the page is full. */
bool listing_begin(struct listing *listing);
void listing_end(struct listing *listing, const struct sql_row *row);
/* The cursor, when that was not all. */
void listing_put_cursor(const struct listing *listing);

/* A page of people of whom more is asked than one statement tells: the columns
 * uuid and account, ordered by the account. */
enum { LISTING_PEOPLE = 20 };
#define LISTING_PEOPLE_LIMIT " LIMIT 21"

struct listing_people {
	char uuids[LISTING_PEOPLE][BOOK_ID_SIZE];
	char last[FOLDER_TEXT_SIZE];
	size_t count;
	bool is_more;
};

sql_each_row listing_take_person; /* context: struct listing_people, empty */

#endif
