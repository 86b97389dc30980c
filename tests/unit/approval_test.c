#include "leaved/approval.h"
#include "unit.h"

static struct approval_people people;

static struct approver *
person(const char *id)
{
	for (size_t i = 0; i < people.count; i++)
		if (strcmp(people.people[i].id, id) == 0)
			return &people.people[i];
	fail();
	return NULL;
}

static void
add(const char *id)
{
	struct approver *one = &people.people[people.count++];

	memset(one, 0, sizeof(*one));
	(void)snprintf(one->id, sizeof(one->id), "%s", id);
}

/* Walks the chain and writes "who,who 代 whom," for comparison. */
static const char *
walk(const char *applicant, bool is_for_principal)
{
	static char text[512];
	struct approval_case c = {.directory = &people,
	    .applicant = applicant,
	    .is_for_principal = is_for_principal,
	    .now = 1000};
	struct approval_turn turn;
	int steps = 0;

	text[0] = '\0';
	while (approval_next(&c, &turn)) {
		size_t len = strlen(text);

		assert_true(steps++ < STEPS);
		(void)snprintf(text + len, sizeof(text) - len, "%s%s%s,",
		    turn.who, turn.instead_of[0] != '\0' ? " 代 " : "",
		    turn.instead_of);
		c.is_done[turn.step] = true;
		memcpy(c.signed_by[turn.step], turn.who, sizeof(turn.who));
	}
	return text;
}

static int
set_up(void **state)
{
	(void)state;
	approval_default(&people);
	add("me");
	add("deputy");
	return 0;
}

static void
the_plain_chain_has_three_steps(void **state)
{
	(void)state;
	assert_string_equal(walk("me", false), "head,personnel,director,");
	assert_string_equal(walk("me", true), "head,personnel,principal,");
}

static void
nobody_signs_their_own_leave(void **state)
{
	(void)state;
	assert_string_equal(walk("head", false), "personnel,director,");
	assert_string_equal(walk("personnel", false), "head,director,");
	assert_string_equal(
	    walk("director", false), "head,personnel,principal,");
	assert_string_equal(walk("principal", true), "personnel,bureau,");
}

static void
nobody_signs_two_steps(void **state)
{
	(void)state;
	person("head")->roles |= 1U << APPROVAL_DIRECTOR;
	person("director")->roles = 0;
	assert_string_equal(walk("me", false), "head,personnel,principal,");
}

static void
the_absent_are_replaced_by_deputy_or_next_level(void **state)
{
	struct approver *director = person("director");

	(void)state;
	director->absences[director->absence_count++] =
	    (struct span){1000, 1001};
	assert_string_equal(
	    walk("me", false), "head,personnel,principal 代 director,");
	memcpy(director->deputies[director->deputy_count++], "deputy", 7);
	assert_string_equal(
	    walk("me", false), "head,personnel,deputy 代 director,");
	assert_string_equal(
	    walk("deputy", false), "head,personnel,principal 代 director,");
	director->absences[0] = (struct span){1001, 2000};
	assert_string_equal(walk("me", false), "head,personnel,director,");
}

static void
a_disabled_approver_is_absent_for_ever(void **state)
{
	(void)state;
	person("personnel")->is_disabled = true;
	assert_true(
	    approval_is_absent(&people, "personnel", (struct span){5, 6}));
	assert_string_equal(
	    walk("me", false), "head,director 代 personnel,principal,");
}

static void
missing_levels_are_passed_over(void **state)
{
	(void)state;
	person("head")->roles = 0;
	assert_string_equal(walk("me", false), "personnel,director,");
	person("director")->roles = 0;
	assert_string_equal(walk("me", false), "personnel,principal,");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(the_plain_chain_has_three_steps, set_up),
    cmocka_unit_test_setup(nobody_signs_their_own_leave, set_up),
    cmocka_unit_test_setup(nobody_signs_two_steps, set_up),
    cmocka_unit_test_setup(
	the_absent_are_replaced_by_deputy_or_next_level, set_up),
    cmocka_unit_test_setup(a_disabled_approver_is_absent_for_ever, set_up),
    cmocka_unit_test_setup(missing_levels_are_passed_over, set_up),
};

UNIT_MAIN(tests)
