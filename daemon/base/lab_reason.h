/*
 * lab_reason.h - how a login on a lab machine ended, in one word.
 *
 * Shape:  labd answers with the name (F_REASON), the modules turn it into
 *         their return code and into a sentence for the person.
 * Units:  none.
 * Errors: an unknown name reads as LAB_FAULT.
 * Source: ours. libc only: guests link it.
 */
#ifndef BASE_LAB_REASON_H
#define BASE_LAB_REASON_H

enum lab_reason {
	LAB_OK,
	/* yes, but */
	LAB_MUST_CHANGE,
	LAB_GRACE,    /* expired; F_TRIES more logins */
	LAB_EXPIRING, /* in F_EXPIRES seconds */
	LAB_AWAY,     /* by the kept password */
	/* no */
	LAB_WRONG,
	LAB_LOCKED,
	LAB_EXPIRED,
	LAB_NEW, /* not activated yet */
	LAB_SUSPENDED,
	LAB_LEFT,
	LAB_INACTIVE, /* for a reason of that directory's own */
	LAB_HOURS,    /* outside of this machine's */
	LAB_RESERVED, /* a name or number that belongs to this machine */
	LAB_UNKNOWN,
	LAB_MALFORMED,
	/* no, to a check code */
	LAB_NOT_CLAIMED,   /* F_TEXT is the portal's sentence */
	LAB_OTHER_ACCOUNT, /* of somebody else, F_TEXT: set, not logged in */
	/* no, to a new password */
	LAB_TOO_SHORT,
	LAB_TOO_YOUNG,
	LAB_IN_HISTORY,
	LAB_MAY_NOT_CHANGE,
	LAB_OWN,  /* the own account or name is in it */
	LAB_WEAK, /* F_TEXT is the judge's sentence */
	/* don't know */
	LAB_OFFLINE,
	LAB_AWAY_WAIT, /* too soon after wrong passwords */
	LAB_AWAY_LONG, /* the directory is away for too long */
	LAB_BUSY,
	LAB_PORTAL_AWAY, /* F_TEXT is the portal's sentence, if it has one */
	LAB_SET,         /* the password is, the server here has yet to hear */
	LAB_FAULT,
};
#define LAB_REASON_COUNT (LAB_FAULT + 1)

const char *lab_reason_name(enum lab_reason reason);
enum lab_reason lab_reason_find(const char *name);

#endif
