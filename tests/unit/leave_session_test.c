/* Who has signed on: leaved's to say, as long as it lives. */
#include "leaved/leave_session.h"

#include "unit.h"

enum { NOW_S = 1800000000 };
static const char uuid[] = "0d6a5f1e-1111-4222-8333-944445555666";

static struct keyring *
ring_of(const char *purpose)
{
	struct keyring *made = keyring_new(purpose);
	uint32_t kid;
	struct err err;

	assert_non_null(made);
	assert_rc(RC_OK, keyring_add(made, 20000, &kid, &err), &err);
	return made;
}

static void
a_session_comes_back_as_it_was(void **state)
{
	struct keyring *ring = ring_of("leave");
	struct leave_session before = {"", NOW_S - 60, NOW_S, {1700000000, 7}},
			     after;
	char text[LEAVE_SESSION_SIZE];
	struct err err;

	(void)state;
	(void)snprintf(before.uuid, sizeof(before.uuid), "%s", uuid);
	assert_rc(RC_OK, leave_session_seal(ring, &before, text, &err), &err);
	assert_null(strstr(text, uuid));
	assert_rc(RC_OK,
	    leave_session_open(ring, text, &after, NOW_S + 1, &err), &err);
	assert_string_equal(after.uuid, uuid);
	assert_int_equal(after.signed_on_s, NOW_S - 60);
	assert_int_equal(after.seen_s, NOW_S);
	assert_int_equal(after.portal.changed_s, 1700000000);
	assert_int_equal(after.portal.sign_outs, 7);
	keyring_free(ring);
}

static void
it_ends_after_a_day_s_work_or_half_an_hour_of_silence(void **state)
{
	static const struct {
		int64_t signed_on_ago_s, seen_ago_s;
		enum rc rc;
	} cases[] = {
	    {0, 0, RC_OK}, {LEAVE_SESSION_LIFE_S - 1, 0, RC_OK},
	    {LEAVE_SESSION_LIFE_S, 0, RC_DENIED},
	    {3600, LEAVE_SESSION_IDLE_S - 1, RC_OK},
	    {3600, LEAVE_SESSION_IDLE_S, RC_DENIED},
	    {-3600, 0, RC_DENIED}, /* a clock that was set back */
	};
	struct keyring *ring = ring_of("leave");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct leave_session session = {"",
		    NOW_S - cases[i].signed_on_ago_s,
		    NOW_S - cases[i].seen_ago_s, {0, 0}};
		char text[LEAVE_SESSION_SIZE];
		struct err err;

		assert_rc(RC_OK, leave_session_seal(ring, &session, text, &err),
		    &err);
		assert_rc(cases[i].rc,
		    leave_session_open(ring, text, &session, NOW_S, &err),
		    &err);
	}
	keyring_free(ring);
}

static void
it_says_when_it_is_over(void **state)
{
	static const struct {
		int64_t signed_on_s, seen_s, expires_s;
	} cases[] = {
	    {NOW_S, NOW_S, NOW_S + LEAVE_SESSION_IDLE_S},
	    {NOW_S - 3600, NOW_S, NOW_S + LEAVE_SESSION_IDLE_S},
	    {NOW_S - LEAVE_SESSION_LIFE_S + 60, NOW_S, NOW_S + 60},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct leave_session session = {
		    .signed_on_s = cases[i].signed_on_s,
		    .seen_s = cases[i].seen_s};

		assert_int_equal(
		    leave_session_expires(&session), cases[i].expires_s);
	}
}

static void
nobody_else_can_make_one(void **state)
{
	struct keyring *ring = ring_of("leave"), *other = ring_of("leave");
	struct leave_session session = {"", NOW_S, NOW_S, {0, 0}};
	char text[LEAVE_SESSION_SIZE], forged[LEAVE_SESSION_SIZE];
	struct err err;

	(void)state;
	assert_rc(
	    RC_OK, leave_session_seal(other, &session, forged, &err), &err);
	assert_rc(RC_DENIED,
	    leave_session_open(ring, forged, &session, NOW_S, &err), &err);
	/* Sealed with the same key, but for something else. */
	assert_rc(RC_OK,
	    seal_print(ring, "", "x 1 1 1 1", 9, text, sizeof(text), &err),
	    &err);
	assert_rc(RC_DENIED,
	    leave_session_open(ring, text, &session, NOW_S, &err), &err);
	assert_rc(RC_OK, leave_session_seal(ring, &session, text, &err), &err);
	text[strlen(text) / 2] ^= 1;
	assert_rc(RC_DENIED,
	    leave_session_open(ring, text, &session, NOW_S, &err), &err);
	assert_rc(RC_DENIED,
	    leave_session_open(ring, "", &session, NOW_S, &err), &err);
	keyring_free(ring);
	keyring_free(other);
}

static void
one_of_another_form_is_none(void **state)
{
	static const char *const plains[] = {"", "x", "x 1 1", "x 1 1 1",
	    "x 1 1 1 1 1", "x 1 1 1 -1", "x 1 1 1 1x",
	    "x 9223372036854775807 1 1 1"};
	struct keyring *ring = ring_of("leave");
	struct leave_session session;
	char text[LEAVE_SESSION_SIZE];
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++) {
		assert_rc(RC_OK,
		    seal_print(ring, "leave", plains[i], strlen(plains[i]),
			text, sizeof(text), &err),
		    &err);
		assert_rc(RC_DENIED,
		    leave_session_open(ring, text, &session, 1, &err), &err);
	}
	keyring_free(ring);
}

static void
it_is_over_once_the_entry_is_further_and_not_before(void **state)
{
	static const struct {
		struct portal_session began, entry;
		bool is_over;
	} cases[] = {
	    {{100, 3}, {100, 3}, false},
	    {{100, 3}, {101, 3}, true}, /* a new password */
	    {{100, 3}, {100, 4}, true}, /* signed out everywhere */
	    {{100, 3}, {101, 4}, true}, {{100, 3}, {99, 5}, true},
	    {{101, 4}, {100, 3}, false}, /* we have not heard of it yet */
	    {{0, 0}, {0, 0}, false},     /* nor of anything */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (portal_session_is_over(&cases[i].began, &cases[i].entry) !=
		    cases[i].is_over)
			fail_msg("case %zu", i);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_session_comes_back_as_it_was),
    cmocka_unit_test(it_ends_after_a_day_s_work_or_half_an_hour_of_silence),
    cmocka_unit_test(it_says_when_it_is_over),
    cmocka_unit_test(nobody_else_can_make_one),
    cmocka_unit_test(one_of_another_form_is_none),
    cmocka_unit_test(it_is_over_once_the_entry_is_further_and_not_before),
};

UNIT_MAIN(tests)
