/*
 * school.h - two schools and an office of leaved, without the daemon.
 *
 * Shape:  tests/database.sh names the database; school_office() makes the
 *         tables, puts two schools in and opens an office in this process.
 *         Questions are asked by calling leave_ops_answer() as somebody of
 *         them, who is called by account: a.head, a.boss (director), a.pers,
 *         a.prin, a.teach, a.dep, a.mate; b.pers, b.teach; c.pers of the
 *         bureau; "it"; "mailer"; "stranger". Nobody is
 *         written to, unless
 *         school_letters() names an outbox.
 * Units:  it is 2026-09-01 08:00 in Taiwan, unless school_at() says otherwise.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_SCHOOL_H
#define TESTS_SCHOOL_H

#include "leaved/caller.h"
#include "leaved/leave_ops.h"

struct office *school_office(void);
/* A further one, with a connection of its own: for a forked child. */
struct office *school_fork(void);
void school_at(int64_t now_s);

void school_letters(const char *outbox_dir);

/* One more person of school A: a teacher, CIVIL. */
void school_person(const char *account);

/* `fields`: pairs of field and text, numbers as text; F_NONE at the end. The
 * answer stays until the next question. */
struct school_answer {
	enum verdict verdict;
	struct wire_in in;
};
const struct school_answer *school_ask(
    struct office *office, const char *who, enum op op, ...);
/* The same with a table of them, which ends with F_NONE. */
struct school_field {
	enum field field;
	const char *text;
};
const struct school_answer *school_ask_fields(struct office *office,
    const char *who, enum op op, const struct school_field *fields);
const char *school_text(const struct school_answer *answer, enum field field);

/* A number out of the tables; `key` fills the one ?. */
int64_t school_number(
    struct office *office, const char *statement, const char *key);

#define assert_verdict(expected, answer) \
	assert_string_equal(verdict_text((answer)->verdict)->name, (expected))

/* What most tests do with a leave; the _ok ones assert it. */
const struct school_answer *school_file(struct office *office, const char *who,
    const char *type, const char *starts, const char *ends);
void school_file_ok(struct office *office, const char *who, const char *type,
    const char *starts, const char *ends, char id[BOOK_ID_SIZE]);
const struct school_answer *school_act(
    struct office *office, const char *who, const char *id, const char *word);
void school_act_ok(struct office *office, const char *who, const char *id,
    const char *word, const char *after);

/* Minutes of a lot that are used, times 10,000, and those that are pending. */
int64_t school_used(struct office *office, const char *who, const char *label);
/* Everybody's ledger, from scratch. */
void assert_school_agrees(struct office *office);
/* How many entries the audit has, in a whole chain. */
int64_t school_audit(struct office *office);

/* a.teach has one lesson a week, on Mondays at 08:10. */
void school_timetable(struct office *office);

#endif
