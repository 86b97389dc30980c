/* Who leaves keeps no role, and who stays loses none: when the leave comes too
 * late, and when it is killed anywhere. tests/module/posting.sh starts the
 * slapd. */
#include "stage.h"

#include "../unit/unit.h"
#include "identityd/posting.h"

#include <unistd.h>

#define PERSONNEL "cn=personnel," STAGE_SCHOOL
#define TEACHERS  "cn=teachers,ou=groups,dc=example,dc=edu"

enum { CALLS_MAX = 50 };

static const struct actor it = {.roles = ROLE_IT, .name = "uid 0"};

/* ------------------------------------------------------- what comes between */

static const char *overtake_dn; /* changed by somebody else just before us */

enum rc __real_dir_modify(
    struct dir *, const struct dir_edit *, struct dir_entry **, struct err *);
enum rc __real_dir_add(struct dir *, const char *, const struct dir_change *,
    size_t, struct err *);
enum rc __wrap_dir_modify(
    struct dir *, const struct dir_edit *, struct dir_entry **, struct err *);
enum rc __wrap_dir_add(struct dir *, const char *, const struct dir_change *,
    size_t, struct err *);

enum rc
__wrap_dir_modify(struct dir *dir, const struct dir_edit *edit,
    struct dir_entry **after, struct err *err)
{
	const struct dir_change other = {
	    DIR_REPLACE, "portalSchedule", "ADM", 0};
	const struct dir_edit first = {
	    .dn = overtake_dn, .changes = &other, .count = 1};

	mortal_maybe_die();
	if (overtake_dn != NULL && strcmp(edit->dn, overtake_dn) == 0)
		assert_rc(
		    RC_OK, __real_dir_modify(dir, &first, NULL, err), err);
	return __real_dir_modify(dir, edit, after, err);
}

enum rc
__wrap_dir_add(struct dir *dir, const char *dn, const struct dir_change *values,
    size_t count, struct err *err)
{
	mortal_maybe_die();
	return __real_dir_add(dir, dn, values, count, err);
}

/* -------------------------------------------------------------- the tools */

static void
add(struct core *core, const char *dn, const char *attr, const char *value)
{
	const struct dir_change change = {DIR_ADD, attr, value, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};
	struct err err;

	assert_rc(RC_OK, dir_modify(core->dir, &edit, NULL, &err), &err);
}

/* A person with two roles, whose contract is over when `has_ended`. */
static void
holder(struct core *core, const char *account, int number, bool has_ended)
{
	struct person person;

	stage_person(core, account, number, STAGE_SCHOOL, "active");
	stage_load(core, account, &person);
	add(core, PERSONNEL, "roleOccupant", person.dn);
	add(core, TEACHERS, "memberUid", account);
	if (has_ended)
		stage_modify(
		    core, account, "portalPostedUntil", "20200731155959Z");
}

static enum rc
count_one(void *context, const struct dir_entry *entry, struct err *err)
{
	(void)entry;
	(void)err;
	++*(int *)context;
	return RC_OK;
}

static int
role_count(struct core *core, const struct person *person)
{
	char filter[FILTER_SIZE];
	const struct dir_query query = {.base = core->conf->base_dn,
	    .scope = DIR_SUBTREE,
	    .filter = filter};
	struct err err;
	int count = 0;

	assert_rc(RC_OK,
	    filter_print(filter, sizeof(filter), &err,
		"(|(roleOccupant=%s)(memberUid=%s))", person->dn,
		person->account),
	    &err);
	assert_rc(RC_OK, dir_search(core->dir, &query, count_one, &count, &err),
	    &err);
	return count;
}

static void
expect(
    struct core *core, const char *account, enum person_state state, int roles)
{
	struct person person;

	stage_load(core, account, &person);
	assert_int_equal(person.state, state);
	assert_int_equal(role_count(core, &person), roles);
}

static enum reply
leave(struct core *core, const char *account)
{
	return stage_ask_as(core, &it, OP_PERSON_LEAVE, posting_leave,
	    F_ACCOUNT, account, F_WHY, "test", F_NONE)
	    ->reply;
}

