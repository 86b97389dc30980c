/*
 * folder.h - a person's book (book.h) out of the tables, and back into them.
 *
 * Shape:  folder_load() makes the book as it was when it was last saved, at
 *         the moment `now`; any verb of book.h changes it; folder_save()
 *         writes what has changed, within the transaction in which it was
 *         loaded: new ledger lines, the sums of their lots, and requests, each
 *         only if it is still of the version that was loaded.
 * Units:  now in minutes as worktime.h; a request's version counts its
 *         changes, from 1.
 * Errors: as sql.h. RC_ABSENT nobody of that name · RC_EXISTS a constraint (an
 *         overlap, an overdraft) or another version: nothing may be kept then
 *         · RC_FAULT a book that is broken.
 * Source: LEAVE.md 4, schema/leaved.sql.
 */
#ifndef LEAVED_FOLDER_H
#define LEAVED_FOLDER_H

#include "book.h"
#include "db/sql.h"

enum { FOLDER_TEXT_SIZE = 257, FOLDER_DN_SIZE = 512 };

/* A request as it was loaded, with copies of its parts. */
struct kept {
	int64_t seq, version;
	struct request before;
};

struct folder {
	struct book book;
	char uuid[BOOK_ID_SIZE];
	char account[FOLDER_TEXT_SIZE], name[FOLDER_TEXT_SIZE];
	char state[BOOK_ID_SIZE];
	char school[BOOK_ID_SIZE];
	char unit_dn[FOLDER_DN_SIZE];
	/* What a new request was filed with. */
	const char *by, *why;
	const char *note; /* what lines without a request are entered for */
	struct rule_settings settings; /* the rules', or the school's own */
	struct kept *kept;             /* sorted as the book's requests were */
	size_t kept_count, kept_room;
	struct ledger_lot *lots;
	size_t lot_count;
	int learnt;
	int64_t seq_next;  /* of a request */
	int64_t entry_seq; /* of the last line */
};

/* The caller's struct; rules and calendar must outlive it. */
enum rc folder_load(struct folder *folder, struct sql *sql, const char *uuid,
    const struct rules *rules, const struct calendar *calendar, int64_t now,
    struct err *err);
void folder_wipe(struct folder *folder);

/* All lines of the ledger, for book_recount(); nothing may be saved then. */
enum rc folder_load_entries(
    struct folder *folder, struct sql *sql, struct err *err);

enum rc folder_save(struct folder *folder, struct sql *sql, struct err *err);

/* As it was loaded; NULL for a new one. */
struct kept *folder_kept(const struct folder *folder, const char *id);
/* Is this request of the book new, or not as it was loaded? */
bool folder_is_changed(const struct folder *folder, const struct request *r);

/* Bits of request.flags and lot.flags. */
enum {
	REQUEST_LATE = 1,
	REQUEST_PAPER = 2,
	REQUEST_REPORT = 4,
	REQUEST_DEPUTY_LOST = 8 /* also in look.c and schema/leaved.sql */
};
enum { LOT_PAY_CUT = 1, LOT_SHORTFALL = 2, LOT_YEAR_GRANT = 4 };

#endif
