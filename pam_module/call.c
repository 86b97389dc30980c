#include "call.h"

#include "base/ask.h"
#include "base/secret.h"
#include "base/text.h"

#include <limits.h>
#include <security/pam_ext.h>
#include <security/pam_modutil.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

enum {
	ASK_MS = 5000,        /* the longest a login hangs on us */
	CLAIM_MS = 48000,     /* labd gives the portal 40 s, and itself 3 */
	QUESTION_SIZE = 4096, /* all fields of a question at their longest */
	ANSWER_SIZE = 8192,
	DAY_S = 86400,
};

void
call_begin(struct call *call, pam_handle_t *pamh, int flags, int argc,
    const char **argv)
{
	*call = (struct call){.pamh = pamh, .lang = pam_words_lang()};
	pam_options_parse(&call->options, argc, argv);
	call->is_silent = (flags & PAM_SILENT) != 0 || call->options.no_warn;
	if (call->options.unknown != NULL)
		pam_syslog(pamh, LOG_WARNING, "unknown option '%s'",
		    call->options.unknown);
}

/* ---------------------------------------------------------- about whom */

/* Names that cannot be anybody's in the directory cost no question. */
static bool
is_askable(const char *user)
{
	size_t len = strlen(user);

	return len > 0 && len <= field_rule(F_ACCOUNT)->max &&
	    text_is_utf8(user, len) && !text_has_control(user, len);
}

int
call_take_name(struct call *call)
{
	int code = pam_get_user(call->pamh, &call->user, NULL);

	if (code != PAM_SUCCESS)
		return code == PAM_CONV_AGAIN ? PAM_INCOMPLETE : code;
	return call->user != NULL && is_askable(call->user) ? PAM_SUCCESS
							    : PAM_USER_UNKNOWN;
}

int
call_check_user(const struct call *call)
{
	struct passwd *entry;

	/* An account of the machine is nobody else's, labd or not. */
	if (pam_modutil_check_user_in_passwd(call->pamh, call->user, NULL) ==
	    PAM_SUCCESS)
		return PAM_USER_UNKNOWN;
	if (call->options.minimum_uid == 0)
		return PAM_SUCCESS;
	entry = pam_modutil_getpwnam(call->pamh, call->user);
	return entry != NULL &&
		(int64_t)entry->pw_uid < call->options.minimum_uid
	    ? PAM_USER_UNKNOWN
	    : PAM_SUCCESS;
}

int
call_take_user(struct call *call)
{
	int code = call_take_name(call);

	return code == PAM_SUCCESS ? call_check_user(call) : code;
}

/* ------------------------------------------------------------ asking */

/* The server must run as the owner of the socket's directory, in which nobody
 * else may make a socket: labd's own, or root's. */
static bool
find_server(const char *socket, struct ask_door *door)
{
	char dir[PATH_MAX];
	struct stat status;

	if (!text_copy(dir, sizeof(dir), socket))
		return false;
	*strrchr(dir, '/') = '\0';
	if (stat(dir, &status) != 0 || (status.st_mode & 022) != 0)
		return false;
	*door = (struct ask_door){
	    .path = socket, .server_uid = status.st_uid, .deadline_ms = ASK_MS};
	return true;
}

static void
put_item(const struct call *call, struct wire_out *question, enum field field,
    int item)
{
	const void *value = NULL;
	const char *text;
	size_t len;

	if (pam_get_item(call->pamh, item, &value) != PAM_SUCCESS ||
	    value == NULL)
		return;
	text = value;
	len = strlen(text);
	if (len <= field_rule(field)->max && text_is_utf8(text, len) &&
	    !text_has_control(text, len))
		wire_put_text(question, field, text);
}

static void
take_reply(const struct wire_in *answer, enum rc rc, struct reply *reply)
{
	if (rc == RC_OFFLINE && !wire_has(answer, F_REASON))
		reply->reason = LAB_OFFLINE;
	else
		reply->reason = lab_reason_find(wire_text(answer, F_REASON));
	if (rc == RC_BUSY && reply->reason == LAB_FAULT)
		reply->reason = LAB_BUSY; /* the acceptor has its own words */
	reply->expires_in_s = wire_number(answer, F_EXPIRES, 0);
	reply->grace_count = wire_number(answer, F_TRIES, 0);
	if (wire_has(answer, F_TEXT))
		(void)text_copy(reply->text, sizeof(reply->text),
		    wire_text(answer, F_TEXT));
	if (wire_has(answer, F_URL))
		(void)text_copy(
		    reply->url, sizeof(reply->url), wire_text(answer, F_URL));
	/* A yes is a yes in both words, or it is none. */
	if ((rc == RC_OK) !=
	    (pam_words_auth_code(reply->reason) == PAM_SUCCESS))
		reply->reason = LAB_FAULT;
}

