/*
 * ops.h - the catalogue: every question that may be asked, and every field.
 *
 * Shape:  enum field names a value and fields[] says what it may hold; enum op
 *         names a question and ops[], or ops_lab[] for those to labd, which
 *         guests link alone, says at which doors it may be asked, in which
 *         role, and which fields it must and may carry. An answer is an enum
 *         rc and may carry the op's answer fields, REASON and TEXT. Nothing
 *         outside these tables is ever parsed or dispatched.
 * Units:  *_max bytes without a text's NUL; times are Unix seconds.
 * Errors: none.
 * Source: ours; after OpenSSH's monitor table. libc only: guests link it.
 */
#ifndef BASE_OPS_H
#define BASE_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum field_type {
	FIELD_TEXT,     /* UTF-8 without control characters */
	FIELD_LINES,    /* the same, line feeds allowed */
	FIELD_PASSWORD, /* 1 byte at least, no NUL; never logged */
	FIELD_NUMBER,   /* int64 */
	FIELD_ROW,      /* fields of one line of a list; may repeat */
};

enum field {
	F_NONE,
	F_ACCOUNT,
	F_NATIONAL_ID,
	F_MAIL,
	F_MAIL_RECOVERY, /* a further address, for who lost the first */
	F_CODE,
	F_PASSWORD,
	F_PASSWORD_OLD,
	F_MUST_CHANGE, /* 1: the password, before anything else */
	F_SESSION,
	F_LANG,    /* zh-TW or en */
	F_ADDRESS, /* network address of the browser, from the front */
	F_REASON,  /* an answer's stable name */
	F_TEXT,    /* an answer's sentence; a notice's text */
	F_WHY,     /* what the actor gives as reason */
	F_NAME,
	F_NAME_EN, /* romanised, from which an account name is proposed */
	F_SCHOOL,  /* school code */
	F_SCHOOL_NAME,
	F_UNIT, /* unit name within its school */
	F_KIND,
	F_STATE,
	F_ADMIN_POST,
	F_SCHEDULE,
	F_POSTED_FROM, /* these three are days: 2026-09-01 */
	F_POSTED_UNTIL,
	F_HIRED_ON,
	F_OPENID,
	F_UUID,
	F_GROUP,
	F_MACHINE,
	F_APP,
	F_URL,
	F_NOTICE,
	F_TITLE,
	F_TITLE_EN,
	F_TEXT_EN,
	F_FROM, /* these two are days, both included */
	F_UNTIL,
	F_AUDIENCE, /* everyone, staff or a school code */
	F_SECRET,   /* a machine's or client's password, shown once */
	F_PLAN,     /* 1: say what would happen, change nothing */
	F_WANTED,   /* 1: be a member, occupy the role; 0: no more */
	F_RESULT,   /* created, changed, same, refused */
	F_CURSOR,   /* where the next page of a list starts */
	F_COUNT,
	F_EXPIRES,
	F_TRIES,
	F_LETTER,
	F_LETTER_STATE,
	F_LETTER_KIND,
	F_DETAIL,
	F_UID_NUMBER,
	F_GID_NUMBER,
	F_KID,
	F_SERVICE,
	F_TTY,
	F_RHOST,
	F_PURPOSE,
	F_ACTOR, /* also whom a deputy's duty is offered to */
	F_TARGET,
	F_ACTION,
	F_SEQ,
	F_TIME,
	F_HASH,
	F_ROLE,
	/* OpenID Connect; names as its specifications have them */
	F_CLIENT,      /* client_id: the app's name */
	F_CLIENT_KIND, /* public, confidential or first_party */
	F_REDIRECT,    /* one URI; of an app several, with blanks between */
	F_LOGOUT,      /* where it may lead after end_session */
	F_RESPONSE_TYPE,
	F_RESPONSE_MODE,
	F_SCOPE,
	F_OPENID_STATE, /* "state" there: of the client, opaque */
	F_NONCE,
	F_CHALLENGE,
	F_CHALLENGE_METHOD,
	F_VERIFIER,
	F_PROMPT,
	F_MAX_AGE, /* as given: a bad one is answered */
	F_LOGIN_HINT,
	F_ID_TOKEN_HINT,
	F_UNSUPPORTED, /* a parameter that was there and cannot be honoured */
	F_GRANT,       /* "code" there: what a token is given for, once */
	F_GRANT_TYPE,
	F_TOKEN,
	F_ID_TOKEN,
	F_LOCATION, /* where the browser goes next */
	F_VALUE,    /* of a form's input, called F_NAME */
	F_ORIGIN,   /* scheme, host and port of the client */
	F_JSON,     /* a whole document */
	/* leave */
	F_REQUEST, /* its id */
	F_TYPE,    /* 病假 ... */
	F_STARTS,  /* these two are moments: 2026-09-02T11:00 */
	F_ENDS,
	F_DEPUTY,  /* account; in a list of them, with blanks between */
	F_FACTS,   /* birth=2026-09-01;part=checkup */
	F_VERSION, /* of a request, counted from 1 */
	F_KEY,     /* the asker's own, so that asking again is no second act */
	F_MINUTES, /* these are minutes of leave; 480 are a day */
	F_PAY_CUT,
	F_GRANTED,
	F_USED,
	F_PENDING,
	F_AVAILABLE,
	F_LOT,        /* where an amount comes from: 病假/2026 */
	F_YEAR,       /* of counting: 2026, or 115 for the academic one */
	F_TABLE,      /* a table as CSV text */
	F_PAID,       /* minutes of overtime that are paid */
	F_ATTACHMENT, /* its id */
	F_DATA,       /* bytes in base64 */
	F_PAPER,      /* none, there, missing or letter */
	F_ROW,
	FIELD_COUNT
};

