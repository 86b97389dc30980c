/* Whose session it is: what that costs, and that nothing but the entries of the
 * moment counts. tests/module/bearer.sh starts the slapd. */
#include "stage.h"
#include "work.h"

#include "../unit/unit.h"
#include "identityd/bearer.h"
#include "seal/seal.h"

#define PERSONNEL "cn=personnel," STAGE_SCHOOL

enum { OP_TEXT_MAX = 16 };

/* --------------------------------------------------------------- the tools */

static void
change(struct core *core, enum dir_op op, const char *dn, const char *attr,
    const char *value)
{
	const struct dir_change one = {op, attr, value, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &one, .count = 1};
	struct err err;

	assert_rc(RC_OK, dir_modify(core->dir, &edit, NULL, &err), &err);
}

/* Somebody of the school with a role, and the session as it is sealed now. */
static void
come_in(struct core *core, const char *account, int number, const char *role,
    char session[SESSION_TEXT_SIZE])
{
	struct session fresh;
	struct person person;
	struct err err;

	stage_person(core, account, number, STAGE_SCHOOL, "active");
	stage_load(core, account, &person);
	if (role != NULL)
		change(core, DIR_ADD, role, "roleOccupant", person.dn);
	session_of(&fresh, &person, core->now_s);
	assert_rc(RC_OK,
	    session_seal(core->ring[RING_SESSION], &fresh, session, &err),
	    &err);
}

/* What the page is told, and `work` for it. */
static const struct stage_answer *
ask(struct core *core, const char *session, struct actor *actor)
{
	static const struct stage_answer refused;

	*actor = (struct actor){0};
	work.searches = 0;
	return bearer_identify(core, session, actor) == REPLY_OK
	    ? stage_ask_as(core, actor, OP_SESSION, sign_session, F_SESSION,
		  session, F_NONE)
	    : &refused;
}

static void
is_told(const struct stage_answer *answer, enum field field, const char *text)
{
	const char *told = wire_text(&answer->in, field);

	assert_string_equal(told != NULL ? told : "", text);
}

/* Asks once more with what the answer renewed. */
static const struct stage_answer *
ask_on(struct core *core, const struct stage_answer *answer)
{
	char session[SESSION_TEXT_SIZE];
	struct actor actor;

	(void)snprintf(
	    session, sizeof(session), "%s", wire_text(&answer->in, F_SESSION));
	return ask(core, session, &actor);
}

/* ---------------------------------------------------------------- the tests */

static void
a_session_costs_one_search(void **state)
{
	struct core *core = stage_core();
	char session[SESSION_TEXT_SIZE];
	const struct stage_answer *answer;
	struct actor actor;

	(void)state;
	come_in(core, "bea", 501, PERSONNEL, session);
	answer = ask(core, session, &actor);
	assert_int_equal(work.searches, 1);
	is_told(answer, F_ACCOUNT, "bea");
	is_told(answer, F_ROLE, "personnel");
	is_told(answer, F_SCHOOL_NAME, "示範國民中學");
	assert_string_equal(actor.post[0].school_dn, STAGE_SCHOOL);
}

static void
a_role_counts_from_the_moment_it_is_given_or_taken(void **state)
{
	struct core *core = stage_core();
	char session[SESSION_TEXT_SIZE];
	struct actor actor;

	(void)state;
	come_in(core, "ben", 502, NULL, session);
	is_told(ask(core, session, &actor), F_ROLE, "");
	change(core, DIR_ADD, PERSONNEL, "roleOccupant", actor.person.dn);
	is_told(ask(core, session, &actor), F_ROLE, "personnel");
	change(core, DIR_DELETE, PERSONNEL, "roleOccupant", actor.person.dn);
	is_told(ask(core, session, &actor), F_ROLE, "");
	assert_int_equal(actor.roles, ROLE_SELF);
	assert_int_equal(work.searches, 1);
}

/* What ends a session, by who does it. */
static void
a_session_ends_with_what_its_entry_says(void **state)
{
	static const struct {
		const char *attr, *value;
	} ends[] = {
	    {"portalState", "suspended"},
	    {"portalState", "left"},
	    {"portalSignOutCount", "7"},
	    {"userPassword", stage_password},
	};
	struct core *core = stage_core();

	(void)state;
	for (int i = 0; i < (int)(sizeof(ends) / sizeof(ends[0])); i++) {
		char account[OP_TEXT_MAX], session[SESSION_TEXT_SIZE];
		struct actor actor;

		(void)snprintf(account, sizeof(account), "end%d", i);
		come_in(core, account, 510 + i, PERSONNEL, session);
		is_told(ask(core, session, &actor), F_ACCOUNT, account);
		stage_modify(core, account, ends[i].attr, ends[i].value);
		actor = (struct actor){.roles = ROLE_ANYONE};
		assert_int_equal(bearer_identify(core, session, &actor),
		    REPLY_SIGN_IN_AGAIN);
		assert_int_equal(actor.roles, ROLE_ANYONE);
		assert_false(actor.is_person);
	}
}

