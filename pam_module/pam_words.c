#include "pam_words.h"

#include <security/pam_modules.h>
#include <stdlib.h>
#include <string.h>

#define WRONG_ZH \
	"帳號或密碼不正確,或這個帳號不能用在這台電腦(例如屬於別的學校)。"
#define WRONG_EN                                                           \
	"The account or the password is wrong, or the account is not for " \
	"this "                                                            \
	"machine (it may belong to another school)."

struct row {
	int auth_code;
	int account_code;
	const char *text[PAM_WORDS_LANGS];
};

static const struct row rows[LAB_REASON_COUNT] = {
    [LAB_OK] = {PAM_SUCCESS, PAM_SUCCESS, {"", ""}},
    [LAB_MUST_CHANGE] = {PAM_SUCCESS, PAM_NEW_AUTHTOK_REQD,
	{"密碼必須更改。", "Your password must be changed."}},
    [LAB_GRACE] = {PAM_SUCCESS, PAM_SUCCESS,
	{"密碼已過期,還可登入 %d 次,請立即更改密碼。",
	    "Your password has expired. It works %d more times; please change "
	    "it now."}},
    [LAB_EXPIRING] = {PAM_SUCCESS, PAM_SUCCESS,
	{"密碼將在 %d 天後過期,請先更改密碼。",
	    "Your password expires in %d days. Please change it before."}},
    [LAB_AWAY] = {PAM_SUCCESS, PAM_SUCCESS,
	{"目前連不到登入伺服器,已用這台電腦記得的密碼登入。",
	    "The login server cannot be reached; this machine has remembered "
	    "your password."}},
    /* One text for both: nobody learns from it which accounts there are. */
    [LAB_WRONG] = {PAM_AUTH_ERR, PAM_PERM_DENIED, {WRONG_ZH, WRONG_EN}},
    [LAB_UNKNOWN] = {PAM_USER_UNKNOWN, PAM_USER_UNKNOWN, {WRONG_ZH, WRONG_EN}},
    [LAB_LOCKED] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"密碼錯誤次數過多,帳號暫時鎖定,請 15 分鐘後再試,或到資訊服務入口重設"
	 "密碼。",
	    "Too many wrong passwords: the account is locked for a while. Try "
	    "again in 15 minutes, or reset the password on the portal."}},
    [LAB_EXPIRED] = {PAM_AUTH_ERR, PAM_ACCT_EXPIRED,
	{"密碼已過期,請到資訊服務入口重設密碼。",
	    "The password has expired. Please reset it on the portal."}},
    [LAB_NEW] = {PAM_AUTH_ERR, PAM_ACCT_EXPIRED,
	{"這個帳號還沒有啟用,請先到資訊服務入口啟用。",
	    "This account has not been activated yet. Please activate it on "
	    "the portal first."}},
    [LAB_SUSPENDED] = {PAM_AUTH_ERR, PAM_ACCT_EXPIRED,
	{"這個帳號已停用,請洽學校人事人員。",
	    "This account is suspended. Please ask your school's personnel "
	    "office."}},
    [LAB_LEFT] = {PAM_AUTH_ERR, PAM_ACCT_EXPIRED,
	{"這個帳號的人員已離開學校,不能再登入;若有錯誤,請洽學校人事人員。",
	    "The holder of this account has left the school, so it no longer "
	    "works. If that is wrong, please ask your school's personnel "
	    "office."}},
    [LAB_HOURS] = {PAM_PERM_DENIED, PAM_PERM_DENIED,
	{"現在不是這台電腦開放登入的時間,請在開放時間再來,或洽資訊人員。",
	    "This machine is closed for logins at this hour. Please come back "
	    "when it is open, or ask the IT staff."}},
    [LAB_INACTIVE] = {PAM_AUTH_ERR, PAM_ACCT_EXPIRED,
	{"這個帳號目前不能登入,請洽學校人事人員。",
	    "This account may not log in at present. Please ask your school's "
	    "personnel office."}},
    [LAB_RESERVED] = {PAM_USER_UNKNOWN, PAM_USER_UNKNOWN, {"", ""}},
    [LAB_MALFORMED] = {PAM_AUTH_ERR, PAM_USER_UNKNOWN,
	{"帳號或密碼的格式不正確:密碼須為 1 至 1024 個位元組。",
	    "The account or the password cannot be right: a password has 1 to "
	    "1024 bytes."}},
    [LAB_NOT_CLAIMED] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"檢查碼沒有被接受,請核對身分證字號與檢查碼後再試。",
	    "The check code was not accepted. Please look at the national ID "
	    "and the code, and try again."}},
    [LAB_OTHER_ACCOUNT] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"密碼已設定,但您的帳號是 %s,請用這個帳號登入。",
	    "The password is set, but your account is %s: please log in by "
	    "that name."}},
    [LAB_TOO_SHORT] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"新密碼太短。", "The new password is too short."}},
    [LAB_TOO_YOUNG] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"密碼剛剛才改過,請稍後再改。",
	    "The password was changed a short time ago. Please wait before "
	    "changing it again."}},
    [LAB_IN_HISTORY] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"新密碼最近用過,請改用別的。",
	    "The new password was in use lately. Please choose another."}},
    [LAB_MAY_NOT_CHANGE] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"這個密碼不能在這裡更改,請到資訊服務入口更改。",
	    "This password cannot be changed here. Please change it on the "
	    "portal."}},
    [LAB_OWN] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"新密碼不可包含自己的帳號或姓名,請改用別的。",
	    "The new password contains your own account or name. Please choose "
	    "another."}},
    [LAB_WEAK] = {PAM_AUTH_ERR, PAM_PERM_DENIED,
	{"新密碼太容易猜到,請改用別的。",
	    "The new password is too easy to guess. Please choose another."}},
    [LAB_OFFLINE] = {PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL,
	{"目前連不到登入伺服器,無法確認密碼(不是密碼錯誤),請稍後再試。",
	    "The login server cannot be reached, so the password could not be "
	    "checked (it may well be right). Please try again later."}},
    [LAB_AWAY_WAIT] = {PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL,
	{"目前連不到登入伺服器,而且密碼錯誤次數過多,請稍候再試。",
	    "The login server cannot be reached, and there were too many wrong "
	    "passwords here. Please wait a while."}},
    [LAB_AWAY_LONG] = {PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL,
	{"這台電腦太久沒有連上登入伺服器,請接上網路後再登入。",
	    "This machine has not reached the login server for too long. "
	    "Please connect it to the network and log in then."}},
    [LAB_BUSY] = {PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL,
	{"登入伺服器忙碌中,請稍後再試。",
	    "The login server is busy. Please try again in a moment."}},
    [LAB_PORTAL_AWAY] = {PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL,
	{"資訊服務入口沒有回應,不知道密碼是否已設定。請稍後先用新密碼登入;若不"
	 "行,檢查碼仍可再用。",
	    "The portal did not answer, so nobody knows whether the password "
	    "is set. Later, try to log in with the new one; if that fails, the "
	    "check code is still good."}},
    [LAB_SET] = {PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL,
	{"密碼已設定,這台電腦還沒有得知,請稍候再用新密碼登入。",
	    "The password is set, but this machine has yet to hear of it. "
	    "Please log in with it in a moment."}},
    [LAB_FAULT] = {PAM_AUTHINFO_UNAVAIL, PAM_AUTHINFO_UNAVAIL,
	{"登入服務發生問題,無法確認密碼,請洽資訊人員。",
	    "The login service has a problem and could not check the password. "
	    "Please tell the IT staff."}},
};

