/*
 * leaved_bench PEOPLE COUNT PROCESSES - what leaved's operations cost with 33
 * requests of each person in the tables: COUNT filings, approvals and balances,
 * each of another person, one after the other, then filings by PROCESSES at
 * once. Milliseconds a question to NAME.PEOPLE below DATABASE_DIR, figures to
 * standard output. With a fourth argument everybody
 * arrives again and everybody's year is closed. tests/bench/leaved.sh
 * starts the database.
 */
#include "../module/school.h"

#include "../unit/unit.h"
#include "base/almanac.h"
#include "leaved/people.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	PER_SCHOOL = 120,
	DAYS = 33,
	DAY_S = 24 * 3600,
	TEXT = 128,
	TEND_US = 100000
};

static struct sql *sql;
static int64_t people;

static void
change(const char *statement, int64_t number)
{
	struct err err;

	assert_rc(RC_OK,
	    sql_change(
		sql, statement, NULL, &err, SQL_VALUES(sql_number(number))),
	    &err);
}

/* Worked days of this year, for everybody the same. */
static void
fill_days(const struct calendar *calendar)
{
	int day = almanac_day(2026, 1, 2), count = 0;
	struct err err;

	assert_rc(RC_OK,
	    sql_script(
		sql, "CREATE TABLE worked (i INTEGER, day INTEGER)", &err),
	    &err);
	for (; count < DAYS; day++)
		if (calendar_is_worked(calendar, day, STAFF_CIVIL, day))
			assert_rc(RC_OK,
			    sql_change(sql,
				"INSERT INTO worked (i, day) VALUES (?, ?)",
				NULL, &err,
				SQL_VALUES(
				    sql_number(count++), sql_number(day))),
			    &err);
}

/* Bench people p1, p2 … in schools of 120, with a head, a director and
 * personnel each; an hour of 公假 on each of the days. */
static void
fill(struct office *office)
{
#define NUMBERS                                                          \
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n" \
	" WHERE i < ?) "
#define SCHOOL "'s' || ((n.i - 1) / 120)"
	static const char *const statements[] = {
	    NUMBERS "INSERT INTO person (uuid, dn, account, name, mail, state,"
		    " school, unit_dn, admin_post, hired, posted_from,"
		    " posted_until) SELECT 'p' || n.i, 'uid=p' || n.i,"
		    " 'p' || n.i, 'p', '', 'active', " SCHOOL ", 'ou=u,o=' ||"
		    " " SCHOOL ", CASE (n.i - 1) % 120 WHEN 0 THEN '教學組長'"
		    " WHEN 1 THEN '教務主任' WHEN 3 THEN '校長' ELSE '' END,"
		    " 10000, 10000, 47846 FROM n",
	    NUMBERS "INSERT INTO posting (person, from_day, kind, schedule,"
		    " school, unit_dn, admin_post) SELECT 'p' || n.i, 10000,"
		    " 'CIVIL', 'ADM', " SCHOOL ", 'ou=u,o=' || " SCHOOL ", ''"
		    " FROM n",
	    NUMBERS "INSERT INTO place (uuid, kind, dn, school_dn, code, name,"
		    " detail) SELECT 'bu' || n.i, 'unit', 'ou=u,o=' || " SCHOOL
		    ", 'o=' || " SCHOOL ", " SCHOOL ", 'u', '' FROM n"
		    " WHERE (n.i - 1) % 120 = 0",
	    NUMBERS "INSERT INTO place (uuid, kind, dn, school_dn, code, name,"
		    " detail) SELECT 'br' || n.i, 'role', 'cn=p,o=' || " SCHOOL
		    ", 'o=' || " SCHOOL ", " SCHOOL ", 'personnel', '' FROM n"
		    " WHERE (n.i - 1) % 120 = 2",
	    NUMBERS "INSERT INTO holder (place, person_dn) SELECT 'bu' || n.i,"
		    " 'uid=p' || n.i FROM n WHERE (n.i - 1) % 120 = 0",
	    NUMBERS "INSERT INTO holder (place, person_dn) SELECT 'br' || n.i,"
		    " 'uid=p' || n.i FROM n WHERE (n.i - 1) % 120 = 2",
	    NUMBERS "INSERT INTO lot (person, n, type, label, year, year_kind,"
		    " usable_from, usable_until, flags, is_unlimited, pay,"
		    " granted, pending, used, expired) SELECT 'p' || n.i, 0,"
		    " '公假', '公假/2026', 2026, 0, 20454, 20818, 0, 1, 0, 0,"
		    " 0, 1980, 0 FROM n",
	    NUMBERS "INSERT INTO request (id, person, seq, version, type,"
		    " state, school, filed_at, filed_by, flags, deputy, facts,"
		    " why, minutes, charged, first_at, last_at, cut_from,"
		    " cut_to, caps) SELECT 'r' || n.i || '-' || w.i,"
		    " 'p' || n.i, w.i + 1, 1, '公假', 'taken', " SCHOOL ","
		    " w.day * 1440, '', 2, '', '', '', 60, 60,"
		    " w.day * 1440 + 540, w.day * 1440 + 600, 0, 0, w.day ||"
		    " ':480' FROM n, worked w",
	    NUMBERS "INSERT INTO span (request, n, person, from_at, to_at,"
		    " is_live) SELECT 'r' || n.i || '-' || w.i, 0, 'p' || n.i,"
		    " w.day * 1440 + 540, w.day * 1440 + 600, 1 FROM n,"
		    " worked w",
	    NUMBERS "INSERT INTO charge (request, n, person, lot, day, minutes,"
		    " is_inside) SELECT 'r' || n.i || '-' || w.i, 0,"
		    " 'p' || n.i, 0, w.day, 60, 0 FROM n, worked w",
	    NUMBERS "INSERT INTO entry (person, seq, at, kind, lot, request,"
		    " minutes, why) SELECT 'p' || n.i, w.i * 2 + 1,"
		    " w.day * 1440, 'reserve', 0, 'r' || n.i || '-' || w.i, 60,"
		    " '' FROM n, worked w",
	    NUMBERS "INSERT INTO entry (person, seq, at, kind, lot, request,"
		    " minutes, why) SELECT 'p' || n.i, w.i * 2 + 2,"
		    " w.day * 1440, 'consume', 0, 'r' || n.i || '-' || w.i, 60,"
		    " '' FROM n, worked w",
	};
	struct err err;

	sql = office->sql;
	assert_rc(RC_OK, sql_begin(sql, SQL_WRITE, &err), &err);
	fill_days(&office->national);
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
		change(statements[i], people);
	assert_rc(RC_OK, sql_script(sql, "ANALYZE", &err), &err);
	assert_rc(RC_OK, sql_commit(sql, &err), &err);
}

