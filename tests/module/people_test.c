/*
 * leaved/people on a real slapd and a real database: tests/module/people_*.sh
 * start both.
 */
#include "base/almanac.h"
#include "db/migration.h"
#include "leaved/folder.h"
#include "leaved/people.h"
#include "leaved/tables.h"

#include "../unit/unit.h"

#define BASE   "dc=example,dc=edu"
#define ACTIVE "uid=active1,ou=people," BASE

enum { WAIT_MS = 5000, TODAY = 20700, LATER = 20800 };

static struct sql *sql;
static struct dir *leaved, *identityd;
static char active1[BOOK_ID_SIZE];

static enum rc
try_to_follow(
    bool is_patient, int today, struct people_count *count, struct err *err)
{
	const struct people_source source = {BASE, is_patient};

	return people_follow(sql, leaved, &source, today, count, err);
}

static struct people_count
follow(int today)
{
	struct people_count count;
	struct err err;

	assert_rc(RC_OK, try_to_follow(true, today, &count, &err), &err);
	return count;
}

static int64_t
number(const char *statement, const char *key)
{
	int64_t value;
	struct err err;

	assert_rc(RC_OK, sql_begin(sql, SQL_READ, &err), &err);
	assert_rc(RC_OK,
	    sql_get_number(
		sql, statement, &value, &err, SQL_VALUES(sql_text(key))),
	    &err);
	sql_rollback(sql);
	return value;
}

static void
put(const char *dn, const char *attr, const char *value)
{
	const struct dir_change change = {DIR_REPLACE, attr, value, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};
	struct err err;

	assert_rc(RC_OK, dir_modify(identityd, &edit, NULL, &err), &err);
}

static enum rc
keep_uuid(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)snprintf(context, BOOK_ID_SIZE, "%s", sql_row_text(row, 0));
	return RC_OK;
}

static void
load(struct folder *folder)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(sql, SQL_READ, &err), &err);
	assert_rc(RC_OK,
	    sql_each(sql, "SELECT uuid FROM person WHERE account = ?",
		(struct sql_visit){keep_uuid, active1}, &err,
		SQL_VALUES(sql_text("active1"))),
	    &err);
	assert_rc(RC_OK, folder_load(folder, sql, active1, NULL, NULL, 0, &err),
	    &err);
	sql_rollback(sql);
}

static void
rewrite(const char *statement)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(sql, SQL_WRITE, &err), &err);
	assert_rc(
	    RC_OK, sql_change(sql, statement, NULL, &err, SQL_NOTHING), &err);
	assert_rc(RC_OK, sql_commit(sql, &err), &err);
}

/* Known of old, and not to the directory any more; and a duty that is offered.
 */
#define LEAVER                                                         \
	"INSERT INTO person (uuid, dn, account, name, mail, state,"    \
	" school, unit_dn, admin_post, hired, posted_from,"            \
	" posted_until) VALUES ('0', 'uid=x', 'x', 'x', '', 'active'," \
	" '014501', '', '', 0, 0, 0)"
#define OFFER                                                                  \
	"INSERT INTO request (id, person, seq, version, type, state, school,"  \
	" filed_at, filed_by, flags, deputy, offered, facts, why, minutes,"    \
	" charged, first_at, last_at, cut_from, cut_to, caps) VALUES ('r', "   \
	"'0',"                                                                 \
	" 1, 1, '事假', 'approved', '014501', 0, '0', 0, '2', '1', '', '', " \
	"60,"                                                                  \
	" 60, 0, 60, 0, 0, '')"

static void
upgrade(int until, int expected)
{
	int from;
	struct err err;

	assert_rc(
	    RC_OK, migration_run(sql, leaved_sql, until, &from, &err), &err);
	assert_int_equal(from, expected);
}

static void
stores_of_versions_before_are_upgraded_and_know_their_people(void **state)
{
	(void)state;
	upgrade(1, 0);
	rewrite(LEAVER);
	upgrade(11, 1);
	rewrite(OFFER);
	upgrade(migration_count(leaved_sql), 11);
	assert_int_equal(number("SELECT count(*) FROM request"
				" WHERE offered = '1' AND offered_by = ?",
			     ""),
	    1);
	assert_int_equal(
	    number("SELECT count(*) FROM person WHERE state = ?", "active"), 1);
	assert_int_equal(follow(TODAY).changed, 13);
	assert_int_equal(
	    number("SELECT count(*) FROM person WHERE state = ?", "gone"), 1);
	assert_int_equal(
	    number("SELECT count(*) FROM person WHERE state <> ?", "gone"), 7);
}

