#include "school.h"

#include "../unit/unit.h"
#include "base/almanac.h"
#include "db/migration.h"
#include "leaved/tables.h"

#include <sodium.h>

enum { WAIT_MS = 30000 };

static struct leaved_conf conf;
static struct office_state state;
static int64_t now_s;

static const struct {
	const char *account, *school, *kind, *post, *unit;
} people[] = {
    {"a.head", "a", "TEACHER", "教學組長", "ou=u,o=a,ou=units"},
    {"a.boss", "a", "TEACHER", "教務主任", "ou=u,o=a,ou=units"},
    {"a.pers", "a", "CIVIL", "", "o=a,ou=units"},
    {"a.prin", "a", "TEACHER", "校長", "o=a,ou=units"},
    {"a.teach", "a", "CIVIL", "", "ou=u,o=a,ou=units"},
    {"a.dep", "a", "CIVIL", "", "ou=u,o=a,ou=units"},
    {"a.mate", "a", "CIVIL", "", "ou=u,o=a,ou=units"},
    {"b.pers", "b", "CIVIL", "", "o=b,ou=units"},
    {"b.teach", "b", "TEACHER", "", "o=b,ou=units"},
    {"c.pers", "c", "CIVIL", "", "o=c,ou=units"},
};

static const struct {
	const char *uuid, *kind, *dn, *school_dn, *code, *name, *detail;
	const char *holder;
} places[] = {
    {"s-a", "school", "o=a,ou=units", "o=a,ou=units", "a", "甲校",
	"junior_high", NULL},
    {"s-b", "school", "o=b,ou=units", "o=b,ou=units", "b", "乙校", "elementary",
	NULL},
    {"s-c", "school", "o=c,ou=units", "o=c,ou=units", "c", "局", "bureau",
	NULL},
    {"u-a", "unit", "ou=u,o=a,ou=units", "o=a,ou=units", "a", "教務處", "",
	"uid=a.head"},
    {"p-a", "role", "cn=personnel,o=a,ou=units", "o=a,ou=units", "a",
	"personnel", "", "uid=a.pers"},
    {"p-b", "role", "cn=personnel,o=b,ou=units", "o=b,ou=units", "b",
	"personnel", "", "uid=b.pers"},
    {"p-c", "role", "cn=personnel,o=c,ou=units", "o=c,ou=units", "c",
	"personnel", "", "uid=c.pers"},
};

static void
put_person(struct sql *sql, const char *account, const char *school,
    const char *kind, const char *post, const char *unit)
{
	char dn[64], mail[64];
	struct err err;

	(void)snprintf(dn, sizeof(dn), "uid=%s", account);
	(void)snprintf(mail, sizeof(mail), "%s@school.example", account);
	assert_rc(RC_OK,
	    sql_change(sql,
		"INSERT INTO person (uuid, dn, account, name, mail, state,"
		" school, unit_dn, admin_post, hired, posted_from,"
		" posted_until) VALUES (?, ?, ?, ?, ?, 'active', ?, ?, ?,"
		" 10000, 10000, 47846)",
		NULL, &err,
		SQL_VALUES(sql_text(account), sql_text(dn), sql_text(account),
		    sql_text(account), sql_text(mail), sql_text(school),
		    sql_text(unit), sql_text(post))),
	    &err);
	assert_rc(RC_OK,
	    sql_change(sql,
		"INSERT INTO posting (person, from_day, kind, schedule,"
		" school, unit_dn, admin_post)"
		" VALUES (?, 10000, ?, 'ADM', ?, ?, ?)",
		NULL, &err,
		SQL_VALUES(sql_text(account), sql_text(kind), sql_text(school),
		    sql_text(unit), sql_text(post))),
	    &err);
}

static void
put_place(struct sql *sql, size_t i)
{
	struct err err;

	assert_rc(RC_OK,
	    sql_change(sql,
		"INSERT INTO place (uuid, kind, dn, school_dn, code, name,"
		" detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
		NULL, &err,
		SQL_VALUES(sql_text(places[i].uuid), sql_text(places[i].kind),
		    sql_text(places[i].dn), sql_text(places[i].school_dn),
		    sql_text(places[i].code), sql_text(places[i].name),
		    sql_text(places[i].detail))),
	    &err);
	if (places[i].holder != NULL)
		assert_rc(RC_OK,
		    sql_change(sql,
			"INSERT INTO holder (place, person_dn) VALUES (?, ?)",
			NULL, &err,
			SQL_VALUES(sql_text(places[i].uuid),
			    sql_text(places[i].holder))),
		    &err);
}