/* The i-th of `count` people spread over all, none of them with a role. */
static int64_t
person_of(int i, int count)
{
	int64_t at = (people - 1) * i / count;

	return at - at % PER_SCHOOL + 5 + i % (PER_SCHOOL - 10);
}

static FILE *
figures(const char *name)
{
	char path[512];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s.%lld", getenv("DATABASE_DIR"),
	    name, (long long)people);
	file = fopen(path, "we");
	assert_non_null(file);
	return file;
}

static double
now_ms(void)
{
	struct timespec at;

	(void)clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

static enum verdict
file_one(struct office *office, int64_t person, int day)
{
	char who[24], starts[TEXT], ends[TEXT];

	(void)snprintf(who, sizeof(who), "p%lld", (long long)person);
	(void)snprintf(starts, sizeof(starts), "2026-10-%02dT09:00", day);
	(void)snprintf(ends, sizeof(ends), "2026-10-%02dT10:00", day);
	return school_ask(office, who, OP_LEAVE_FILE, F_TYPE, "事假", F_STARTS,
	    starts, F_ENDS, ends, F_NONE)
	    ->verdict;
}

static char (*filed)[BOOK_ID_SIZE];

static enum verdict
file_next(struct office *office, int i, int count)
{
	return file_one(office, person_of(i, count), 6);
}

static enum rc
keep_id(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)snprintf(context, BOOK_ID_SIZE, "%s", sql_row_text(row, 0));
	return RC_OK;
}

static void
find_filed(struct office *office, int count)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_READ, &err), &err);
	for (int i = 0; i < count; i++) {
		char who[24];

		(void)snprintf(
		    who, sizeof(who), "p%lld", (long long)person_of(i, count));
		assert_rc(RC_OK,
		    sql_each(office->sql,
			"SELECT id FROM request WHERE person = ?"
			" AND state = 'awaiting_step'",
			(struct sql_visit){keep_id, filed[i]}, &err,
			SQL_VALUES(sql_text(who))),
		    &err);
	}
	sql_rollback(office->sql);
}

static enum verdict
approve_next(struct office *office, int i, int count)
{
	int64_t person = person_of(i, count);
	char head[24];

	(void)snprintf(head, sizeof(head), "p%lld",
	    (long long)((person - 1) / PER_SCHOOL * PER_SCHOOL + 1));
	return school_ask(office, head, OP_LEAVE_DECIDE, F_REQUEST, filed[i],
	    F_ACTION, "approve", F_NONE)
	    ->verdict;
}

static enum verdict
balance_next(struct office *office, int i, int count)
{
	char who[24];

	(void)snprintf(
	    who, sizeof(who), "p%lld", (long long)person_of(i, count));
	return school_ask(office, who, OP_LEAVE_BALANCE, F_NONE)->verdict;
}

static void
measure(struct office *office, const char *name, int count,
    enum verdict (*next)(struct office *office, int i, int count))
{
	FILE *file = figures(name);
	double start = now_ms();