/* The name of old may be somebody else's by now. */
static void
who_is_renamed_stays_and_never_has_a_namesakes_roles(void **state)
{
	struct core *core = stage_core();
	char session[SESSION_TEXT_SIZE], other[SESSION_TEXT_SIZE];
	const struct stage_answer *answer;
	struct person person;
	struct actor actor;
	struct err err;

	(void)state;
	come_in(core, "carla", 520, NULL, session);
	stage_load(core, "carla", &person);
	assert_rc(RC_OK,
	    dir_rename(core->dir, person.dn, "uid=carla2", NULL, &err), &err);
	come_in(core, "carla", 521, PERSONNEL, other);
	answer = ask(core, session, &actor);
	is_told(answer, F_ACCOUNT, "carla2");
	is_told(answer, F_ROLE, "");
	assert_int_equal(actor.roles, ROLE_SELF);
	assert_int_equal(work.searches, 3);
	answer = ask_on(core, answer);
	is_told(answer, F_ACCOUNT, "carla2");
	assert_int_equal(work.searches, 1);
}

static void
who_is_moved_has_the_name_of_the_new_school(void **state)
{
	struct core *core = stage_core();
	char session[SESSION_TEXT_SIZE];
	const struct stage_answer *answer;
	struct actor actor;

	(void)state;
	come_in(core, "dora", 530, NULL, session);
	stage_modify(core, "dora", "portalUnitDN", STAGE_OTHER);
	answer = ask(core, session, &actor);
	is_told(answer, F_SCHOOL_NAME, "樣本國民小學");
	assert_int_equal(work.searches, 2);
	is_told(ask_on(core, answer), F_SCHOOL_NAME, "樣本國民小學");
	assert_int_equal(work.searches, 1);
}

static void
who_is_gone_signs_in_again(void **state)
{
	struct core *core = stage_core();
	char session[SESSION_TEXT_SIZE];
	struct person person;
	struct actor actor;
	struct err err;

	(void)state;
	come_in(core, "emma", 540, NULL, session);
	stage_load(core, "emma", &person);
	assert_rc(RC_OK, dir_delete(core->dir, person.dn, &err), &err);
	assert_int_equal(
	    bearer_identify(core, session, &actor), REPLY_SIGN_IN_AGAIN);
}

/* As identityd sealed them before they said where to look. */
static void
a_session_without_a_place_is_as_good(void **state)
{
	struct core *core = stage_core();
	char session[SESSION_TEXT_SIZE];
	unsigned char plain[SESSION_PACKED_LEN];
	const struct stage_answer *answer;
	struct session old;
	struct actor actor;
	struct err err;

	(void)state;
	come_in(core, "fay", 550, PERSONNEL, session);
	assert_rc(RC_OK,
	    session_open(
		core->ring[RING_SESSION], session, &old, core->now_s, &err),
	    &err);
	session_pack(&old, plain);
	assert_rc(RC_OK,
	    seal_print(core->ring[RING_SESSION], "", plain, sizeof(plain),
		session, sizeof(session), &err),
	    &err);
	answer = ask(core, session, &actor);
	is_told(answer, F_ROLE, "personnel");
	is_told(answer, F_SCHOOL_NAME, "示範國民中學");
	is_told(ask_on(core, answer), F_ROLE, "personnel");
	assert_int_equal(work.searches, 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_session_costs_one_search),
    cmocka_unit_test(a_role_counts_from_the_moment_it_is_given_or_taken),
    cmocka_unit_test(a_session_ends_with_what_its_entry_says),
    cmocka_unit_test(who_is_renamed_stays_and_never_has_a_namesakes_roles),
    cmocka_unit_test(who_is_moved_has_the_name_of_the_new_school),
    cmocka_unit_test(who_is_gone_signs_in_again),
    cmocka_unit_test(a_session_without_a_place_is_as_good),
};

UNIT_MAIN(tests)
