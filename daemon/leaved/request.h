/*
 * request.h - the life of a leave request.
 *
 * Shape:  states and what may happen in each, as one table:
 *           draft → awaiting_deputy → awaiting_step → approved → taken
 *         with decline and return back to draft, reject, withdraw, and
 *         cancel_requested → cancelled | partly_cancelled.
 * Units:  none.
 * Errors: refusals wrong_state, type_not_refusable.
 * Source: LEAVE.md 5.
 */
#ifndef LEAVED_REQUEST_H
#define LEAVED_REQUEST_H

#include <stdbool.h>
#include "refusal.h"

enum request_state {
	REQUEST_DRAFT,
	REQUEST_AWAITING_DEPUTY,
	REQUEST_AWAITING_STEP,
	REQUEST_APPROVED,
	REQUEST_TAKEN,
	REQUEST_REJECTED,
	REQUEST_WITHDRAWN,
	REQUEST_CANCEL_REQUESTED,
	REQUEST_CANCELLED,
	REQUEST_PARTLY_CANCELLED,
	REQUEST_STATES
};

enum request_move {
	MOVE_SUBMIT,       /* to a deputy */
	MOVE_SUBMIT_ALONE, /* no deputy is needed */
	MOVE_REPORT,       /* a report, nobody decides */
	MOVE_AGREE,
	MOVE_DECLINE,
	MOVE_APPROVE, /* a step, others follow */
	MOVE_APPROVE_FINAL,
	MOVE_RETURN,
	MOVE_REJECT,
	MOVE_WITHDRAW,
	MOVE_TAKE,
	MOVE_ASK_CANCEL,
	MOVE_CANCEL, /* all of it */
	MOVE_CANCEL_PART,
	MOVE_KEEP, /* the wish to cancel is turned down */
	REQUEST_MOVES
};

/* "awaiting_deputy" … */
const char *request_state_name(enum request_state state);

/* Changes `state`, or says wrong_state and leaves it. */
enum refusal request_move(enum request_state *state, enum request_move move);

/* Does it hold hours: pending (reserved) or decided (consumed)? */
bool request_is_pending(enum request_state state);
bool request_is_decided(enum request_state state);
bool request_is_live(enum request_state state);

#endif
