#include "pam_portal.h"

#include "base/text.h"
#include "call.h"
#include "pam_claim.h"

#include <limits.h>
#include <security/pam_ext.h>
#include <stdlib.h>
#include <string.h>

/* What authenticate leaves for acct_mgmt of the same login, of the same user:
 * labd has judged account and password together. */
#define DATA_JUDGED "pam_portal_judged"

struct judged {
	enum lab_reason reason;
	char user[LOGIN_NAME_MAX];
};

/* ---------------------------------------------------- authentication */

static int
prompt_and_try(struct call *call, struct reply *reply)
{
	const char *password = NULL;
	int code = pam_get_authtok(call->pamh, PAM_AUTHTOK, &password, NULL);

	if (code == PAM_CONV_AGAIN)
		return PAM_INCOMPLETE;
	if (code != PAM_SUCCESS || password == NULL)
		return code == PAM_SUCCESS ? PAM_AUTH_ERR : code;
	return call_ask_password(call, password, reply);
}

static int
authenticate(struct call *call, struct reply *reply)
{
	const char *earlier = call_item(call, PAM_AUTHTOK);
	int code;

	if (call->options.use_first_pass || call->options.try_first_pass) {
		if (earlier != NULL) {
			code = call_ask_password(call, earlier, reply);
			if (code != PAM_AUTH_ERR ||
			    call->options.use_first_pass ||
			    reply->reason == LAB_NEW)
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
	int code;

	if (judged == NULL)
		return PAM_BUF_ERR;
	judged->reason = reason;
	(void)text_copy(judged->user, sizeof(judged->user), call->user);
	code = pam_set_data(call->pamh, DATA_JUDGED, judged, forget);
	if (code != PAM_SUCCESS)
		free(judged);
	return code;
}

int
pam_sm_authenticate(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	struct reply reply = {.reason = LAB_OK};
	struct call call;
	int code;

	call_begin(&call, pamh, flags, argc, argv);
	code = call_take_user(&call);
	if (code == PAM_USER_UNKNOWN)
		reply.reason = LAB_RESERVED;
	if (code == PAM_SUCCESS)
		code = authenticate(&call, &reply);
	if (code == PAM_AUTH_ERR && pam_claim_is_due(&call, &reply))
		code = pam_claim(&call, &reply);
	if (call_code(&call, code) != PAM_IGNORE)
		call_tell_reply(&call, &reply);
	if (code == PAM_SUCCESS)
		code = remember(&call, reply.reason);
	return call_end(&call, "authenticate", &reply, code);
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
	code = call_take_name(&call);
	if (code == PAM_SUCCESS && recall(&call, &reply.reason)) {
		code = pam_words_account_code(reply.reason);
		return call_end(&call, "account", &reply, code);
	}
	if (code == PAM_SUCCESS)
		code = call_check_user(&call);
	if (code == PAM_SUCCESS) {
		call_ask(&call, OP_LAB_ACCOUNT,
		    &(struct call_secrets){NULL, NULL}, &reply);
		code = pam_words_account_code(reply.reason);
		/* Other modules have people of their own. */
		if (code != PAM_USER_UNKNOWN &&
		    call_code(&call, code) != PAM_IGNORE)
			call_tell_reply(&call, &reply);
	}
	return call_end(&call, "account", &reply, code);
}

/* ----------------------------------------------------------- session */

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
