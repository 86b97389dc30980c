#include "pam_portal.h"

#include "base/ask.h"
#include "base/secret.h"
#include "base/text.h"
#include "pam_options.h"
#include "pam_words.h"

#include <limits.h>
#include <security/pam_ext.h>
#include <security/pam_modutil.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

/* What authenticate leaves for acct_mgmt of the same login, of the same user:
 * labd has judged account and password together. */
#define DATA_JUDGED "pam_portal_judged"

enum {
	ASK_MS = 5000,        /* the longest a login hangs on us */
	QUESTION_SIZE = 4096, /* all fields of a question at their longest */
	ANSWER_SIZE = 8192,
	DAY_S = 86400,
};

/* One call of one entry point. */
struct call {
	pam_handle_t *pamh;
	struct pam_options options;
	bool is_silent;
	enum pam_words_lang lang;
	const char *user;
};

struct judged {
	enum lab_reason reason;
	char user[LOGIN_NAME_MAX];
};

/* What labd said. */
struct reply {
	enum lab_reason reason;
	int64_t expires_in_s;
	int64_t grace_count;
};

static void
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

static void
debug(const struct call *call, const char *what, int code)
{
	if (call->options.debug)
		pam_syslog(call->pamh, LOG_DEBUG, "%s of %s: %s", what,
		    call->user == NULL ? "?" : call->user,
		    pam_strerror(call->pamh, code));
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
	else if (rc == RC_BUSY && !wire_has(answer, F_REASON))
		reply->reason = LAB_BUSY;
	else
		reply->reason = lab_reason_find(wire_text(answer, F_REASON));
	reply->expires_in_s = wire_number(answer, F_EXPIRES, 0);
	reply->grace_count = wire_number(answer, F_TRIES, 0);
	/* A yes is a yes in both words, or it is none. */
	if ((rc == RC_OK) !=
	    (pam_words_auth_code(reply->reason) == PAM_SUCCESS))
		reply->reason = LAB_FAULT;
}

static void
ask_labd(const struct call *call, enum op op, const char *password,
    struct reply *reply)
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
	wire_begin(&question, question_bytes, QUESTION_SIZE, (uint16_t)op);
	wire_put_text(&question, F_ACCOUNT, call->user);
	if (password != NULL)
		wire_put_text(&question, F_PASSWORD, password);
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

/* ----------------------------------------------------------- telling */

