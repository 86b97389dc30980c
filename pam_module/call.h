/*
 * call.h - one call of one entry point of pam_portal.so.
 *
 * Shape:  begin reads the options, take_user says about whom it is, ask puts
 *         one question to labd, tell says a sentence to the person, end logs
 *         and gives the return code its last turn. Keeps nothing between calls.
 * Units:  none.
 * Errors: PAM return codes; enum lab_reason in a reply.
 * Source: pam_portal(8).
 */
#ifndef CALL_H
#define CALL_H

#include "base/lab_reason.h"
#include "base/ops.h"
#include "pam_options.h"
#include "pam_words.h"

#include <security/pam_modules.h>

enum { CALL_TEXT_SIZE = 512, CALL_URL_SIZE = 513 };

struct call {
	pam_handle_t *pamh;
	struct pam_options options;
	bool is_silent;
	enum pam_words_lang lang;
	const char *user;
};

/* What labd said. */
struct reply {
	enum lab_reason reason;
	int64_t expires_in_s;
	int64_t grace_count;
	char text[CALL_TEXT_SIZE]; /* the judge's own words, or "" */
	char url[CALL_URL_SIZE];   /* the portal's, or "" */
};

/* NULL for what a question does not need. */
struct call_secrets {
	const char *password;
	const char *old_password;
	const char *national_id;
	const char *code;
};

void call_begin(struct call *call, pam_handle_t *pamh, int flags, int argc,
    const char **argv);

/* PAM_USER_UNKNOWN for a name that cannot be anybody's in the directory. */
int call_take_name(struct call *call);
/* PAM_USER_UNKNOWN for an account of the machine, or below minimum_uid. */
int call_check_user(const struct call *call);
/* Both. */
int call_take_user(struct call *call);

void call_ask(const struct call *call, enum op op,
    const struct call_secrets *secrets, struct reply *reply);

/* Asks about a password that is in bounds; else LAB_MALFORMED. The return code
 * of pam_authenticate(3). */
int call_ask_password(
    const struct call *call, const char *password, struct reply *reply);

/* A password that another module or round has left, NULL if none. */
const char *call_item(const struct call *call, int item);

void call_tell(const struct call *call, int style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void call_tell_reply(const struct call *call, const struct reply *reply);

/* PAM_IGNORE where the options want it. */
int call_code(const struct call *call, int code);

/* `what` ended with `code`: logs, and gives what PAM is told. */
int call_end(const struct call *call, const char *what,
    const struct reply *reply, int code);

#endif
