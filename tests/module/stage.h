/*
 * stage.h - a core of identityd on a real slapd, without the daemon.
 *
 * Shape:  tests/stage.sh starts the slapd and sets SLAPD_* and
 *         STAGE_DIR; stage_core() opens a core in this process, stage_person()
 *         makes somebody. Questions are asked by calling the operation.
 * Units:  now_s is the core's, which tests set as they like.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_STAGE_H
#define TESTS_STAGE_H

#include "mortal.h"
#include "identityd/claim.h"
#include "identityd/ops_table.h"

#define STAGE_SCHOOL "o=014501,ou=units,dc=example,dc=edu"
#define STAGE_OTHER  "o=014602,ou=units,dc=example,dc=edu"

extern const char stage_password[]; /* one that every rule likes */

/* Shared limits and audit are made once, by the process that forks. */
struct core *stage_core(void);
/* The same, with connections of its own, in a forked child. */
struct core *stage_fork(void);

/* Runs `job` in a child that dies at its k-th mortal_maybe_die(), which a test
 * calls before whatever may be the last thing done; true when it completed. */
bool stage_completes(
    void (*job)(struct core *core, const char *arg), const char *arg, int k);

/* A new person `account` with a national ID of that number, in state new. */
void stage_person(struct core *core, const char *account, int number,
    const char *unit_dn, const char *state);
const char *stage_id(int number); /* computed, valid */

void stage_load(struct core *core, const char *account, struct person *person);

/* One question, as the dispatcher would put it; the answer stays until the
 * next one. `fields` are pairs of field and text (numbers
 * too), F_NONE at the end. */
struct stage_answer {
	enum reply reply;
	int64_t due_ms;
	struct wire_in in;
};
const struct stage_answer *stage_ask(
    struct core *core, enum op op, core_op *run, ...);
/* The same, asked by somebody else than a stranger. */
const struct stage_answer *stage_ask_as(struct core *core,
    const struct actor *actor, enum op op, core_op *run, ...);
/* Somebody who signed in `ago_s` seconds ago, with the roles of now. */
void stage_actor(
    struct core *core, const char *account, int64_t ago_s, struct actor *actor);

/* A stranger asks for a code by mail, and sets a password with one. */
enum reply stage_forgot(struct core *core, int number, const char *mail);
enum reply stage_redeem(
    struct core *core, int number, const char *code, const char *password);
/* A new code of somebody, without a letter; a wrong one for each `which`. */
void stage_issue(struct core *core, const char *account, char code[CODE_SIZE]);
void stage_wrong(char wrong[CODE_SIZE], const char right[CODE_SIZE], int which);
bool stage_logs_in(
    struct core *core, const char *account, const char *password);

/* What IT does with LDAP tools; NULL takes the attribute away. */
void stage_modify(struct core *core, const char *account, const char *attr,
    const char *value);

/* How many letters the outbox holds. */
int stage_letters(struct core *core);

#endif