static void
put_secrets(struct wire_out *question, const struct call_secrets *secrets)
{
	const struct {
		enum field field;
		const char *value;
	} rows[] = {
	    {F_PASSWORD_OLD, secrets->old_password},
	    {F_PASSWORD, secrets->password},
	    {F_NATIONAL_ID, secrets->national_id},
	    {F_CODE, secrets->code},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].value != NULL)
			wire_put_text(question, rows[i].field, rows[i].value);
	}
}

void
call_ask(const struct call *call, enum op op,
    const struct call_secrets *secrets, struct reply *reply)
{
	SECRET(question_bytes, QUESTION_SIZE);
	char answer_bytes[ANSWER_SIZE];
	struct wire_out question;
	struct wire_in answer = {0};
	struct ask_door door;
	struct err err;
	enum rc rc;

	*reply = (struct reply){.reason = LAB_FAULT};
	if (!find_server(call->options.socket, &door)) {
		reply->reason = LAB_OFFLINE;
		pam_syslog(call->pamh, LOG_ERR,
		    "%s: no labd there, or anybody could be",
		    call->options.socket);
		return;
	}
	if (op == OP_LAB_CLAIM)
		door.deadline_ms = CLAIM_MS;
	wire_begin(&question, question_bytes, QUESTION_SIZE, (uint16_t)op);
	wire_put_text(&question, F_ACCOUNT, call->user);
	put_secrets(&question, secrets);
	wire_put_text(
	    &question, F_LANG, call->lang == PAM_WORDS_ZH ? "zh-TW" : "en");
	put_item(call, &question, F_SERVICE, PAM_SERVICE);
	put_item(call, &question, F_TTY, PAM_TTY);
	put_item(call, &question, F_RHOST, PAM_RHOST);
	rc = ask(&door, &question, &answer, answer_bytes, sizeof(answer_bytes),
	    &err);
	take_reply(&answer, rc, reply);
	if (reply->reason == LAB_FAULT || reply->reason == LAB_OFFLINE)
		pam_syslog(call->pamh, LOG_ERR, "labd: %s (%s)",
		    lab_reason_name(reply->reason), err.text);
}

int
call_ask_password(
    const struct call *call, const char *password, struct reply *reply)
{
	const struct call_secrets secrets = {.password = password};
	size_t len = strlen(password);

	if (len == 0 || len > SECRET_PASSWORD_MAX)
		*reply = (struct reply){.reason = LAB_MALFORMED};
	else
		call_ask(call, OP_LAB_AUTH, &secrets, reply);
	return pam_words_auth_code(reply->reason);
}

const char *
call_item(const struct call *call, int item)
{
	const void *value = NULL;

	if (pam_get_item(call->pamh, item, &value) != PAM_SUCCESS)
		return NULL;
	return value;
}

/* ----------------------------------------------------------- telling */

void
call_tell(const struct call *call, int style, const char *format, ...)
{
	va_list args;

	if (call->is_silent)
		return;
	va_start(args, format);
	(void)pam_vprompt(call->pamh, style, NULL, format, args);
	va_end(args);
}

void
call_tell_reply(const struct call *call, const struct reply *reply)
{
	const char *text = pam_words_text(reply->reason, call->lang);

	if (reply->reason == LAB_GRACE)
		call_tell(call, PAM_TEXT_INFO, text, (int)reply->grace_count);
	else if (reply->reason == LAB_EXPIRING)
		call_tell(call, PAM_TEXT_INFO, text,
		    (int)(reply->expires_in_s / DAY_S));
	else if (reply->reason == LAB_OTHER_ACCOUNT)
		call_tell(call, PAM_ERROR_MSG, text, reply->text);
	else if (*text != '\0')
		call_tell(call, PAM_ERROR_MSG, "%s",
		    *reply->text != '\0' ? reply->text : text);
}

int
call_code(const struct call *call, int code)
{
	if (code == PAM_USER_UNKNOWN && call->options.ignore_unknown_user)
		return PAM_IGNORE;
	if (code == PAM_AUTHINFO_UNAVAIL &&
	    call->options.ignore_authinfo_unavail)
		return PAM_IGNORE;
	return code;
}

int
call_end(const struct call *call, const char *what, const struct reply *reply,
    int code)
{
	const char *user = call->user == NULL ? "?" : call->user;

	if (code == PAM_USER_UNKNOWN && !call->options.quiet)
		pam_syslog(call->pamh, LOG_NOTICE, "%s of %s: %s", what, user,
		    lab_reason_name(reply->reason));
	if (call->options.debug)
		pam_syslog(call->pamh, LOG_DEBUG, "%s of %s: %s", what, user,
		    pam_strerror(call->pamh, code));
	return call_code(call, code);
}
