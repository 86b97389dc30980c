#include "lab_reason.h"

#include <string.h>

static const char *const names[LAB_REASON_COUNT] = {
    [LAB_OK] = "ok",
    [LAB_MUST_CHANGE] = "must_change",
    [LAB_GRACE] = "grace",
    [LAB_EXPIRING] = "expiring",
    [LAB_AWAY] = "away",
    [LAB_WRONG] = "wrong",
    [LAB_LOCKED] = "locked",
    [LAB_EXPIRED] = "expired",
    [LAB_NEW] = "new",
    [LAB_SUSPENDED] = "suspended",
    [LAB_LEFT] = "left",
    [LAB_INACTIVE] = "inactive",
    [LAB_HOURS] = "hours",
    [LAB_RESERVED] = "reserved",
    [LAB_UNKNOWN] = "unknown",
    [LAB_MALFORMED] = "malformed",
    [LAB_NOT_CLAIMED] = "not_claimed",
    [LAB_OTHER_ACCOUNT] = "other_account",
    [LAB_TOO_SHORT] = "too_short",
    [LAB_TOO_YOUNG] = "too_young",
    [LAB_IN_HISTORY] = "in_history",
    [LAB_MAY_NOT_CHANGE] = "may_not_change",
    [LAB_OWN] = "own",
    [LAB_WEAK] = "weak",
    [LAB_OFFLINE] = "offline",
    [LAB_AWAY_WAIT] = "away_wait",
    [LAB_AWAY_LONG] = "away_long",
    [LAB_BUSY] = "busy",
    [LAB_PORTAL_AWAY] = "portal_away",
    [LAB_SET] = "set",
    [LAB_FAULT] = "fault",
};

const char *
lab_reason_name(enum lab_reason reason)
{
	return names[reason];
}

enum lab_reason
lab_reason_find(const char *name)
{
	for (int i = 0; name != NULL && i < LAB_REASON_COUNT; i++) {
		if (strcmp(names[i], name) == 0)
			return (enum lab_reason)i;
	}
	return LAB_FAULT;
}