static void
sweep(struct core *core)
{
	struct err err;

	assert_rc(RC_OK, posting_sweep_run(core, &err), &err);
}

static void
leave_job(struct core *core, const char *account)
{
	(void)leave(core, account);
}

static void
sweep_job(struct core *core, const char *account)
{
	struct err err;

	(void)account;
	(void)posting_sweep_run(core, &err);
}

/* -------------------------------------------------------------- the tests */

static void
who_leaves_keeps_no_role(void **state)
{
	struct core *core = stage_core();

	(void)state;
	holder(core, "leaves", 1, false);
	expect(core, "leaves", PERSON_ACTIVE, 2);
	assert_int_equal(leave(core, "leaves"), REPLY_OK);
	expect(core, "leaves", PERSON_LEFT, 0);
}

static void
a_leave_that_comes_too_late_takes_no_role(void **state)
{
	struct core *core = stage_core();

	(void)state;
	holder(core, "late", 2, true);
	overtake_dn = "uid=late,ou=people,dc=example,dc=edu";
	assert_int_equal(leave(core, "late"), REPLY_CHANGED_MEANWHILE);
	expect(core, "late", PERSON_ACTIVE, 2);
	sweep(core);
	expect(core, "late", PERSON_ACTIVE, 2);
	overtake_dn = NULL;
	sweep(core);
	expect(core, "late", PERSON_LEFT, 0);
}

static void
a_leave_killed_anywhere_is_mended_by_the_next_sweep(void **state)
{
	struct core *core = stage_core();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		char account[16];
		struct person person;

		assert_true(k < CALLS_MAX);
		(void)snprintf(account, sizeof(account), "leave%d", k);
		holder(core, account, 100 + k, false);
		done = stage_completes(leave_job, account, k);
		stage_load(core, account, &person);
		if (person.state != PERSON_LEFT)
			assert_int_equal(role_count(core, &person), 2);
		sweep(core);
		expect(core, account, person.state,
		    person.state == PERSON_LEFT ? 0 : 2);
		if (person.state != PERSON_LEFT)
			assert_int_equal(leave(core, account), REPLY_OK);
	}
}

static void
a_sweep_killed_anywhere_is_finished_by_the_next_one(void **state)
{
	struct core *core = stage_core();
	bool done = false;

	(void)state;
	for (int k = 1; !done; k++) {
		char account[16];

		assert_true(k < CALLS_MAX);
		(void)snprintf(account, sizeof(account), "sweep%d", k);
		holder(core, account, 200 + k, true);
		done = stage_completes(sweep_job, account, k);
		sweep(core);
		expect(core, account, PERSON_LEFT, 0);
	}
}

static void
the_sweep_leaves_nothing_of_a_code(void **state)
{
	static const char *const attrs[] = {"portalCodeNonce",
	    "portalCodeExpires", "portalCodeTries", "portalCodeKid",
	    "portalCodeHome", "portalCodePurpose", "portalCodeChanged", NULL};
	struct core *core = stage_core();
	struct dir_entry *entry;
	struct person person;
	struct err err;

	(void)state;
	holder(core, "coded", 3, true);
	stage_load(core, "coded", &person);
	assert_rc(RC_OK, claim_issue(core, &person, true, NULL, &err), &err);
	sweep(core);
	assert_rc(
	    RC_OK, dir_get(core->dir, person.dn, attrs, &entry, &err), &err);
	for (size_t i = 0; attrs[i] != NULL; i++)
		assert_int_equal(dir_count(entry, attrs[i]), 0);
	dir_entry_free(entry);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_leaves_keeps_no_role),
    cmocka_unit_test(a_leave_that_comes_too_late_takes_no_role),
    cmocka_unit_test(a_leave_killed_anywhere_is_mended_by_the_next_sweep),
    cmocka_unit_test(a_sweep_killed_anywhere_is_finished_by_the_next_one),
    cmocka_unit_test(the_sweep_leaves_nothing_of_a_code),
};

UNIT_MAIN(tests)
