/*
 * refusal.h - the names of a rule's "no".
 *
 * Shape:  an enum and its names, the same in leave-calc's JSON, in the
 *         service's answers and in leave-calc(1). A refusal is an answer of
 *         the rules, not a failure of the program: failures are enum rc.
 * Units:  none.
 * Errors: none.
 * Source: ours.
 */
#ifndef LEAVED_REFUSAL_H
#define LEAVED_REFUSAL_H

enum refusal {
	REFUSAL_NONE,
	REFUSAL_BAD_DATE,
	REFUSAL_END_NOT_AFTER_START,
	REFUSAL_UNKNOWN_TYPE,
	REFUSAL_UNKNOWN_REQUEST,
	REFUSAL_FACT_MISSING,
	REFUSAL_NOT_ELIGIBLE,
	REFUSAL_TYPE_NOT_IN_FORCE,
	REFUSAL_YEAR_CLOSED,
	REFUSAL_CALENDAR_MISSING,
	REFUSAL_CONFLICTING_REVISIONS,
	REFUSAL_NO_WORKING_TIME,
	REFUSAL_OVERLAP,
	REFUSAL_DEPUTY_IS_APPLICANT,
	REFUSAL_DEPUTY_ABSENT,
	REFUSAL_TRANSFER_DEPUTY_DUTY_FIRST,
	REFUSAL_OUTSIDE_WINDOW,
	REFUSAL_MINIMUM_HALF_DAY,
	REFUSAL_MONTHLY_LIMIT,
	REFUSAL_ENTITLEMENT_EXHAUSTED,
	REFUSAL_OVERTIME_LIMIT,
	REFUSAL_NOT_YOUR_TURN,
	REFUSAL_TYPE_NOT_REFUSABLE,
	REFUSAL_WRONG_STATE,
	REFUSAL_COVER_OPEN,
	REFUSAL_DUPLICATE_ID,
	REFUSAL_COUNT
};

/* "no_working_time" … */
const char *refusal_name(enum refusal refusal);

#endif
