/*
 * reply.h - everything identityd ever says, in one table.
 *
 * Shape:  a reply has a stable name for programs, a class, and a sentence in
 *         Traditional Chinese and in English. Doors print the sentence as it
 *         comes; nobody else words an outcome.
 * Units:  none.
 * Errors: none.
 * Source: the portal's own words where it has them (查無此資料).
 */
#ifndef IDENTITYD_REPLY_H
#define IDENTITYD_REPLY_H

#include "base/err.h"

enum reply {
	REPLY_OK,
	REPLY_LETTER_SENT,
	REPLY_LETTER_MAYBE,
	REPLY_CONFIRM_SENT,
	REPLY_NO_RECORD,
	REPLY_BAD_NATIONAL_ID,
	REPLY_BAD_MAIL,
	REPLY_BAD_VALUE,
	REPLY_BAD_FIELD,
	REPLY_BAD_DATE,
	REPLY_BAD_ACCOUNT,
	REPLY_BAD_SCHOOL_KIND,
	REPLY_MISSING,
	REPLY_ID_CHECKSUM,
	REPLY_WRONG_CODE,
	REPLY_WRONG_OR_AWAY,
	REPLY_WRONG_CONFIRM,
	REPLY_MAIL_SAME,
	REPLY_ALREADY_SET,
	REPLY_HOME_AWAY,
	REPLY_PASSWORD_REFUSED,
	REPLY_PASSWORD_IN_HISTORY,
	REPLY_WRONG_PASSWORD,
	REPLY_SIGN_IN_AGAIN,
	REPLY_STEP_UP,
	REPLY_TOO_MANY,
	REPLY_NOT_ALLOWED,
	REPLY_OTHER_SCHOOL,
	REPLY_NOT_ON_COLLEAGUES,
	REPLY_NOT_ON_YOURSELF,
	REPLY_NO_PERSON,
	REPLY_NO_CODE,
	REPLY_MAIL_TOO_FRESH,
	REPLY_KINDERGARTEN,
	REPLY_WRONG_STATE,
	REPLY_NOT_RELEASED,
	REPLY_TAKE_IN,
	REPLY_NOT_OF_SCHOOL,
	REPLY_STILL_IT,
	REPLY_IT_BY_LDAP,
	REPLY_NO_SCHOOL,
	REPLY_NO_UNIT,
	REPLY_ACCOUNT_TAKEN,
	REPLY_OTHER_ACCOUNT,
	REPLY_NO_ACCOUNT,
	REPLY_NUMBERS_USED_UP,
	REPLY_EXISTS,
	REPLY_ABSENT,
	REPLY_CHANGED_MEANWHILE,
	REPLY_KEY_IN_USE,
	REPLY_AUDIT_BROKEN,
	REPLY_OPENID_SIGN_IN,
	REPLY_OPENID_MUST_CHANGE,
	REPLY_OPENID_END_ASK,
	REPLY_OPENID_CLIENT,
	REPLY_OPENID_REDIRECT,
	REPLY_OPENID_NOT_READY,
	REPLY_OPENID_HOME_AWAY, /* of the code */
	REPLY_INVALID_REQUEST,
	REPLY_INVALID_CLIENT,
	REPLY_INVALID_GRANT,
	REPLY_UNAUTHORIZED_CLIENT,
	REPLY_UNSUPPORTED_GRANT_TYPE,
	REPLY_INVALID_TOKEN,
	REPLY_INSUFFICIENT_SCOPE,
	REPLY_OFFLINE,
	REPLY_FAULT,
};
#define REPLY_COUNT (REPLY_FAULT + 1)

struct reply_text {
	const char *name;
	enum rc rc;
	const char *zh, *en; /* may hold one %s: the contact's words, or
			      * what act_say() is given */
};

const struct reply_text *reply_text(enum reply reply);

/* The reply for a failure of the directory that nobody explained better. */
enum reply reply_of_rc(enum rc rc);

#endif
