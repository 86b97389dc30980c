#include "rights.h"

#define SELF      STANDING_SELF
#define DEPUTY    STANDING_DEPUTY
#define APPROVER  STANDING_APPROVER
#define PERSONNEL STANDING_PERSONNEL
#define COLLEAGUE STANDING_COLLEAGUE
#define IT        STANDING_IT

static const unsigned char table[OP_COUNT] = {
    [OP_LEAVE_FILE] = SELF | PERSONNEL | IT,
    [OP_LEAVE_DECIDE] = SELF | DEPUTY | APPROVER | PERSONNEL,
    [OP_LEAVE_LOAD] = SELF | DEPUTY | APPROVER | PERSONNEL | IT,
    /* A colleague sees who is away when, neither type nor reason. */
    [OP_LEAVE_LIST] = SELF | PERSONNEL | COLLEAGUE | IT,
    [OP_LEAVE_BALANCE] = SELF | PERSONNEL | IT,
    [OP_LEAVE_LINES] = SELF | PERSONNEL | IT,
    [OP_LEAVE_DEPUTIES] = SELF | PERSONNEL | IT,
    [OP_LEAVE_CLOSURE] = PERSONNEL | IT,
    [OP_LEAVE_CALENDAR] = PERSONNEL | IT,
    [OP_LEAVE_ADJUST] = PERSONNEL | IT,
    [OP_LEAVE_CLOSE] = PERSONNEL | IT,
    [OP_LEAVE_EXPORT] = PERSONNEL | IT,
    [OP_LEAVE_RECOUNT] = PERSONNEL | IT,
    [OP_LEAVE_CHECK] = IT,
};

unsigned
rights_of(enum op op)
{
	return op < OP_COUNT ? table[op] : 0;
}
