#include "pam_passwd.h"

#include "base/secret.h"
#include "base/text.h"
#include "call.h"

#include <security/pam_ext.h>
#include <string.h>
#include <unistd.h>

enum { TRIES = 3 }; /* of a new password, as passwd(1) users know it */

/* Is it one of our people? Suspended ones are; the rest is for the change. */
static int
check_user(const struct call *call, struct reply *reply)
{
	call_ask(
	    call, OP_LAB_ACCOUNT, &(struct call_secrets){NULL, NULL}, reply);
	return pam_words_account_code(reply->reason) == PAM_USER_UNKNOWN
	    ? PAM_USER_UNKNOWN
	    : PAM_SUCCESS;
}

/* First round. */
static int
prove_old(const struct call *call, struct reply *reply)
{
	const char *password = call_item(call, PAM_OLDAUTHTOK);
	int code = PAM_SUCCESS;

	if (password == NULL && !call->options.use_first_pass)
		code = pam_get_authtok(
		    call->pamh, PAM_OLDAUTHTOK, &password, NULL);
	if (code != PAM_SUCCESS || password == NULL)
		return code == PAM_SUCCESS ? PAM_AUTHTOK_RECOVERY_ERR : code;
	code = call_ask_password(call, password, reply);
	if (code == PAM_SUCCESS)
		return code;
	(void)pam_set_item(call->pamh, PAM_OLDAUTHTOK, NULL);
	call_tell_reply(call, reply);
	return code;
}

static void
tell_where(const struct call *call, const char *url)
{
	char place[CALL_URL_SIZE + 1] = "";

	if (*url != '\0')
		(void)text_print(place, sizeof(place), " %s", url);
	call_tell(call, PAM_ERROR_MSG, pam_words_reset(call->lang), place);
}

static int
prepare(const struct call *call, bool is_expired, struct reply *reply)
{
	int code = check_user(call, reply);

	if (code != PAM_SUCCESS)
		return code;
	if (getuid() == 0 && !is_expired) {
		tell_where(call, reply->url);
		return PAM_PERM_DENIED;
	}
	return prove_old(call, reply);
}

static int
change_once(const struct call *call, struct reply *reply)
{
	struct call_secrets both = {
	    .old_password = call_item(call, PAM_OLDAUTHTOK),
	    .password = call_item(call, PAM_AUTHTOK),
	};
	int code = PAM_SUCCESS;
	size_t len;

	if (both.old_password == NULL)
		return PAM_AUTHTOK_RECOVERY_ERR;
	if (!call->options.use_authtok)
		code = pam_get_authtok(
		    call->pamh, PAM_AUTHTOK, &both.password, NULL);
	if (code != PAM_SUCCESS || both.password == NULL)
		return code == PAM_SUCCESS ? PAM_AUTHTOK_ERR : code;
	len = strlen(both.password);
	if (len == 0 || len > SECRET_PASSWORD_MAX)
		*reply = (struct reply){.reason = LAB_MALFORMED};
	else
		call_ask(call, OP_LAB_PASSWD, &both, reply);
	if (reply->reason == LAB_OK)
		return PAM_SUCCESS;
	call_tell_reply(call, reply);
	return PAM_AUTHTOK_ERR;
}

/* Second round. A refused password may be followed by a better one; an outage
 * by nothing. */
static int
change(const struct call *call, struct reply *reply)
{
	int code = PAM_AUTHTOK_ERR;

	for (int i = 0; i < TRIES; i++) {
		*reply = (struct reply){.reason = LAB_OK};
		code = change_once(call, reply);
		if (code == PAM_SUCCESS || call->options.use_authtok ||
		    pam_words_auth_code(reply->reason) != PAM_AUTH_ERR)
			return code;
		(void)pam_set_item(call->pamh, PAM_AUTHTOK, NULL);
	}
	return code;
}

int
pam_sm_chauthtok(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	bool is_expired = (flags & PAM_CHANGE_EXPIRED_AUTHTOK) != 0;
	struct reply reply = {.reason = LAB_UNKNOWN};
	struct call call;
	int code;

	call_begin(&call, pamh, flags, argc, argv);
	code = call_take_user(&call);
	if (code == PAM_SUCCESS)
		code = (flags & PAM_PRELIM_CHECK) != 0
		    ? prepare(&call, is_expired, &reply)
		    : change(&call, &reply);
	return call_end(&call, "password change", &reply, code);
}