static void
everybody_is_posted_where_the_directory_says(void **state)
{
	static struct folder folder;

	(void)state;
	load(&folder);
	assert_string_equal(folder.account, "active1");
	assert_string_equal(folder.school, "014501");
	assert_string_equal(folder.state, "active");
	assert_int_equal(folder.book.posting_count, 1);
	assert_int_equal(folder.book.postings[0].kind, STAFF_TEACHER);
	assert_string_equal(folder.book.postings[0].schedule, "TCH");
	folder_wipe(&folder);
	assert_int_equal(number("SELECT count(*) FROM place pl JOIN holder h ON"
				" h.place = pl.uuid WHERE pl.name = ?",
			     "personnel"),
	    1);
}

static void
an_unchanged_directory_changes_nothing(void **state)
{
	(void)state;
	assert_int_equal(follow(TODAY + 1).changed, 0);
}

static void
another_name_alone_makes_no_posting(void **state)
{
	struct people_count count;

	(void)state;
	put(ACTIVE, "cn", "王新名");
	count = follow(TODAY + 1);
	assert_int_equal(count.changed, 1);
	assert_int_equal(count.posted, 0);
}

static void
a_post_and_a_transfer_make_dated_postings(void **state)
{
	static struct folder folder;
	const struct book *book = &folder.book;

	(void)state;
	put(ACTIVE, "portalAdminPost", "教學組長");
	assert_int_equal(follow(TODAY + 30).posted, 1);
	put(ACTIVE, "portalPostedFrom", "20270801000000Z");
	put(ACTIVE, "portalAdminPost", NULL);
	put(ACTIVE, "portalUnitDN", "ou=teaching,o=014602,ou=units," BASE);
	assert_int_equal(follow(LATER).posted, 1);
	load(&folder);
	assert_int_equal(book->posting_count, 3);
	assert_string_equal(book->postings[1].schedule, "ADM");
	assert_int_equal(book->postings[1].from, TODAY + 30);
	assert_string_equal(book->postings[2].school, "014602");
	assert_int_equal(book->postings[2].from, almanac_day(2027, 8, 1));
	assert_int_equal(book->service.post_count, 1);
	assert_int_equal(
	    book->service.posts[0].until, almanac_day(2027, 7, 31));
	assert_string_equal(folder.school, "014602");
	folder_wipe(&folder);
}

static void
what_changes_twice_in_a_day_is_one_posting(void **state)
{
	static struct folder folder;

	(void)state;
	put(ACTIVE, "portalSchedule", "JHR");
	(void)follow(almanac_day(2027, 9, 1));
	put(ACTIVE, "portalSchedule", "ADM");
	(void)follow(almanac_day(2027, 9, 1));
	load(&folder);
	assert_int_equal(folder.book.posting_count, 4);
	assert_string_equal(folder.book.postings[3].schedule, "ADM");
	folder_wipe(&folder);
}

static void
a_new_password_or_a_sign_out_is_heard_of(void **state)
{
	static const char changed[] =
	    "SELECT changed_s FROM person WHERE account = ?";
	static const char outs[] =
	    "SELECT sign_outs FROM person WHERE account = ?";

	(void)state;
	assert_int_equal(number(changed, "active1"), 0);
	assert_int_equal(number(outs, "active1"), 0);
	put(ACTIVE, "userPassword", "Mango-tram-41-lichen");
	put(ACTIVE, "portalSignOutCount", "2");
	assert_int_equal(follow(LATER).posted, 0);
	assert_true(number(changed, "active1") > 1700000000);
	assert_int_equal(number(outs, "active1"), 2);
}

static void
an_entry_that_goes_back_ends_the_sessions_of_before(void **state)
{
	static const char from[] =
	    "SELECT sessions_from_s FROM person WHERE account = ?";

	(void)state;
	assert_true(number(from, "active1") > 1700000000);
	rewrite("UPDATE person SET sessions_from_s = 1");
	put(ACTIVE, "portalSignOutCount", "3");
	(void)follow(LATER);
	assert_int_equal(number(from, "active1"), 1);
	put(ACTIVE, "portalSignOutCount", "2");
	(void)follow(LATER);
	assert_true(number(from, "active1") > 1700000000);
}