static void
make_tables(void)
{
	const struct sql_conf sql_conf = {
	    conf.database, conf.plugin, WAIT_MS, true};
	struct sql *sql;
	struct err err;
	int from;

	assert_rc(RC_OK, sql_open(&sql_conf, &sql, &err), &err);
	assert_rc(RC_OK,
	    migration_run(
		sql, leaved_sql, migration_count(leaved_sql), &from, &err),
	    &err);
	assert_rc(RC_OK, sql_begin(sql, SQL_WRITE, &err), &err);
	for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		put_person(sql, people[i].account, people[i].school,
		    people[i].kind, people[i].post, people[i].unit);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		put_place(sql, i);
	assert_rc(RC_OK, sql_commit(sql, &err), &err);
	sql_close(sql);
}

void
school_at(int64_t at_s)
{
	now_s = at_s;
	atomic_store(&state.heard_s, at_s);
}

struct office *
school_fork(void)
{
	struct office *office = calloc(1, sizeof(*office));
	uint32_t kid;
	struct err err;

	assert_non_null(office);
	office->conf = &conf;
	office->state = &state;
	office->tally = tally_new(DOOR_CTL);
	assert_rc(RC_OK, office_open(office, &err), &err);
	office->ring = keyring_new("leave");
	assert_non_null(office->ring);
	assert_rc(RC_OK, keyring_add(office->ring, 20000, &kid, &err), &err);
	return office;
}

struct office *
school_office(void)
{
	static struct office *office;

	if (office != NULL)
		return office;
	assert_true(sodium_init() >= 0);
	conf.database = getenv("DATABASE");
	conf.plugin = getenv("DATABASE_PLUGIN");
	conf.rules_dir = (char *)(uintptr_t) "conf/leave";
	conf.issuer = (char *)(uintptr_t) "";
	conf.wait_ms = WAIT_MS;
	conf.stale_s = 300;
	conf.paper_kb = 5120;
	conf.travel_warning_zh = (char *)(uintptr_t) "請小心";
	conf.travel_warning_en = (char *)(uintptr_t) "Take care";
	conf.outbox_dir = (char *)(uintptr_t) "";
	/* 08:00 in Taiwan is 00:00 UTC. */
	school_at((int64_t)almanac_day(2026, 9, 1) * 24 * 3600);
	make_tables();
	office = school_fork();
	return office;
}

void
school_letters(const char *outbox_dir)
{
	conf.outbox_dir = (char *)(uintptr_t)outbox_dir;
	conf.site_url = (char *)(uintptr_t) "https://leave.example";
}

void
school_person(const char *account)
{
	struct sql *sql = school_office()->sql;
	struct err err;

	assert_rc(RC_OK, sql_begin(sql, SQL_WRITE, &err), &err);
	put_person(sql, account, "a", "CIVIL", "", "ou=u,o=a,ou=units");
	assert_rc(RC_OK, sql_commit(sql, &err), &err);
}

static void
put_field(struct wire_out *out, enum field field, const char *text)
{
	if (field_rule(field)->type == FIELD_NUMBER)
		wire_put_number(out, field, strtoll(text, NULL, 10));
	else
		wire_put_text(out, field, text);
}

static enum verdict
ask(struct office *office, const char *who,
    const struct serve_question *question, struct serve_answer *answer)
{
	enum verdict verdict = VERDICT_OK;

	office_begin(office, now_s);
	office->is_english = wire_has(&question->in, F_LANG);
	if (strcmp(who, "it") == 0)
		office->caller.is_it = true;
	else if (strcmp(who, "mailer") == 0)
		office->caller.is_mailer = true;
	else if (strcmp(who, "stranger") == 0)
		return leave_ops_answer(office, question, answer);
	else
		verdict = caller_take(office, who);
	return verdict == VERDICT_OK
	    ? leave_ops_answer(office, question, answer)
	    : verdict;
}

static uint8_t asked[WIRE_MAX];

