#include "leaved/ledger.h"
#include "unit.h"

static struct ledger ledger;

static int
open_lot(const char *label, bool is_unlimited)
{
	struct ledger_lot lot = {.is_unlimited = is_unlimited};
	struct err err;
	int number = -1;

	(void)snprintf(lot.label, sizeof(lot.label), "%s", label);
	assert_rc(RC_OK, ledger_open(&ledger, &lot, &number, &err), &err);
	return number;
}

static enum rc
put(enum ledger_kind kind, int lot, int minutes, struct err *err)
{
	struct ledger_entry entry = {
	    .kind = kind, .lot = lot, .minutes = minutes};

	return ledger_put(&ledger, entry, err);
}

static int
tear_down(void **state)
{
	(void)state;
	ledger_wipe(&ledger);
	return 0;
}

static void
entries_move_the_sums_and_nothing_overdraws(void **state)
{
	static const struct {
		enum ledger_kind kind;
		int minutes;
		enum rc rc;
		int available;
	} steps[] = {
	    {LEDGER_RESERVE, 60, RC_DENIED, 0},
	    {LEDGER_GRANT, 480, RC_OK, 480},
	    {LEDGER_RESERVE, 481, RC_DENIED, 480},
	    {LEDGER_RESERVE, 480, RC_OK, 0},
	    {LEDGER_CONSUME, 481, RC_DENIED, 0},
	    {LEDGER_CONSUME, 240, RC_OK, 0},
	    {LEDGER_RELEASE, 241, RC_DENIED, 0},
	    {LEDGER_RELEASE, 240, RC_OK, 240},
	    {LEDGER_REFUND, 241, RC_DENIED, 240},
	    {LEDGER_REFUND, 240, RC_OK, 480},
	    {LEDGER_EXPIRE, 481, RC_DENIED, 480},
	    {LEDGER_EXPIRE, 480, RC_OK, 0},
	    {LEDGER_GRANT, -1, RC_DENIED, 0},
	};
	int lot = open_lot("病假/2026", false);
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		assert_rc(steps[i].rc,
		    put(steps[i].kind, lot, steps[i].minutes, &err), &err);
		assert_int_equal(
		    ledger_available(&ledger.lots[lot]), steps[i].available);
	}
	assert_rc(RC_OK, ledger_recount(&ledger, &err), &err);
	assert_int_equal(ledger.entry_count, 6);
}

static void
a_lot_without_limit_only_counts(void **state)
{
	int lot = open_lot("公假/2026", true);
	struct err err;

	(void)state;
	assert_rc(RC_OK, put(LEDGER_RESERVE, lot, 9999, &err), &err);
	assert_rc(RC_OK, put(LEDGER_CONSUME, lot, 9999, &err), &err);
	assert_rc(RC_OK, ledger_recount(&ledger, &err), &err);
}

static void
an_adjustment_may_leave_a_lot_short_and_the_recount_says_so(void **state)
{
	int lot = open_lot("事假/2026", false);
	struct err err;

	(void)state;
	assert_rc(RC_OK, put(LEDGER_GRANT, lot, 480, &err), &err);
	assert_rc(RC_OK, put(LEDGER_RESERVE, lot, 480, &err), &err);
	assert_rc(RC_OK, put(LEDGER_ADJUST, lot, -60, &err), &err);
	assert_rc(RC_FAULT, ledger_recount(&ledger, &err), &err);
	assert_rc(RC_OK, put(LEDGER_RELEASE, lot, 60, &err), &err);
	assert_rc(RC_OK, ledger_recount(&ledger, &err), &err);
}

static void
a_changed_sum_is_found_by_the_recount(void **state)
{
	int lot = open_lot("休假/2026", false);
	struct err err;

	(void)state;
	assert_rc(RC_OK, put(LEDGER_GRANT, lot, 480, &err), &err);
	ledger.lots[lot].used++;
	assert_rc(RC_FAULT, ledger_recount(&ledger, &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(
	entries_move_the_sums_and_nothing_overdraws, tear_down),
    cmocka_unit_test_teardown(a_lot_without_limit_only_counts, tear_down),
    cmocka_unit_test_teardown(
	an_adjustment_may_leave_a_lot_short_and_the_recount_says_so, tear_down),
    cmocka_unit_test_teardown(a_changed_sum_is_found_by_the_recount, tear_down),
};

UNIT_MAIN(tests)
