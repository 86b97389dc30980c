#include "pam_claim.h"

#include "base/secret.h"
#include "base/text.h"

#include <security/pam_ext.h>
#include <stdlib.h>
#include <string.h>

enum {
	TRIES = 3,      /* of a new password, as passwd(1) users know it */
	DIGITS = 12,    /* of a check code */
	WORD_SIZE = 65, /* national ID and code: the catalogue's 64 bytes */
};

struct claim {
	char national_id[WORD_SIZE];
	char code[WORD_SIZE];
	char password[SECRET_PASSWORD_MAX + 1];
	char again[SECRET_PASSWORD_MAX + 1];
};

bool
pam_claim_is_due(const struct call *call, const struct reply *reply)
{
	const char *typed = call_item(call, PAM_AUTHTOK);
	struct reply about;

	if (!call->options.claim || call->is_silent)
		return false;
	if (reply->reason == LAB_NEW)
		return true;
	if (reply->reason != LAB_MALFORMED || typed == NULL || *typed != '\0')
		return false;
	call_ask(call, OP_LAB_ACCOUNT, &(struct call_secrets){0}, &about);
	return about.reason == LAB_NEW;
}

/* ------------------------------------------------------------- asking */

static int
prompt(const struct call *call, char **line, const char *format, ...)
{
	va_list args;
	int code;

	va_start(args, format);
	code = pam_vprompt(call->pamh, PAM_PROMPT_ECHO_OFF, line, format, args);
	va_end(args);
	return code == PAM_SUCCESS && *line == NULL ? PAM_CONV_ERR : code;
}

/* PAM_AUTH_ERR for what fits no field. */
static int
ask_line(
    const struct call *call, enum pam_words_label label, char *dst, size_t size)
{
	char *line = NULL;
	int code =
	    prompt(call, &line, "%s", pam_words_label(label, call->lang));

	if (code == PAM_SUCCESS && !text_copy(dst, size, line))
		code = PAM_AUTH_ERR;
	if (line != NULL) {
		explicit_bzero(line, strlen(line));
		free(line);
	}
	return code == PAM_CONV_AGAIN ? PAM_CONV_ERR : code;
}

static bool
is_word(const char *text)
{
	size_t len = strlen(text);

	return len > 0 && text_is_utf8(text, len) &&
	    !text_has_control(text, len);
}

/* What was typed as password may have been the code. */
static bool
is_code(const char *typed)
{
	size_t digits = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed >= '0' && *typed <= '9')
			digits++;
		else if (*typed != ' ' && *typed != '-')
			return false;
	}
	return digits == DIGITS;
}

/* A program that answers every question alike gives us what was typed once
 * more: nobody is there to be asked. */
static int
ask_proof(const struct call *call, struct claim *claim)
{
	const char *typed = call_item(call, PAM_AUTHTOK);
	int code = ask_line(call, PAM_WORDS_NATIONAL_ID, claim->national_id,
	    sizeof(claim->national_id));

	if (code != PAM_SUCCESS)
		return code;
	if (!is_word(claim->national_id) ||
	    (typed != NULL && strcmp(claim->national_id, typed) == 0))
		return PAM_AUTH_ERR;
	if (typed != NULL && is_code(typed) &&
	    text_copy(claim->code, sizeof(claim->code), typed))
		return PAM_SUCCESS;
	code = ask_line(call, PAM_WORDS_CODE, claim->code, sizeof(claim->code));
	return code == PAM_SUCCESS && !is_word(claim->code) ? PAM_AUTH_ERR
							    : code;
}

/* PAM_TRY_AGAIN when the two differ. */
static int
ask_password(const struct call *call, struct claim *claim)
{
	int code = ask_line(call, PAM_WORDS_NEW_PASSWORD, claim->password,
	    sizeof(claim->password));

	if (code == PAM_SUCCESS && claim->password[0] == '\0')
		return PAM_AUTH_ERR;
	if (code == PAM_SUCCESS)
		code = ask_line(call, PAM_WORDS_PASSWORD_AGAIN, claim->again,
		    sizeof(claim->again));
	if (code == PAM_SUCCESS && strcmp(claim->password, claim->again) != 0)
		return PAM_TRY_AGAIN;
	return code;
}

/* ------------------------------------------------------------ claiming */

static void
redeem(const struct call *call, const struct claim *claim, struct reply *reply)
{
	const struct call_secrets secrets = {
	    .national_id = claim->national_id,
	    .code = claim->code,
	    .password = claim->password,
	};

	call_ask(call, OP_LAB_CLAIM, &secrets, reply);
	/* Nobody answered: the portal may have set it, or not. */
	if (reply->reason == LAB_OFFLINE || reply->reason == LAB_FAULT)
		*reply = (struct reply){.reason = LAB_PORTAL_AWAY};
}

/* With another password the same code may do, or a moment later. */
static bool
is_worth_another(enum lab_reason reason)
{
	return reason == LAB_WEAK || reason == LAB_BUSY;
}

/* PAM_SUCCESS: the reply says what came of it. */
static int
set_password(const struct call *call, struct claim *claim, struct reply *reply)
{
	for (int tries = TRIES; tries > 0; tries--) {
		int code = ask_password(call, claim);

		*reply = (struct reply){.reason = LAB_NEW};
		if (code == PAM_TRY_AGAIN)
			call_tell(call, PAM_ERROR_MSG, "%s",
			    pam_words_label(
				PAM_WORDS_PASSWORDS_DIFFER, call->lang));
		else if (code != PAM_SUCCESS)
			return code;
		else
			redeem(call, claim, reply);
		if (code == PAM_SUCCESS && !is_worth_another(reply->reason))
			break;
		if (code == PAM_SUCCESS && tries > 1)
			call_tell_reply(call, reply);
	}
	return PAM_SUCCESS;
}

int
pam_claim(const struct call *call, struct reply *reply)
{
	struct claim claim = {0};
	int code;

	SECRET_AREA(claim_span, &claim, sizeof(claim));
	*reply = (struct reply){.reason = LAB_NEW};
	call_tell(call, PAM_TEXT_INFO, "%s",
	    pam_words_label(PAM_WORDS_CLAIM, call->lang));
	code = ask_proof(call, &claim);
	if (code == PAM_SUCCESS)
		code = set_password(call, &claim, reply);
	if (code != PAM_SUCCESS)
		return code;
	if (reply->reason != LAB_OK)
		return pam_words_auth_code(reply->reason);
	(void)pam_set_item(call->pamh, PAM_AUTHTOK, claim.password);
	return call_ask_password(call, claim.password, reply);
}
