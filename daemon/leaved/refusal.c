#include "refusal.h"

static const char *const names[REFUSAL_COUNT] = {
    [REFUSAL_NONE] = "none",
    [REFUSAL_BAD_DATE] = "bad_date",
    [REFUSAL_END_NOT_AFTER_START] = "end_not_after_start",
    [REFUSAL_UNKNOWN_TYPE] = "unknown_type",
    [REFUSAL_UNKNOWN_REQUEST] = "unknown_request",
    [REFUSAL_FACT_MISSING] = "fact_missing",
    [REFUSAL_NOT_ELIGIBLE] = "not_eligible",
    [REFUSAL_TYPE_NOT_IN_FORCE] = "type_not_in_force",
    [REFUSAL_YEAR_CLOSED] = "year_closed",
    [REFUSAL_CALENDAR_MISSING] = "calendar_missing",
    [REFUSAL_CONFLICTING_REVISIONS] = "conflicting_revisions",
    [REFUSAL_NO_WORKING_TIME] = "no_working_time",
    [REFUSAL_OVERLAP] = "overlap",
    [REFUSAL_DEPUTY_IS_APPLICANT] = "deputy_is_applicant",
    [REFUSAL_DEPUTY_ABSENT] = "deputy_absent",
    [REFUSAL_TRANSFER_DEPUTY_DUTY_FIRST] = "transfer_deputy_duty_first",
    [REFUSAL_OUTSIDE_WINDOW] = "outside_window",
    [REFUSAL_MINIMUM_HALF_DAY] = "minimum_half_day",
    [REFUSAL_MONTHLY_LIMIT] = "monthly_limit",
    [REFUSAL_ENTITLEMENT_EXHAUSTED] = "entitlement_exhausted",
    [REFUSAL_OVERTIME_LIMIT] = "overtime_limit",
    [REFUSAL_NOT_YOUR_TURN] = "not_your_turn",
    [REFUSAL_TYPE_NOT_REFUSABLE] = "type_not_refusable",
    [REFUSAL_WRONG_STATE] = "wrong_state",
    [REFUSAL_COVER_OPEN] = "cover_open",
    [REFUSAL_DUPLICATE_ID] = "duplicate_id",
};

const char *
refusal_name(enum refusal refusal)
{
	return refusal < REFUSAL_COUNT ? names[refusal] : "?";
}
