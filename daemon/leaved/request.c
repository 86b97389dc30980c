#include "request.h"
#include <stddef.h>

static const char *const names[REQUEST_STATES] = {
    [REQUEST_DRAFT] = "draft",
    [REQUEST_AWAITING_DEPUTY] = "awaiting_deputy",
    [REQUEST_AWAITING_STEP] = "awaiting_step",
    [REQUEST_APPROVED] = "approved",
    [REQUEST_TAKEN] = "taken",
    [REQUEST_REJECTED] = "rejected",
    [REQUEST_WITHDRAWN] = "withdrawn",
    [REQUEST_CANCEL_REQUESTED] = "cancel_requested",
    [REQUEST_CANCELLED] = "cancelled",
    [REQUEST_PARTLY_CANCELLED] = "partly_cancelled",
};

static const struct {
	enum request_state from;
	enum request_move move;
	enum request_state to;
} moves[] = {
    {REQUEST_DRAFT, MOVE_SUBMIT, REQUEST_AWAITING_DEPUTY},
    {REQUEST_DRAFT, MOVE_SUBMIT_ALONE, REQUEST_AWAITING_STEP},
    {REQUEST_DRAFT, MOVE_REPORT, REQUEST_APPROVED},
    {REQUEST_DRAFT, MOVE_WITHDRAW, REQUEST_WITHDRAWN},
    {REQUEST_AWAITING_DEPUTY, MOVE_AGREE, REQUEST_AWAITING_STEP},
    {REQUEST_AWAITING_DEPUTY, MOVE_DECLINE, REQUEST_DRAFT},
    {REQUEST_AWAITING_DEPUTY, MOVE_WITHDRAW, REQUEST_WITHDRAWN},
    {REQUEST_AWAITING_STEP, MOVE_APPROVE, REQUEST_AWAITING_STEP},
    {REQUEST_AWAITING_STEP, MOVE_APPROVE_FINAL, REQUEST_APPROVED},
    {REQUEST_AWAITING_STEP, MOVE_RETURN, REQUEST_DRAFT},
    {REQUEST_AWAITING_STEP, MOVE_REJECT, REQUEST_REJECTED},
    {REQUEST_AWAITING_STEP, MOVE_WITHDRAW, REQUEST_WITHDRAWN},
    {REQUEST_APPROVED, MOVE_TAKE, REQUEST_TAKEN},
    {REQUEST_APPROVED, MOVE_ASK_CANCEL, REQUEST_CANCEL_REQUESTED},
    {REQUEST_APPROVED, MOVE_CANCEL, REQUEST_CANCELLED},
    {REQUEST_APPROVED, MOVE_CANCEL_PART, REQUEST_PARTLY_CANCELLED},
    {REQUEST_TAKEN, MOVE_ASK_CANCEL, REQUEST_CANCEL_REQUESTED},
    {REQUEST_TAKEN, MOVE_CANCEL, REQUEST_CANCELLED},
    {REQUEST_TAKEN, MOVE_CANCEL_PART, REQUEST_PARTLY_CANCELLED},
    {REQUEST_PARTLY_CANCELLED, MOVE_ASK_CANCEL, REQUEST_CANCEL_REQUESTED},
    {REQUEST_PARTLY_CANCELLED, MOVE_CANCEL, REQUEST_CANCELLED},
    {REQUEST_PARTLY_CANCELLED, MOVE_CANCEL_PART, REQUEST_PARTLY_CANCELLED},
    {REQUEST_CANCEL_REQUESTED, MOVE_CANCEL, REQUEST_CANCELLED},
    {REQUEST_CANCEL_REQUESTED, MOVE_CANCEL_PART, REQUEST_PARTLY_CANCELLED},
    {REQUEST_CANCEL_REQUESTED, MOVE_KEEP, REQUEST_APPROVED},
};

const char *
request_state_name(enum request_state state)
{
	return state < REQUEST_STATES ? names[state] : "?";
}

enum refusal
request_move(enum request_state *state, enum request_move move)
{
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
		if (moves[i].from != *state || moves[i].move != move)
			continue;
		*state = moves[i].to;
		return REFUSAL_NONE;
	}
	return REFUSAL_WRONG_STATE;
}

bool
request_is_pending(enum request_state state)
{
	return state == REQUEST_AWAITING_DEPUTY ||
	    state == REQUEST_AWAITING_STEP;
}

bool
request_is_decided(enum request_state state)
{
	return state == REQUEST_APPROVED || state == REQUEST_TAKEN ||
	    state == REQUEST_CANCEL_REQUESTED ||
	    state == REQUEST_PARTLY_CANCELLED;
}

bool
request_is_live(enum request_state state)
{
	return request_is_pending(state) || request_is_decided(state);
}