_Static_assert(FIELD_COUNT <= 256, "a field is one byte on the wire");

/* A list of fields ends with F_NONE; NULL is an empty one. */
#define FIELDS(...) ((const uint8_t[]){__VA_ARGS__, F_NONE})

enum { FIELD_TEXT_MAX = 4096 }; /* bytes of the longest text for a person */

struct field_rule {
	char name[24]; /* as logs, JSON and man pages call it; no pointer, which
			  would be relocated in every program with a guest */
	enum field_type type;
	uint16_t max;
	bool is_secret;
};

enum door {
	DOOR_FRONT = 1,  /* portal-front */
	DOOR_SELF = 2,   /* anyone on the server */
	DOOR_CTL = 4,    /* root and group portal-it */
	DOOR_MAILER = 8, /* portal-mailer */
	DOOR_LAB = 16,   /* labd: anyone on a lab machine */
};

enum role {
	ROLE_ANYONE = 1,    /* not signed in */
	ROLE_SELF = 2,      /* signed in, about oneself */
	ROLE_PERSONNEL = 4, /* signed in, about one's own school */
	ROLE_OFFICER = 8,   /* signed in, sees masked mail and its state */
	ROLE_IT = 16,       /* root, portal-it, or signed in as IT */
	ROLE_MAILER = 32,
};

