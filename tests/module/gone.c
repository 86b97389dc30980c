#include "gone.h"

#include "../unit/unit.h"
#include "leaved/fallen.h"
#include "school_mortal.h"

enum { DEATHS = 6 };

void
gone_set(struct office *office, const char *statement)
{
	struct err err;

	assert_rc(RC_OK, sql_begin(office->sql, SQL_WRITE, &err), &err);
	assert_rc(RC_OK,
	    sql_change(office->sql, statement, NULL, &err, SQL_NOTHING), &err);
	assert_rc(RC_OK, sql_commit(office->sql, &err), &err);
}

void
gone_make_unreadable(struct office *office)
{
	gone_set(office,
	    "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n"
	    " WHERE i < 59) INSERT INTO request (id, person, seq, version,"
	    " type, state, school, filed_at, filed_by, flags, deputy, facts,"
	    " why, minutes, charged, first_at, last_at, cut_from, cut_to, caps)"
	    " SELECT '!' || CAST(i AS TEXT), 'a.boss', 1000 + i, 1, '事假',"
	    " 'approved', 'a', 0, 'a.boss', 0, '', '', '', 60, 60, 29822880,"
	    " 29822940, 0, 0, 'unreadable' FROM n");
}

int
gone_round(struct office *office, int k)
{
	struct fallen fallen = {.after = {""}};
	struct err err;

	(void)k;
	office_begin(office, letterbox_now());
	return fallen_round(office, &fallen, &err) == RC_OK ? 0 : 1;
}

void
gone_survive(struct office *office, const char *letters)
{
	uint64_t before = school_contents(office);
	int64_t acts = school_audit(office);
	int calls = school_rehearse(gone_round);

	assert_true(calls >= 3);
	for (int k = 1; k < calls;
	     k += k + 1 < calls ? calls / DEATHS + 1 : 1) {
		assert_false(school_completes(gone_round, k));
		assert_true(school_contents(office) == before);
	}
	assert_false(school_completes(gone_round, calls));
	assert_int_equal(school_audit(office), acts + 1);
	assert_sent(office, letters);
	assert_int_equal(school_audit(office), acts + 1);
	assert_school_agrees(office);
}
