#include "leaved/request.h"
#include "unit.h"

static void
the_life_of_a_request_follows_the_table(void **state)
{
	static const struct {
		enum request_state from;
		enum request_move move;
		enum request_state to;
		enum refusal no;
	} cases[] = {
	    {REQUEST_DRAFT, MOVE_SUBMIT, REQUEST_AWAITING_DEPUTY, 0},
	    {REQUEST_DRAFT, MOVE_APPROVE_FINAL, REQUEST_DRAFT,
		REFUSAL_WRONG_STATE},
	    {REQUEST_AWAITING_DEPUTY, MOVE_AGREE, REQUEST_AWAITING_STEP, 0},
	    {REQUEST_AWAITING_DEPUTY, MOVE_APPROVE, REQUEST_AWAITING_DEPUTY,
		REFUSAL_WRONG_STATE},
	    {REQUEST_AWAITING_STEP, MOVE_APPROVE, REQUEST_AWAITING_STEP, 0},
	    {REQUEST_AWAITING_STEP, MOVE_RETURN, REQUEST_DRAFT, 0},
	    {REQUEST_AWAITING_STEP, MOVE_APPROVE_FINAL, REQUEST_APPROVED, 0},
	    {REQUEST_APPROVED, MOVE_WITHDRAW, REQUEST_APPROVED,
		REFUSAL_WRONG_STATE},
	    {REQUEST_APPROVED, MOVE_TAKE, REQUEST_TAKEN, 0},
	    {REQUEST_TAKEN, MOVE_ASK_CANCEL, REQUEST_CANCEL_REQUESTED, 0},
	    {REQUEST_CANCEL_REQUESTED, MOVE_KEEP, REQUEST_APPROVED, 0},
	    {REQUEST_CANCEL_REQUESTED, MOVE_CANCEL_PART,
		REQUEST_PARTLY_CANCELLED, 0},
	    {REQUEST_CANCELLED, MOVE_CANCEL, REQUEST_CANCELLED,
		REFUSAL_WRONG_STATE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum request_state s = cases[i].from;

		assert_int_equal(request_move(&s, cases[i].move), cases[i].no);
		assert_int_equal(s, cases[i].to);
	}
}

static void
nothing_leaves_an_end(void **state)
{
	static const enum request_state ends[] = {
	    REQUEST_REJECTED, REQUEST_WITHDRAWN, REQUEST_CANCELLED};

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		for (enum request_move move = 0; move < REQUEST_MOVES; move++) {
			enum request_state s = ends[i];

			assert_int_equal(
			    request_move(&s, move), REFUSAL_WRONG_STATE);
			assert_int_equal(s, ends[i]);
		}
}

static void
a_state_holds_pending_or_decided_hours_or_none(void **state)
{
	(void)state;
	for (enum request_state s = 0; s < REQUEST_STATES; s++) {
		assert_false(request_is_pending(s) && request_is_decided(s));
		assert_int_equal(request_is_live(s),
		    request_is_pending(s) || request_is_decided(s));
		assert_string_not_equal(request_state_name(s), "?");
	}
	assert_false(request_is_live(REQUEST_DRAFT));
}

static void
every_refusal_has_its_name(void **state)
{
	(void)state;
	for (enum refusal r = 0; r < REFUSAL_COUNT; r++) {
		assert_non_null(refusal_name(r));
		for (enum refusal o = 0; o < r; o++)
			assert_string_not_equal(
			    refusal_name(r), refusal_name(o));
	}
	assert_string_equal(refusal_name(REFUSAL_COUNT), "?");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_life_of_a_request_follows_the_table),
    cmocka_unit_test(nothing_leaves_an_end),
    cmocka_unit_test(a_state_holds_pending_or_decided_hours_or_none),
    cmocka_unit_test(every_refusal_has_its_name),
};

UNIT_MAIN(tests)