enum op {
	OP_NONE,
	OP_HELLO,
	OP_METRICS,
	/* staff */
	OP_RULES,
	OP_FORGOT,
	OP_REDEEM,
	OP_CHANGE,
	OP_SIGN_IN,
	OP_SIGN_OUT,
	OP_SIGN_OUT_ALL,
	OP_SESSION,
	OP_EVENT_LIST,
	OP_MAIL_CHANGE,
	OP_MAIL_CONFIRM,
	OP_MAIL_DROP,
	/* personnel and IT: people */
	OP_PERSON_PUT,
	OP_PERSON_LOAD,
	OP_PERSON_LIST,
	OP_PERSON_MAIL,
	OP_PERSON_SUSPEND,
	OP_PERSON_RESTORE,
	OP_PERSON_LEAVE,
	OP_PERSON_RELEASE,
	OP_PERSON_TAKE_IN,
	OP_PERSON_RENAME,
	OP_SWEEP,
	OP_CODE_SHOW,
	OP_CODE_ISSUE,
	/* IT: structure */
	OP_SCHOOL_PUT,
	OP_SCHOOL_LIST,
	OP_UNIT_PUT,
	OP_UNIT_LIST,
	OP_ROLE_PUT,
	OP_ROLE_LIST,
	OP_GROUP_PUT,
	OP_GROUP_MEMBER,
	OP_GROUP_LIST,
	OP_MACHINE_ADD,
	OP_MACHINE_DEL,
	OP_MACHINE_LIST,
	OP_APP_PUT,
	OP_APP_DEL,
	OP_APP_LIST,
	OP_APP_SECRET,
	OP_NOTICE_PUT,
	OP_NOTICE_DEL,
	OP_NOTICE_LIST,
	/* IT: keys and what happened */
	OP_ID_INDEX,
	OP_KEY_LIST,
	OP_KEY_ADD,
	OP_KEY_PREPARE,
	OP_KEY_USE,
	OP_KEY_RETIRE,
	OP_STATS,
	OP_CHECK,
	OP_AUDIT_LIST,
	OP_AUDIT_HEAD,
	OP_MAIL_LIST,
	OP_MAIL_RETRY,
	/* OpenID Connect: browsers and other services, through the front */
	OP_OPENID_AUTHORIZE,
	OP_OPENID_TOKEN,
	OP_OPENID_USERINFO,
	OP_OPENID_KEYS,
	OP_OPENID_ABOUT,
	OP_OPENID_END,
	/* portal-mailer */
	OP_LETTER_FILL,
	OP_LETTER_STATE,
	/* leaved, at sockets of its own */
	OP_LEAVE_SIGN_ON,
	OP_LEAVE_SESSION,
	OP_LEAVE_SELF,
	OP_LEAVE_STAFF,
	OP_LEAVE_TYPES,
	OP_LEAVE_FILE,
	OP_LEAVE_DECIDE,
	OP_LEAVE_LOAD,
	OP_LEAVE_LIST,
	OP_LEAVE_BALANCE,
	OP_LEAVE_LINES,
	OP_LEAVE_DEPUTIES,
	OP_LEAVE_CLOSURE,
	OP_LEAVE_CALENDAR,
	OP_LEAVE_ADJUST,
	OP_LEAVE_CLOSE,
	OP_LEAVE_CARRY,
	OP_LEAVE_EXPORT,
	OP_LEAVE_RECOUNT,
	OP_LEAVE_CHECK,
	OP_LEAVE_ATTACH,
	OP_LEAVE_PAPERS,
	OP_LEAVE_PAPER,
	OP_LEAVE_DETACH,
	OP_LEAVE_PUNCH,
	OP_LEAVE_PUNCHES,
	OP_LEAVE_TRIP,
	OP_LEAVE_TRIPS,
	OP_LEAVE_AGENDA,
	OP_LEAVE_FEED,
	OP_LEAVE_FEED_READ,
	OP_LEAVE_SETTINGS,
	OP_LEAVE_PERIODS,
	OP_LEAVE_LESSONS,
	OP_LEAVE_BOARD,
	OP_LEAVE_COVER,
	OP_LEAVE_OVERTIME,
	OP_LEAVE_OVERTIME_DECIDE,
	OP_LEAVE_OVERTIME_LIST,
	OP_LEAVE_OPENING,
	OP_LEAVE_REPORT,
	/* labd */
	OP_LAB_AUTH,
	OP_LAB_ACCOUNT,
	OP_LAB_PASSWD,
	OP_LAB_CLAIM,
	OP_LAB_STATUS,
	OP_LAB_WHY,
	OP_LAB_FLUSH,
	OP_COUNT
};

struct op_rule {
	const char *name;
	unsigned doors;      /* enum door, or'ed */
	unsigned roles;      /* enum role, or'ed */
	const uint8_t *must; /* these three are lists of fields */
	const uint8_t *may;
	const uint8_t *answer; /* of an RC_OK answer, and of its rows */
};

/* NULL for a number that is no field or no op. */
const struct field_rule *field_rule(unsigned field);
const struct op_rule *op_rule(unsigned op);
/* F_NONE when the catalogue has no such name. */
enum field field_find(const char *name);

/* The rows from OP_LAB_AUTH on. */
extern const struct op_rule ops_lab[OP_COUNT - OP_LAB_AUTH];

bool field_in(const uint8_t *list, unsigned field);
/* Must, and may, a question of this op carry it? */
bool op_needs(unsigned op, unsigned field);
bool op_takes(unsigned op, unsigned field);

#endif
