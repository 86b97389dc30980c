/*
 * town.h - a small town: two schools with people of every role, a slapd and an
 * identityd that answers at its sockets.
 *
 * Shape:  tests/town.sh starts both and sets SLAPD_*, TOWN_DIR and
 *         TOWN_RUN; town_open() fills the directory by asking, and signs
 *         everybody in. Questions go through the front's socket with a
 *         session, or through ctl as root.
 * Units:  none.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include "base/ask.h"
#include "dir/person.h"

#define TOWN_BASE   "dc=example,dc=edu"
#define TOWN_SCHOOL "014501" /* everybody below is of this one */
#define TOWN_OTHER  "014602"

enum town_who {
	TOWN_NOBODY,    /* at the front, not signed in */
	TOWN_TEACHER,   /* tina */
	TOWN_OFFICER,   /* otto */
	TOWN_PERSONNEL, /* petra; her colleague is paul */
	TOWN_IT,        /* ida, signed in */
	TOWN_ROOT,      /* at ctl.sock */
};
#define TOWN_WHO_COUNT (TOWN_ROOT + 1)

struct town_answer {
	enum rc rc;
	char reason[64]; /* "ok", or why not */
	struct wire_in in;
};

/* Once per program, before its tests: UNIT_MAIN_IN(). 0. */
int town_open(void **state);

/* `args` are pairs of field and text (numbers too), F_NONE at the end. The
 * answer stays until the next question. */
const struct town_answer *town_ask(enum town_who who, int op, ...);

/* The same, which must end with that reason. */
void town_expect(const char *reason, enum town_who who, int op, ...);

/* Signs an account in; the text stays until the next one. "" when refused. */
const char *town_sign_in(const char *account);

/* What IT does with LDAP tools: NULL takes the attribute away. */
void town_modify(const char *dn, const char *attr, const char *value);
void town_add(const char *dn, const char *attr, const char *value);
/* Active, with the town's one password. */
void town_activate(const char *account);

void town_load(const char *account, struct person *person);
/* One value of any entry; "" when there is none. */
const char *town_value(const char *dn, const char *attr);
/* Does the directory take the town's password from that account? */
bool town_binds(const char *dn, const char *password);

/* A valid national ID of that number, computed. */
const char *town_id(int number);
/* A person enrolled at TOWN_SCHOOL by root, with ACCOUNT@school.example. */
void town_person(const char *account, int number, const char *school);

/* How many letters of that kind wait, and to whom the last one goes. */
int town_letters(const char *kind, char *to, size_t size);
/* The code in the newest letter to that address; "" when it is dead. */
const char *town_code_to(const char *to);

#endif
