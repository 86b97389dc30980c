#include "reply.h"

#include <stddef.h>

static const struct reply_text replies[REPLY_COUNT] = {
    [REPLY_OK] = {"ok", RC_OK, "完成。", "Done."},
    [REPLY_LETTER_SENT] = {"letter_sent", RC_OK,
	"郵件已寄出，請在 24 小時內用信中的檢查碼設定密碼。"
	"若 10 分鐘內沒有收到，請向貴單位人事詢問檢查碼。",
	"The letter is on its way. Set your password with its check code "
	"within 24 hours. If it has not come in 10 minutes, ask your unit's "
	"personnel for the check code."},
    [REPLY_LETTER_MAYBE] = {"letter_maybe", RC_OK,
	"若資料相符，郵件已寄出。若 10 分鐘內沒有收到，請先洽貴單位人事，"
	"再洽資訊執秘%s。",
	"If we know you, a letter is on its way. If it has not come in 10 "
	"minutes, ask your unit's personnel, then its 資訊執秘%s."},
    [REPLY_CONFIRM_SENT] = {"confirm_sent", RC_OK,
	"確認信已寄到新的信箱，請在信中所寫的時間以前填寫確認碼。",
	"A letter is on its way to the new address: give its confirmation code "
	"before the time it says."},
    [REPLY_NO_RECORD] = {"no_record", RC_ABSENT,
	"查無此資料。請先洽貴單位人事確認已在人事行政建立您的資料與電子信箱，"
	"再洽資訊執秘%s。",
	"No such record. First ask your unit's personnel whether they have "
	"created you and your mail address, then its 資訊執秘%s."},
    [REPLY_BAD_NATIONAL_ID] = {"bad_national_id", RC_INPUT,
	"身分證字號格式不正確：一個英文字母加九碼。",
	"That is no national ID: one letter and nine characters."},
    [REPLY_BAD_MAIL] = {"bad_mail", RC_INPUT, "電子信箱格式不正確。",
	"That is no mail address."},
    [REPLY_BAD_VALUE] = {"bad_value", RC_INPUT, "資料格式不正確。",
	"A value is not valid."},
    [REPLY_BAD_FIELD] = {"bad_field", RC_INPUT, "「%s」的內容不正確。",
	"The value of \"%s\" is not valid."},
    [REPLY_BAD_DATE] = {"bad_date", RC_INPUT,
	"「%s」的日期不正確；可寫 2026-08-01 或 115/8/1，"
	"結束日不得早於起始日。",
	"The date of \"%s\" is not valid: write 2026-08-01 or 115/8/1, "
	"and no end before its start."},
    [REPLY_BAD_ACCOUNT] = {"bad_account", RC_INPUT,
	"帳號須為 2 至 32 個字元，以小寫英文字母開頭，"
	"只能有小寫字母、數字、「.」、「_」、「-」，且不得為系統保留名稱。",
	"An account name has 2 to 32 characters, starts with a small letter, "
	"has small letters, digits, '.', '_' and '-' only, and is none that "
	"the system reserves."},
    [REPLY_BAD_SCHOOL_KIND] = {"bad_school_kind", RC_INPUT,
	"學校類別須為 elementary、junior_high、senior_high、special、bureau、"
	"public_kindergarten、nonprofit_kindergarten、"
	"quasi_public_kindergarten 或 private_kindergarten。",
	"The kind of a school is elementary, junior_high, senior_high, "
	"special, bureau, public_kindergarten, nonprofit_kindergarten, "
	"quasi_public_kindergarten or private_kindergarten."},
    [REPLY_MISSING] = {"missing", RC_INPUT, "新建立人員必須填寫「%s」。",
	"Somebody new needs a value for \"%s\"."},
    [REPLY_ID_CHECKSUM] = {"id_checksum", RC_INPUT,
	"身分證字號的檢核碼不符，請核對；確定無誤時請填寫理由。",
	"The check digit of the national ID is wrong: look again, or give a "
	"reason why it is right."},
    [REPLY_WRONG_CODE] = {"wrong_code", RC_DENIED,
	"檢查碼不正確或已失效。請再輸入一次，或重新按「忘記」取得檢查碼。",
	"The check code is wrong or no longer good. Type it again, or press "
	"forgot for another one."},
    [REPLY_WRONG_OR_AWAY] = {"wrong_or_away", RC_DENIED,
	"檢查碼不正確、已失效，或因另一部主機暫時連不上而無法核對。"
	"請再輸入一次；若剛收到，請稍後再試，不必重新申請。",
	"The check code is wrong or no longer good, or it cannot be checked "
	"because another host is away just now. Type it again; if it has only "
	"just come, keep it and try again later."},
    [REPLY_WRONG_CONFIRM] = {"wrong_confirm", RC_DENIED,
	"確認碼不正確或已失效。請核對信箱與確認碼，或重新寄送確認信。",
	"The confirmation code is wrong or no longer good. Look at the address "
	"and the code again, or ask for another letter."},
    [REPLY_MAIL_SAME] = {"mail_same", RC_EXISTS, "這就是目前登記的信箱。",
	"That is the address on file already."},
    [REPLY_ALREADY_SET] = {"already_set", RC_EXISTS,
	"密碼已經設定完成，請直接登入。",
	"The password is set already: please sign in."},
    [REPLY_HOME_AWAY] = {"home_away", RC_BUSY,
	"目前無法核對這組檢查碼，請稍後再試，或請人事重新核發。",
	"This code cannot be checked right now: try again later, or ask "
	"personnel to issue a new one."},
    [REPLY_PASSWORD_REFUSED] = {"password_refused", RC_INPUT,
	"新密碼不符合規定。", "The new password does not follow the rules."},
    [REPLY_PASSWORD_IN_HISTORY] = {"password_in_history", RC_INPUT,
	"新密碼與最近用過的相同，請換一個。",
	"The new password is one of your last ones: take another."},
    [REPLY_WRONG_PASSWORD] = {"wrong_password", RC_DENIED,
	"帳號或密碼不正確。密碼有大小寫之分；首次使用請按「忘記」。",
	"Wrong account or password. Case matters; first-time users press "
	"forgot."},
    [REPLY_SIGN_IN_AGAIN] = {"sign_in_again", RC_DENIED,
	"登入已失效，請重新登入。",
	"Your session has ended: please sign in again."},
    [REPLY_STEP_UP] = {"step_up", RC_DENIED, "請再輸入一次您的密碼。",
	"Please type your own password again."},
    [REPLY_TOO_MANY] = {"too_many", RC_BUSY,
	"嘗試次數過多，請一小時後再試，或洽貴單位人事。",
	"Too many tries: wait an hour, or ask your unit's personnel."},
    [REPLY_NOT_ALLOWED] = {"not_allowed", RC_DENIED, "您沒有這項權限。",
	"You may not do that."},
    [REPLY_OTHER_SCHOOL] = {"other_school", RC_DENIED,
	"只能處理本校人員的資料。",
	"You act for people of your own school only."},
    [REPLY_NOT_ON_COLLEAGUES] = {"not_on_colleagues", RC_DENIED,
	"不能處理其他人事或資訊管理人員的資料，請洽教育局。",
	"Personnel and IT are out of your hands: ask the bureau."},
    [REPLY_NOT_ON_YOURSELF] = {"not_on_yourself", RC_DENIED,
	"不能處理自己的資料。", "You may not act on yourself."},
    [REPLY_NO_PERSON] = {"no_person", RC_ABSENT, "查無此人。",
	"There is no such person."},
    [REPLY_NO_CODE] = {"no_code", RC_ABSENT,
	"目前沒有有效的檢查碼；可以重新核發一組。",
	"There is no live check code; you may issue one."},
    [REPLY_MAIL_TOO_FRESH] = {"mail_too_fresh", RC_BUSY,
	"電子信箱剛由人事變更，須等一段時間才能重設密碼。",
	"Personnel have just changed the mail address: a reset has to wait for "
	"some time."},
    [REPLY_KINDERGARTEN] = {"kindergarten", RC_DENIED,
	"非營利、準公共及私立幼兒園沒有帳號，也不能申請；"
	"若公文要求登入，請洽公文承辦人。",
	"Non-profit, quasi-public and private kindergartens have no accounts; "
	"if an official letter asks you to sign in, tell its officer."},
    [REPLY_WRONG_STATE] = {"wrong_state", RC_DENIED,
	"以此人員目前的狀態不能這樣做。",
	"The person's present state does not allow that."},
    [REPLY_NOT_RELEASED] = {"not_released", RC_DENIED,
	"原服務學校尚未釋出此人員，請先洽原校人事。",
	"The old school has not released this person: ask its personnel "
	"first."},
    [REPLY_TAKE_IN] = {"take_in", RC_EXISTS,
	"此人員已由原服務學校釋出，請用「介聘調入」辦理。",
	"The old school has released this person: take them in instead of "
	"creating them."},
    [REPLY_NOT_OF_SCHOOL] = {"not_of_school", RC_DENIED,
	"此人員不屬於這所學校。", "The person does not belong to that school."},
    [REPLY_STILL_IT] = {"still_it", RC_DENIED,
	"此人員仍在資訊管理群組 cn=it，請先以 LDAP 工具移出。",
	"The person is still in cn=it: take them out with LDAP tools first."},
    [REPLY_IT_BY_LDAP] = {"it_by_ldap", RC_DENIED,
	"資訊管理群組 cn=it 只能用 LDAP 工具變更。",
	"cn=it is changed with LDAP tools only."},
    [REPLY_NO_SCHOOL] = {"no_school", RC_ABSENT, "查無學校代碼 %s。",
	"There is no school of code %s."},
    [REPLY_NO_UNIT] = {"no_unit", RC_ABSENT, "該校沒有這個單位；現有單位：%s。",
	"The school has no such unit; it has: %s."},
    [REPLY_ACCOUNT_TAKEN] = {"account_taken", RC_EXISTS,
	"這個帳號已有其他人使用。", "Somebody else has that account name."},
    [REPLY_OTHER_ACCOUNT] = {"other_account", RC_EXISTS,
	"此人員的帳號是 %s；要改帳號請用更名。",
	"The person's account is %s: rename it to change it."},
    [REPLY_NO_ACCOUNT] = {"no_account", RC_INPUT,
	"無法產生帳號：請填寫帳號、英文姓名或電子信箱。",
	"No account name can be proposed: give one, or a name in Latin "
	"letters, or a mail address."},
    [REPLY_NUMBERS_USED_UP] = {"numbers_used_up", RC_BUSY,
	"號碼範圍已用完，請通知資訊人員擴大 uidNumber 範圍。",
	"The range of uidNumbers is used up: IT must widen it."},
    [REPLY_EXISTS] = {"exists", RC_EXISTS, "已經存在。",
	"There is one already."},
    [REPLY_ABSENT] = {"absent", RC_ABSENT, "查無資料。",
	"There is nothing of that name."},
    [REPLY_CHANGED_MEANWHILE] = {"changed_meanwhile", RC_EXISTS,
	"資料剛被變更，請重新查詢後再試。",
	"It has just been changed by somebody else: look again, then retry."},
    [REPLY_KEY_IN_USE] = {"key_in_use", RC_EXISTS,
	"仍有資料使用這把金鑰，不能停用。",
	"Entries still use this key: it cannot be retired."},
    [REPLY_AUDIT_BROKEN] = {"audit_broken", RC_DENIED, "稽核紀錄與此鏈結不符。",
	"The audit chain does not match that head."},
    [REPLY_OPENID_SIGN_IN] = {"openid_sign_in", RC_OK, "請先登入。",
	"Please sign in first."},
    [REPLY_OPENID_MUST_CHANGE] = {"openid_must_change", RC_OK,
	"請先更換您的密碼。", "Please change your password first."},
    [REPLY_OPENID_END_ASK] = {"openid_end_ask", RC_OK, "要登出入口網嗎？",
	"Do you want to sign out of the portal?"},
    [REPLY_OPENID_CLIENT] = {"openid_client", RC_INPUT,
	"這個網站沒有登記為登入對象，請洽該網站的管理人員。",
	"That service is not registered for sign-on: tell whoever runs it."},
    [REPLY_OPENID_REDIRECT] = {"openid_redirect", RC_INPUT,
	"這個網站登入後的返回網址沒有登記，請洽該網站的管理人員。",
	"The address to return to is not registered for that service: tell "
	"whoever runs it."},
    [REPLY_OPENID_NOT_READY] = {"openid_not_ready", RC_OFFLINE,
	"登入服務的簽章金鑰還在準備，請稍後再試。",
	"The signing key is being prepared: try again in a moment."},
    [REPLY_OPENID_HOME_AWAY] = {"openid_home_away", RC_BUSY,
	"目前無法核對這次登入，請重新登入一次。",
	"This sign-on cannot be checked right now: start it again."},
    /* RFC 6749, 5.2: the English ones are error_description, whose alphabet
     * has neither quotation mark nor backslash. */
    [REPLY_INVALID_REQUEST] = {"invalid_request", RC_INPUT,
	"請求缺少必要的參數，或參數的內容不正確。",
	"A parameter is missing, repeated or not valid."},
    [REPLY_INVALID_CLIENT] = {"invalid_client", RC_DENIED,
	"client_id 或 client_secret 不正確。",
	"Unknown client, or its secret is missing or wrong."},
    [REPLY_INVALID_GRANT] = {"invalid_grant", RC_DENIED,
	"code 已失效、已使用過，或不屬於這個請求。",
	"The code has expired, has been used, or was not given to this client, "
	"redirect_uri and code_verifier."},
    [REPLY_UNAUTHORIZED_CLIENT] = {"unauthorized_client", RC_DENIED,
	"這個登入對象不能這樣取得授權。",
	"The client may not use this way of authorization."},
    [REPLY_UNSUPPORTED_GRANT_TYPE] = {"unsupported_grant_type", RC_INPUT,
	"grant_type 只能是 authorization_code。",
	"The grant_type is not authorization_code."},
    [REPLY_INVALID_TOKEN] = {"invalid_token", RC_DENIED,
	"access token 不正確或已失效。",
	"The access token is wrong, has expired or has been revoked."},
    [REPLY_INSUFFICIENT_SCOPE] = {"insufficient_scope", RC_DENIED,
	"access token 沒有 openid 範圍。",
	"The access token was not given for the scope openid."},
    [REPLY_OFFLINE] = {"offline", RC_OFFLINE,
	"目錄服務暫時沒有回應，請稍後再試。",
	"The directory does not answer at the moment: try again later."},
    [REPLY_FAULT] = {"fault", RC_FAULT, "系統發生錯誤，請通知資訊人員。",
	"Something is wrong on our side: please tell IT."},
};

const struct reply_text *
reply_text(enum reply reply)
{
	return &replies[reply];
}

enum reply
reply_of_rc(enum rc rc)
{
	static const enum reply by_class[RC_COUNT] = {
	    [RC_OK] = REPLY_OK,
	    [RC_INPUT] = REPLY_BAD_VALUE,
	    [RC_DENIED] = REPLY_NOT_ALLOWED,
	    [RC_ABSENT] = REPLY_ABSENT,
	    [RC_EXISTS] = REPLY_CHANGED_MEANWHILE,
	    [RC_BUSY] = REPLY_TOO_MANY,
	    [RC_OFFLINE] = REPLY_OFFLINE,
	    [RC_FAULT] = REPLY_FAULT,
	};

	return by_class[rc];
}
