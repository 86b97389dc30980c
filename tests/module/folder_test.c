/*
 * Every scenario of tests/data/leave, with its book put into the tables and
 * taken out of them again between any two of its events: all lines must be the
 * same as if it had never left memory, and the recount at the end, too.
 * tests/database.sh names the database.
 */
#include "db/migration.h"
#include "leaved/folder.h"
#include "leaved/tables.h"
#include "tools/scenario.h"

#include "../unit/unit.h"

enum { WAIT_MS = 10000 };

static struct sql *sql;
static struct folder before;
static size_t saved; /* entries of the ledger */
static char uuid[BOOK_ID_SIZE];

static void
check(enum rc rc, const struct err *err)
{
	if (rc == RC_OK)
		return;
	(void)printf("Bail out! %s: %s\n", uuid, err->text);
	exit(1);
}

static void
change(const char *statement, int64_t day)
{
	struct err err;

	check(sql_change(sql, statement, NULL, &err,
		  SQL_VALUES(sql_text(uuid), sql_number(day))),
	    &err);
}

static void
arrive(int number)
{
	struct err err;

	(void)snprintf(uuid, sizeof(uuid), "scenario-%d", number);
	saved = 0;
	check(sql_begin(sql, SQL_WRITE, &err), &err);
	change("INSERT INTO person (uuid, dn, account, name, mail, state,"
	       " school, unit_dn, admin_post, hired, posted_from, posted_until)"
	       " VALUES (?, '', '', '', '', 'active', '', '', '', ?, 0, 0)",
	    0);
	change(
	    "INSERT INTO posting (person, from_day, kind, schedule, school,"
	    " unit_dn, admin_post) VALUES (?, ?, 'CIVIL', 'ADM', '', '', '')",
	    0);
	check(folder_load(&before, sql, uuid, NULL, NULL, 0, &err), &err);
	check(sql_commit(sql, &err), &err);
}

/* What the directory and the school's tables hold is the scenario's own. */
static void
keep_surroundings(struct book *loaded, const struct book *book)
{
	loaded->rules = book->rules;
	loaded->settings = book->settings;
	loaded->calendar = book->calendar;
	loaded->service = book->service;
	loaded->people = book->people;
	memcpy(loaded->id, book->id, sizeof(book->id));
	memcpy(loaded->postings, book->postings, sizeof(book->postings));
	loaded->posting_count = book->posting_count;
	memcpy(loaded->deputies, book->deputies, sizeof(book->deputies));
	loaded->deputy_count = book->deputy_count;
	memcpy(loaded->lessons, book->lessons, sizeof(book->lessons));
	loaded->lesson_count = book->lesson_count;
	memcpy(loaded->duties, book->duties, sizeof(book->duties));
	loaded->duty_count = book->duty_count;
	memcpy(loaded->closures, book->closures, sizeof(book->closures));
	loaded->closure_count = book->closure_count;
	memcpy(loaded->closed, book->closed, sizeof(book->closed));
	loaded->closed_count = book->closed_count;
	memcpy(loaded->changes, book->changes, sizeof(book->changes));
	loaded->change_count = book->change_count;
}

/* Lines of the ledger are only ever added; the recount wants all of them. */
static void
keep_entries(struct book *loaded, struct book *book)
{
	loaded->ledger.entries = book->ledger.entries;
	loaded->ledger.entry_count = book->ledger.entry_count;
	loaded->ledger.entry_room = book->ledger.entry_room;
	book->ledger.entries = NULL;
	saved = loaded->ledger.entry_count;
}

/* Every scenario calls its requests alike; in the tables they differ. */
static void
name_apart(struct book *book)
{
	for (size_t i = 0; i < book->request_count; i++) {
		char *id = book->requests[i]->id, plain[BOOK_ID_SIZE];

		(void)snprintf(plain, sizeof(plain), "%s", id);
		(void)snprintf(id, BOOK_ID_SIZE, "%.20s:%.20s", uuid, plain);
	}
}

static void
name_alike(struct book *book)
{
	for (size_t i = 0; i < book->request_count; i++) {
		char *id = book->requests[i]->id, *plain = strchr(id, ':') + 1;

		memmove(id, plain, strlen(plain) + 1);
		memset(id + strlen(id) + 1, 0, BOOK_ID_SIZE - strlen(id) - 1);
	}
}

static void
go_through_the_tables(struct book *book)
{
	static struct folder after;
	struct ledger *ledger = &before.book.ledger;
	struct ledger_entry *all = book->ledger.entries;
	size_t count = book->ledger.entry_count;
	struct err err;

	book_wipe(&before.book);
	before.book = *book;
	name_apart(book);
	ledger->entries = all + saved;
	ledger->entry_count = count - saved;
	check(sql_begin(sql, SQL_WRITE, &err), &err);
	check(folder_save(&before, sql, &err), &err);
	check(sql_commit(sql, &err), &err);
	ledger->entries = all;
	ledger->entry_count = count;
	check(sql_begin(sql, SQL_READ, &err), &err);
	check(
	    folder_load(&after, sql, uuid, NULL, NULL, book->now, &err), &err);
	sql_rollback(sql);
	keep_surroundings(&after.book, book);
	keep_entries(&after.book, &before.book);
	folder_wipe(&before);
	before = after;
	*book = before.book;
	name_alike(book);
	memset(&before.book, 0, sizeof(before.book));
}

void __real_book_tick(struct book *book, int64_t now);
void __wrap_book_tick(struct book *book, int64_t now);
void
__wrap_book_tick(struct book *book, int64_t now)
{
	go_through_the_tables(book);
	__real_book_tick(book, now);
}

enum rc __real_book_recount(struct book *book, struct err *err);
enum rc __wrap_book_recount(struct book *book, struct err *err);
enum rc
__wrap_book_recount(struct book *book, struct err *err)
{
	go_through_the_tables(book);
	return __real_book_recount(book, err);
}

int
main(int argc, char **argv)
{
	const struct sql_conf conf = {
	    getenv("DATABASE"), getenv("DATABASE_PLUGIN"), WAIT_MS, true};
	struct err err;
	int from, failed = 0;

	check(sql_open(&conf, &sql, &err), &err);
	check(migration_run(
		  sql, leaved_sql, migration_count(leaved_sql), &from, &err),
	    &err);
	for (int i = 1; i < argc; i++) {
		arrive(i);
		failed |= scenario_run(argv[i], "conf/leave", i);
		folder_wipe(&before);
	}
	(void)printf("1..%d\n", argc - 1);
	sql_close(sql);
	return failed != 0;
}