/* What `out` has laid into it. */
static const struct school_answer *
ask_it(struct office *office, const char *who, enum op op, struct wire_out *out)
{
	static uint8_t answered[WIRE_MAX];
	static struct school_answer result;
	struct serve_question question = {.op = op, .door = DOOR_SELF};
	struct serve_answer answer = {.due_ms = 0};
	struct err err;

	assert_rc(RC_OK, wire_end(out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_question(&question.in, asked, out->len, &err), &err);
	wire_begin(&answer.out, answered, sizeof(answered), RC_OK);
	result.verdict = ask(office, who, &question, &answer);
	if (result.verdict != VERDICT_OK)
		wire_begin(&answer.out, answered, sizeof(answered), RC_OK);
	assert_rc(RC_OK, wire_end(&answer.out, &err), &err);
	assert_rc(RC_OK,
	    wire_parse_answer(&result.in, op, answered, answer.out.len, &err),
	    &err);
	return &result;
}

const struct school_answer *
school_ask(struct office *office, const char *who, enum op op, ...)
{
	struct wire_out out;
	enum field field;
	va_list fields;

	va_start(fields, op);
	wire_begin(&out, asked, sizeof(asked), (uint16_t)op);
	while ((field = va_arg(fields, enum field)) != F_NONE)
		put_field(&out, field, va_arg(fields, const char *));
	va_end(fields);
	return ask_it(office, who, op, &out);
}

const struct school_answer *
school_ask_fields(struct office *office, const char *who, enum op op,
    const struct school_field *fields)
{
	struct wire_out out;

	wire_begin(&out, asked, sizeof(asked), (uint16_t)op);
	for (; fields->field != F_NONE; fields++)
		put_field(&out, fields->field, fields->text);
	return ask_it(office, who, op, &out);
}

const char *
school_text(const struct school_answer *answer, enum field field)
{
	const char *text = wire_text(&answer->in, field);

	return text == NULL ? "" : text;
}

int64_t
school_number(struct office *office, const char *statement, const char *key)
{
	int64_t value;
	struct err err;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_READ, &err), &err);
	assert_rc(RC_OK,
	    sql_get_number(office->sql, statement, &value, &err,
		SQL_VALUES(sql_text(key))),
	    &err);
	sql_rollback(office->sql);
	return value;
}

/* ------------------------------------------------------------- shorthands */

const struct school_answer *
school_file(struct office *office, const char *who, const char *type,
    const char *starts, const char *ends)
{
	return school_ask(office, who, OP_LEAVE_FILE, F_TYPE, type, F_STARTS,
	    starts, F_ENDS, ends, F_NONE);
}

void
school_file_ok(struct office *office, const char *who, const char *type,
    const char *starts, const char *ends, char id[BOOK_ID_SIZE])
{
	const struct school_answer *answer =
	    school_file(office, who, type, starts, ends);

	assert_verdict("ok", answer);
	(void)snprintf(id, BOOK_ID_SIZE, "%s", school_text(answer, F_REQUEST));
}

const struct school_answer *
school_act(
    struct office *office, const char *who, const char *id, const char *word)
{
	return school_ask(office, who, OP_LEAVE_DECIDE, F_REQUEST, id, F_ACTION,
	    word, F_NONE);
}

void
school_act_ok(struct office *office, const char *who, const char *id,
    const char *word, const char *after)
{
	const struct school_answer *answer = school_act(office, who, id, word);

	assert_verdict("ok", answer);
	assert_string_equal(school_text(answer, F_STATE), after);
}

int64_t
school_used(struct office *office, const char *who, const char *label)
{
	const struct school_answer *answer =
	    school_ask(office, who, OP_LEAVE_BALANCE, F_NONE);

	for (size_t i = 0; i < answer->in.row_count; i++) {
		struct wire_in row;

		wire_row(&answer->in, i, &row);
		if (strcmp(wire_text(&row, F_LOT), label) == 0)
			return wire_number(&row, F_USED, -1) * 10000 +
			    wire_number(&row, F_PENDING, -1);
	}
	return -1;
}

/* Everybody's ledger, from scratch. */
void
assert_school_agrees(struct office *office)
{
	static const char *const schools[] = {"a", "b", "c"};

	for (size_t i = 0; i < 3; i++) {
		const struct school_answer *answer = school_ask(office, "it",
		    OP_LEAVE_RECOUNT, F_SCHOOL, schools[i], F_NONE);

		assert_verdict("ok", answer);
		assert_int_equal(answer->in.row_count, 0);
	}
}

int64_t
school_audit(struct office *office)
{
	char head[AUDIT_HASH_SIZE];
	struct err err;
	int64_t count;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_READ, &err), &err);
	assert_rc(RC_OK, diary_check(office->sql, &count, head, &err), &err);
	sql_rollback(office->sql);
	return count;
}

void
school_timetable(struct office *office)
{
	assert_verdict("ok",
	    school_ask(office, "a.head", OP_LEAVE_PERIODS, F_TABLE,
		"節次,開始,結束\n1,08:10,08:55\n", F_NONE));
	assert_verdict("ok",
	    school_ask(office, "a.head", OP_LEAVE_LESSONS, F_TABLE,
		"帳號,星期,節次,科目\na.teach,1,1,國文\n", F_FROM, "2026-08-31",
		F_UNTIL, "2027-01-20", F_NONE));
}