	for (int i = 0; i < count; i++) {
		double at = now_ms();
		enum verdict verdict = next(office, i, count);

		(void)fprintf(file, "%.3f\n", now_ms() - at);
		if (verdict != VERDICT_OK)
			fail_msg("%s: %s", name, verdict_text(verdict)->name);
	}
	(void)fclose(file);
	(void)printf("%s %.1f\n", name, count / ((now_ms() - start) / 1000));
	(void)fflush(stdout);
}

static void
measure_crowd(int count, int processes)
{
	double start = now_ms();

	for (int n = 0; n < processes; n++)
		if (fork() == 0) {
			struct office *office = school_fork();

			for (int i = n; i < count; i += processes)
				if (file_one(office, person_of(i, count), 7) !=
				    VERDICT_OK)
					_exit(1);
			_exit(0);
		}
	for (int n = 0; n < processes; n++) {
		int status;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	(void)printf("crowd %.1f\n", count / ((now_ms() - start) / 1000));
	(void)fflush(stdout);
}

/* What leaved's ticker does, far more often than it. */
static pid_t
start_tending(void)
{
	pid_t pid = fork();

	while (pid == 0) {
		static struct office *office;
		struct err err;

		if (office == NULL)
			office = school_fork();
		if (sql_tend(office->sql, &err) != RC_OK)
			_exit(1);
		(void)usleep(TEND_US);
	}
	return pid;
}

static void
end_tending(pid_t pid)
{
	int status;

	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
}

/* Everybody as the directory tells of them after a lost cookie, without the
 * directory: what the tables cost. */
static void
measure_sync(struct office *office)
{
	struct arrivals arrivals = {
	    .count = (size_t)people, .is_complete = true};
	char(*texts)[3][TEXT] = calloc((size_t)people, sizeof(*texts));
	struct people_count count = {0};
	double start = now_ms();
	struct err err;

	arrivals.at = calloc((size_t)people, sizeof(arrivals.at[0]));
	assert_true(texts != NULL && arrivals.at != NULL);
	for (int64_t i = 0; i < people; i++) {
		struct arrival *one = &arrivals.at[i];

		(void)snprintf(
		    one->uuid, sizeof(one->uuid), "p%lld", (long long)i + 1);
		(void)snprintf(texts[i][0], TEXT, "uid=%s", one->uuid);
		(void)snprintf(texts[i][1], TEXT, "ou=u,o=s%lld,ou=units",
		    (long long)(i / PER_SCHOOL));
		(void)snprintf(texts[i][2], TEXT, "%s", one->uuid);
		one->text[ATTR_DN] = texts[i][0];
		one->text[ATTR_UNIT_DN] = texts[i][1];
		one->text[ATTR_UID] = texts[i][2];
		one->text[ATTR_KIND] = (char *)(uintptr_t) "CIVIL";
		one->text[ATTR_STATE] = (char *)(uintptr_t) "active";
	}
	assert_rc(RC_OK, sql_begin(office->sql, SQL_WRITE, &err), &err);
	assert_rc(RC_OK,
	    people_put(
		office->sql, BRANCH_PEOPLE, &arrivals, 20700, &count, &err),
	    &err);
	assert_rc(RC_OK, sql_commit(office->sql, &err), &err);
	(void)printf("sync %.1f\n", (now_ms() - start) / 1000);
	free(arrivals.at);
	free(texts);
}

/* Every school's year, as the bureau does it in a night. */
static void
measure_close(struct office *office)
{
	double start = now_ms();

	school_at((int64_t)almanac_day(2027, 1, 4) * DAY_S);
	for (int64_t s = 0; s * PER_SCHOOL < people; s++) {
		char school[24];

		(void)snprintf(school, sizeof(school), "s%lld", (long long)s);
		assert_int_equal(school_ask(office, "it", OP_LEAVE_CLOSE,
				     F_SCHOOL, school, F_YEAR, "2026", F_NONE)
				     ->verdict,
		    VERDICT_OK);
	}
	(void)printf("close %.1f\n", (now_ms() - start) / 1000);
}

int
main(int argc, char **argv)
{
	struct office *office = school_office();
	int count = argc > 3 ? (int)strtol(argv[2], NULL, 10) : 0;
	double start = now_ms();
	pid_t tender;

	if (count <= 0)
		return 64;
	people = strtoll(argv[1], NULL, 10);
	filed = calloc((size_t)count, sizeof(*filed));
	fill(office);
	(void)printf("fill %.1f\n", (now_ms() - start) / 1000);
	(void)fflush(stdout);
	tender = start_tending();
	measure(office, "balance", count, balance_next);
	measure(office, "file", count, file_next);
	find_filed(office, count);
	measure(office, "approve", count, approve_next);
	measure_crowd(count, (int)strtol(argv[3], NULL, 10));
	end_tending(tender);
	if (argc > 4) {
		measure_sync(office);
		measure_close(office);
	}
	return 0;
}