static void tell(const struct call *call, int style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void
tell(const struct call *call, int style, const char *format, ...)
{
	va_list args;

	if (call->is_silent)
		return;
	va_start(args, format);
	(void)pam_vprompt(call->pamh, style, NULL, format, args);
	va_end(args);
}

static void
tell_reply(const struct call *call, const struct reply *reply)
{
	const char *text = pam_words_text(reply->reason, call->lang);

	if (reply->reason == LAB_GRACE)
		tell(call, PAM_TEXT_INFO, text, (int)reply->grace_count);
	else if (reply->reason == LAB_EXPIRING)
		tell(call, PAM_TEXT_INFO, text,
		    (int)(reply->expires_in_s / DAY_S));
	else if (*text != '\0')
		tell(call, PAM_ERROR_MSG, "%s", text);
}

static int
ignore_or(const struct call *call, int code)
{
	if (code == PAM_USER_UNKNOWN && call->options.ignore_unknown_user)
		return PAM_IGNORE;
	if (code == PAM_AUTHINFO_UNAVAIL &&
	    call->options.ignore_authinfo_unavail)
		return PAM_IGNORE;
	return code;
}

static int
end(const struct call *call, const char *what, const struct reply *reply,
    int code)
{
	if (code == PAM_USER_UNKNOWN && !call->options.quiet)
		pam_syslog(call->pamh, LOG_NOTICE, "%s: %s: %s", what,
		    call->user, lab_reason_name(reply->reason));
	debug(call, what, code);
	return ignore_or(call, code);
}

/* -------------------------------------------------- before any asking */

/* Names that cannot be anybody's in the directory cost no question. */
static bool
is_askable(const char *user)
{
	size_t len = strlen(user);

	return len > 0 && len <= field_rule(F_ACCOUNT)->max &&
	    text_is_utf8(user, len) && !text_has_control(user, len);
}

static int
take_user(struct call *call)
{
	struct passwd *entry;
	int code = pam_get_user(call->pamh, &call->user, NULL);

	if (code != PAM_SUCCESS)
		return code == PAM_CONV_AGAIN ? PAM_INCOMPLETE : code;
	if (call->user == NULL || !is_askable(call->user))
		return PAM_USER_UNKNOWN;
	if (call->options.minimum_uid == 0)
		return PAM_SUCCESS;
	entry = pam_modutil_getpwnam(call->pamh, call->user);
	return entry != NULL &&
		(int64_t)entry->pw_uid < call->options.minimum_uid
	    ? PAM_USER_UNKNOWN
	    : PAM_SUCCESS;
}

/* ---------------------------------------------------- authentication */

static int
try_password(struct call *call, const char *password, struct reply *reply)
{
	size_t len = strlen(password);

	if (len == 0 || len > SECRET_PASSWORD_MAX)
		*reply = (struct reply){.reason = LAB_MALFORMED};
	else
		ask_labd(call, OP_LAB_AUTH, password, reply);
	return pam_words_auth_code(reply->reason);
}

/* A password that another module has asked for, NULL if none. */
static const char *
earlier_password(const struct call *call)
{
	const void *password = NULL;

	if (pam_get_item(call->pamh, PAM_AUTHTOK, &password) != PAM_SUCCESS)
		return NULL;
	return password;
}

static int
prompt_and_try(struct call *call, struct reply *reply)
{
	const char *password = NULL;
	int code = pam_get_authtok(call->pamh, PAM_AUTHTOK, &password, NULL);

	if (code == PAM_CONV_AGAIN)
		return PAM_INCOMPLETE;
	if (code != PAM_SUCCESS || password == NULL)
		return code == PAM_SUCCESS ? PAM_AUTH_ERR : code;
	return try_password(call, password, reply);
}

static int
authenticate(struct call *call, struct reply *reply)
{
	const char *earlier = earlier_password(call);
	int code;

	if (call->options.use_first_pass || call->options.try_first_pass) {
		if (earlier != NULL) {
			code = try_password(call, earlier, reply);
			if (code != PAM_AUTH_ERR ||
			    call->options.use_first_pass)
				return code;
			(void)pam_set_item(call->pamh, PAM_AUTHTOK, NULL);
		} else if (call->options.use_first_pass) {
			return PAM_AUTH_ERR;
		}
	}
	return prompt_and_try(call, reply);
}

static void
forget(pam_handle_t *pamh, void *data, int status)
{
	(void)pamh;
	(void)status;
	free(data);
}

/* For that user only: an application may change PAM_USER in between. */
static int
remember(const struct call *call, enum lab_reason reason)
{
	struct judged *judged = malloc(sizeof(*judged));

	if (judged == NULL)
		return PAM_BUF_ERR;
	judged->reason = reason;
	(void)text_copy(judged->user, sizeof(judged->user), call->user);
	return pam_set_data(call->pamh, DATA_JUDGED, judged, forget);
}

int
pam_sm_authenticate(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	struct reply reply = {.reason = LAB_OK};
	struct call call;
	int code;

	call_begin(&call, pamh, flags, argc, argv);
	code = take_user(&call);
	if (code == PAM_USER_UNKNOWN)
		reply.reason = LAB_UNKNOWN;
	if (code == PAM_SUCCESS)
		code = authenticate(&call, &reply);
	if (ignore_or(&call, code) != PAM_IGNORE)
		tell_reply(&call, &reply);
	if (code == PAM_SUCCESS)
		code = remember(&call, reply.reason);
	return end(&call, "authenticate", &reply, code);
}

int
pam_sm_setcred(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)pamh;
	(void)flags;
	(void)argc;
	(void)argv;
	return PAM_SUCCESS;
}

/* ----------------------------------------------------------- account */

static bool
recall(const struct call *call, enum lab_reason *reason)
{
	const void *data = NULL;
	const struct judged *judged;

	if (pam_get_data(call->pamh, DATA_JUDGED, &data) != PAM_SUCCESS)
		return false;
	judged = data;
	*reason = judged->reason;
	return strcmp(judged->user, call->user) == 0;
}

int
pam_sm_acct_mgmt(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	struct reply reply = {.reason = LAB_UNKNOWN};
	struct call call;
	int code;

	call_begin(&call, pamh, flags, argc, argv);
	code = take_user(&call);
	if (code == PAM_SUCCESS && recall(&call, &reply.reason)) {
		code = pam_words_account_code(reply.reason);
	} else if (code == PAM_SUCCESS) {
		ask_labd(&call, OP_LAB_ACCOUNT, NULL, &reply);
		code = pam_words_account_code(reply.reason);
		if (ignore_or(&call, code) != PAM_IGNORE)
			tell_reply(&call, &reply);
	}
	return end(&call, "account", &reply, code);
}

/* --------------------------------------------- password and session */

/* A portal password is changed on the portal. Others' users are theirs. */
int
pam_sm_chauthtok(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	struct reply reply = {.reason = LAB_UNKNOWN};
	struct call call;
	int code;

	call_begin(&call, pamh, flags, argc, argv);
	code = take_user(&call);
	if (code == PAM_SUCCESS) {
		ask_labd(&call, OP_LAB_ACCOUNT, NULL, &reply);
		code = pam_words_account_code(reply.reason);
	}
	if (code == PAM_SUCCESS) {
		tell(
		    &call, PAM_ERROR_MSG, "%s", pam_words_no_change(call.lang));
		code = PAM_AUTHTOK_ERR;
	}
	return end(&call, "password change", &reply, code);
}

int
pam_sm_open_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)pamh;
	(void)flags;
	(void)argc;
	(void)argv;
	return PAM_SUCCESS;
}

int
pam_sm_close_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	return pam_sm_open_session(pamh, flags, argc, argv);
}