enum pam_words_lang
pam_words_lang(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && *value != '\0')
			return strncmp(value, "zh", 2) == 0 ? PAM_WORDS_ZH
							    : PAM_WORDS_EN;
	}
	return PAM_WORDS_EN;
}

int
pam_words_auth_code(enum lab_reason reason)
{
	return rows[reason].auth_code;
}

int
pam_words_account_code(enum lab_reason reason)
{
	return rows[reason].account_code;
}

const char *
pam_words_text(enum lab_reason reason, enum pam_words_lang lang)
{
	return rows[reason].text[lang];
}

const char *
pam_words_label(enum pam_words_label label, enum pam_words_lang lang)
{
	static const char *const texts[PAM_WORDS_LABELS][PAM_WORDS_LANGS] = {
	    [PAM_WORDS_CLAIM] =
		{"這個帳號還沒有啟用。有檢查碼(在信件裡,或向學校人事詢問)就可以"
		 "在這裡設定密碼。以下輸入的內容都不會顯示;直接按 Enter 離開。",
		    "This account has not been activated yet. With a check "
		    "code, from the letter or from your school's personnel "
		    "office, you set its password here. Nothing that you type "
		    "below is shown; Enter alone ends it."},
	    [PAM_WORDS_NATIONAL_ID] = {"身分證字號: ", "National ID: "},
	    [PAM_WORDS_CODE] = {"檢查碼: ", "Check code: "},
	    [PAM_WORDS_NEW_PASSWORD] = {"新密碼: ", "New password: "},
	    [PAM_WORDS_PASSWORD_AGAIN] = {"重複輸入新密碼: ",
		"New password again: "},
	    [PAM_WORDS_PASSWORDS_DIFFER] = {"兩次輸入的新密碼不同,請再輸入。",
		"The two new passwords differ. Please type them again."},
	};

	return texts[label][lang];
}

const char *
pam_words_reset(enum pam_words_lang lang)
{
	static const char *const texts[PAM_WORDS_LANGS] = {
	    "請本人到資訊服務入口%s 按「忘記」重設密碼。",
	    "The person resets this password on the portal%s by the button "
	    "for forgotten passwords."};

	return texts[lang];
}
