/*
 * pam_words.h - what the person at the prompt reads.
 *
 * Shape:  one table: a lab_reason, its PAM return codes and its sentence in
 *         both languages. A sentence says what is wrong and what to do.
 * Units:  none.
 * Errors: none; every reason has a row.
 * Source: ours; return codes of pam_authenticate(3) and pam_acct_mgmt(3).
 */
#ifndef PAM_WORDS_H
#define PAM_WORDS_H

#include "base/lab_reason.h"

#include <stdbool.h>

enum pam_words_lang { PAM_WORDS_ZH, PAM_WORDS_EN, PAM_WORDS_LANGS };

/* Chinese when LC_ALL, LC_MESSAGES or LANG (the first that is set) begins with
 * "zh"; English else: a text console has no Chinese letters. */
enum pam_words_lang pam_words_lang(void);

int pam_words_auth_code(enum lab_reason reason);
int pam_words_account_code(enum lab_reason reason);

/* "" when there is nothing to say. LAB_GRACE and LAB_EXPIRING hold one %d, the
 * number of logins or days; LAB_OTHER_ACCOUNT one %s, that account. */
const char *pam_words_text(enum lab_reason reason, enum pam_words_lang lang);

enum pam_words_label {
	PAM_WORDS_CLAIM, /* that a check code sets the first password here */
	PAM_WORDS_NATIONAL_ID,
	PAM_WORDS_CODE,
	PAM_WORDS_NEW_PASSWORD,
	PAM_WORDS_PASSWORD_AGAIN,
	PAM_WORDS_PASSWORDS_DIFFER,
	PAM_WORDS_LABELS
};

/* What is asked and told on the way. */
const char *pam_words_label(
    enum pam_words_label label, enum pam_words_lang lang);

/* For root, who knows nobody's password. Holds one %s, the portal's address
 * with a blank before it, or "". */
const char *pam_words_reset(enum pam_words_lang lang);

#endif