/* As one that lags behind, or was restored: it has not heard of that yet. */
static void
a_directory_that_knows_less_is_waited_for_and_then_heard_anew(void **state)
{
	struct people_count count;
	struct err err;

	(void)state;
	rewrite("UPDATE branch SET cookie = replace(cookie, 'csn=20',"
		" 'csn=29')");
	assert_rc(RC_EXISTS, try_to_follow(true, LATER, &count, &err), &err);
	assert_int_equal(count.changed, 0);
	assert_rc(RC_OK, try_to_follow(false, LATER, &count, &err), &err);
	assert_true(count.changed > 1);
	assert_int_equal(follow(LATER).changed, 0);
}

static void
a_suspended_person_is_known_to_be(void **state)
{
	static struct folder folder;

	(void)state;
	put(ACTIVE, "portalState", "suspended");
	(void)follow(LATER);
	load(&folder);
	assert_string_equal(folder.state, "suspended");
	folder_wipe(&folder);
}

static void
whoever_is_gone_stays_in_the_tables(void **state)
{
	struct err err;

	(void)state;
	assert_rc(RC_OK, dir_delete(identityd, ACTIVE, &err), &err);
	assert_int_equal(follow(LATER).gone, 1);
	assert_int_equal(
	    number("SELECT count(*) FROM person WHERE state = 'gone'"
		   " AND uuid = ?",
		active1),
	    1);
	assert_int_equal(
	    number("SELECT count(*) FROM posting WHERE person = ?", active1),
	    4);
}

static void
a_lost_cookie_asks_for_everything_and_finds_the_same(void **state)
{
	struct people_count count;
	struct err err;

	(void)state;
	assert_rc(RC_OK, sql_begin(sql, SQL_WRITE, &err), &err);
	assert_rc(RC_OK,
	    sql_change(
		sql, "UPDATE branch SET cookie = ''", NULL, &err, SQL_NOTHING),
	    &err);
	assert_rc(RC_OK, sql_commit(sql, &err), &err);
	count = follow(LATER);
	assert_int_equal(count.changed, 12);
	assert_int_equal(count.posted, 0);
	assert_int_equal(count.gone, 0);
}

static void
a_directory_that_is_gone_changes_nothing(void **state)
{
	struct people_count count;
	struct err err;

	(void)state;
	assert_int_equal(system(getenv("SLAPD_HALT")), 0);
	assert_rc(RC_OFFLINE, try_to_follow(false, LATER, &count, &err), &err);
	assert_int_equal(
	    number("SELECT count(*) FROM person WHERE state <> ?", "gone"), 6);
}

static int
setup(void **state)
{
	const char *const uris[] = {getenv("SLAPD_LDAPI"), NULL};
	const struct sql_conf conf = {
	    getenv("DATABASE"), getenv("DATABASE_PLUGIN"), WAIT_MS, true};
	static char password[256];
	const struct dir_conf own = {.uris = uris,
	    .bind_dn = getenv("SLAPD_LEAVED"),
	    .password = password};
	const struct dir_conf other = {.uris = uris};
	FILE *file = fopen(getenv("LEAVED_SECRET"), "re");
	struct err err;

	(void)state;
	assert_non_null(file);
	assert_non_null(fgets(password, sizeof(password), file));
	(void)fclose(file);
	assert_rc(RC_OK, sql_open(&conf, &sql, &err), &err);
	assert_rc(RC_OK, dir_open(&own, &leaved, &err), &err);
	assert_rc(RC_OK, dir_open(&other, &identityd, &err), &err);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	sql_close(sql);
	dir_close(leaved);
	dir_close(identityd);
	return 0;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(
	stores_of_versions_before_are_upgraded_and_know_their_people),
    cmocka_unit_test(everybody_is_posted_where_the_directory_says),
    cmocka_unit_test(an_unchanged_directory_changes_nothing),
    cmocka_unit_test(another_name_alone_makes_no_posting),
    cmocka_unit_test(a_post_and_a_transfer_make_dated_postings),
    cmocka_unit_test(what_changes_twice_in_a_day_is_one_posting),
    cmocka_unit_test(a_new_password_or_a_sign_out_is_heard_of),
    cmocka_unit_test(an_entry_that_goes_back_ends_the_sessions_of_before),
    cmocka_unit_test(
	a_directory_that_knows_less_is_waited_for_and_then_heard_anew),
    cmocka_unit_test(a_suspended_person_is_known_to_be),
    cmocka_unit_test(whoever_is_gone_stays_in_the_tables),
    cmocka_unit_test(a_lost_cookie_asks_for_everything_and_finds_the_same),
    cmocka_unit_test(a_directory_that_is_gone_changes_nothing),
};

UNIT_MAIN_IN(tests, setup, teardown)
