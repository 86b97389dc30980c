/*
 * office.h - what every operation of leaved works with.
 *
 * Shape:  struct office is one worker's: its database, rules, calendars, and
 *         what the question at hand needs. An operation opens a folder, lets
 *         the book decide, puts its fields into the answer and returns the
 *         verdict; office_write() and office_read() put the transaction around
 *         it: what an operation that does not answer OK has written is rolled
 *         back, and so is whatever a question with a plan has. A question with
 *         a key that was used before is answered from what is there.
 * Units:  now_s Unix seconds, read once per question; now in minutes as
 *         worktime.h.
 * Errors: verdicts; office_fail() turns a failure of ours into one, and logs.
 * Source: ours.
 */
#ifndef LEAVED_OFFICE_H
#define LEAVED_OFFICE_H

#include "amiss.h"
#include "base/serve.h"
#include "base/tally.h"
#include "chain.h"
#include "diary.h"
#include "leave_session.h"
#include "leaved_conf.h"
#include "rights.h"
#include "verdict.h"

#include <stdatomic.h>

enum {
	OFFICE_SAY_SIZE = 3600 /* with a sentence around it an F_TEXT */,
	OFFICE_SESSION_SIZE = 1025
};

/* Shared by all processes. */
struct office_state {
	_Atomic int64_t heard_s; /* when the directory last answered */
};

/* Who asks. */
struct caller {
	bool is_it, is_personnel, is_mailer;
	bool arranges_cover;     /* 教學組 */
	char uuid[BOOK_ID_SIZE]; /* "" for IT at ctl.sock */
	char account[FOLDER_TEXT_SIZE];
	char school[BOOK_ID_SIZE];
	struct portal_session portal; /* as the entry says now */
	int64_t sessions_from_s;      /* those from before are over */
};

struct office {
	const struct leaved_conf *conf;
	struct office_state *state;
	struct tally *tally;
	struct rules rules;
	struct calendar national; /* of the files */
	struct sql *sql;
	struct keyring *ring; /* of sessions; NULL without leave-front */
	/* the calendar of one school, as of so many marks in the tables */
	struct calendar calendar;
	char calendar_school[BOOK_ID_SIZE];
	int64_t calendar_marks;
	/* this question's */
	int64_t now_s, now;
	bool is_english;
	bool is_trial;             /* nothing of it is kept */
	char say[OFFICE_SAY_SIZE]; /* what a BAD_FIELD is about */
	char session[OFFICE_SESSION_SIZE];
	struct leave_session signed_on; /* whose that is, at the front's door */
	struct caller caller;
	struct folder folder; /* the one that is open */
};

enum rc office_open(struct office *office, struct err *err);

/* The moment is now. */
void office_begin(struct office *office, int64_t now_s);

enum verdict office_fail(const char *what, enum rc rc, const struct err *err);
/* BAD_FIELD: what is amiss with it; `value` is the wrong one, NULL: none to
 * show. */
enum verdict office_bad(struct office *office, enum field field,
    enum amiss amiss, const char *value);
/* BAD_FIELD, in sentences of the reader's language; of a long text, its
 * beginning. */
enum verdict office_bad_text(struct office *office, const char *text);

/* A new name for a request. */
void office_make_id(char id[BOOK_ID_SIZE]);

typedef enum verdict office_op(struct office *office,
    const struct serve_question *question, struct serve_answer *answer);

enum verdict office_read(struct office *office, office_op *op,
    const struct serve_question *question, struct serve_answer *answer);
enum verdict office_write(struct office *office, office_op *op,
    const struct serve_question *question, struct serve_answer *answer);

/* Opens the folder of a person and moves its book to now. With `decides` also
 * the chain of approvers. The one open before is closed. */
enum verdict office_folder(
    struct office *office, const char *uuid, bool decides);
/* The one that holds that request, with the chain. */
enum verdict office_request(
    struct office *office, const char *id, struct request **request);
void office_close_folder(struct office *office);

/* Makes office->calendar that school's, "" of none. */
enum rc office_calendar(
    struct office *office, const char *school, struct err *err);

/* It is loaded anew next time. */
void office_forget_calendar(struct office *office);

/* The person of an account; the caller's own when it is NULL. */
enum verdict office_find(
    struct office *office, const char *account, char uuid[BOOK_ID_SIZE]);
/* An account for a uuid, "" when unknown. */
void office_account(
    struct office *office, const char *uuid, char account[FOLDER_TEXT_SIZE]);

/* What the caller is to the person whose folder is open, and to a request of
 * theirs (NULL: none). */
unsigned office_standing(
    const struct office *office, const struct request *request);
/* To oneself. */
unsigned office_standing_self(const struct office *office);
/* To a school. */
unsigned office_standing_at(const struct office *office, const char *school);
/* NOT_ALLOWED or OTHER_SCHOOL when the table gives none of these the right. */
enum verdict office_may(
    const struct office *office, enum op op, unsigned standing);

/* Opens the folder of an account (NULL: the caller's own), if this caller may
 * ask that about them. */
enum verdict office_person(
    struct office *office, enum op op, const char *account);

/* Saves the open folder and writes the diary's entry, both or neither. */
enum verdict office_save(struct office *office, enum op op, const char *target,
    const char *why, const char *result);
enum verdict office_note(struct office *office, enum op op, const char *target,
    const char *school, const char *why, const char *result);

/* The request that this key of the caller's made before, or "". */
enum verdict office_repeated(
    struct office *office, const char *key, char request[BOOK_ID_SIZE]);
enum verdict office_remember(
    struct office *office, const char *key, enum op op, const char *request);

/* Is what the directory last said too old to decide on? */
bool office_is_stale(const struct office *office);

#endif
