#include "letter_text.h"

#define NEEDS_CODE (LETTER_NEEDS_CODE | LETTER_NEEDS_UNTIL)

const char *const letter_greeting[LETTER_LANG_COUNT] = {
    [LETTER_ZH] = "您好：\n\n",
    [LETTER_EN] = "Hello,\n\n",
};

const char *const letter_closing[LETTER_LANG_COUNT] = {
    [LETTER_ZH] = "\n這封信由系統自動寄出。有問題請先找學校人事人員，再找"
		  "學校資訊執秘，最後聯絡{contact}。\n",
    [LETTER_EN] = "\nThis letter was sent automatically. With questions, ask "
		  "your school's personnel\noffice first, then its information "
		  "officer, then {contact}.\n",
};

#define HOW_TO_ZH                                                                                          \
	"檢查碼：{code}\n"                                                                             \
	"有效到：{until}\n\n"                                                                          \
	"請自己打開{site}，按「忘記」，再按「輸入檢查碼」，填寫身分證字號、" \
	"這組檢查碼和新密碼。信裡不會有連結。\n\n"                                       \
	"不要把檢查碼告訴別人，任何人向您要都不要給。如果不是您提出的，"    \
	"不用處理這封信，帳號不會因此改變。\n"
#define HOW_TO_EN                                                             \
	"Check code: {code}\n"                                                \
	"Valid until: {until}\n\n"                                            \
	"Open {site} yourself, choose 忘記 (forgot), then 輸入檢查碼 " \
	"(enter check code), and give your national ID number, this code "    \
	"and a new password. This letter has no link on purpose.\n\n"         \
	"Tell nobody the code, whoever asks for it. If this was not you, "    \
	"do nothing: your account stays as it is.\n"

/* About leave: what it is about, its page tells. */
#define LEAVE(name, subject_zh, subject_en, zh, en)                       \
	{                                                                 \
		name, LETTER_NEEDS_LINK, false, {subject_zh, subject_en}, \
		{                                                         \
			zh "請登入後查看：\n{link}\n",                    \
			    en " Sign in to see it:\n"                    \
			       "{link}\n"                                 \
		}                                                         \
	}

const struct letter_text letter_texts[LETTER_KIND_COUNT] = {
    [LETTER_ACTIVATE] = {"activate", NEEDS_CODE, false,
	{"啟用帳號的檢查碼", "Check code to activate your account"},
	{"有人（應該是您）在{site}申請啟用您的帳號。\n\n" HOW_TO_ZH,
	    "Someone, most likely you, asked {site} to activate your "
	    "account.\n\n" HOW_TO_EN}},
    [LETTER_RESET] = {"reset", NEEDS_CODE, false,
	{"重設密碼的檢查碼", "Check code to set a new password"},
	{"有人（應該是您）在{site}申請重設您的密碼。\n\n" HOW_TO_ZH,
	    "Someone, most likely you, asked {site} for a new "
	    "password.\n\n" HOW_TO_EN}},
    [LETTER_CODE_SHOWN] = {"code_shown", LETTER_NEEDS_AT, false,
	{"學校人事人員查看了您的檢查碼", "Personnel have seen your check code"},
	{"學校人事人員在 {at} 查看了您在{site}的檢查碼，以便告訴您。這件事"
	 "已經留下紀錄。\n\n"
	 "如果您沒有請他們幫忙，請儘快聯絡{contact}。\n",
	    "Your school's personnel office looked at your check code for "
	    "{site} on {at}, in order to tell it to you. A record was kept.\n\n"
	    "If you did not ask for this, please contact {contact} soon.\n"}},
    [LETTER_MAIL_CHANGED] = {"mail_changed", LETTER_NEEDS_AT, true,
	{"您的電子信箱已變更", "Your mail address was changed"},
	{"您在{site}登記的電子信箱在 {at} 變更了，以後的信不會再寄到這個"
	 "信箱。\n\n"
	 "如果不是您要求的，請立刻聯絡學校人事人員或{contact}。\n",
	    "The mail address that {site} has for you was changed on {at}. "
	    "Later letters do not come to this one.\n\n"
	    "If you did not ask for this, contact your school's personnel "
	    "office or {contact} at once.\n"}},
    [LETTER_MAIL_CONFIRM] = {"mail_confirm", NEEDS_CODE, true,
	{"確認新的電子信箱", "Confirm your new mail address"},
	{"有人（應該是您）要把這個信箱登記到{site}的帳號。\n\n"
	 "確認碼：{code}\n"
	 "有效到：{until}\n\n"
	 "請登入{site}，在「個人服務 › 個人資料」填寫這組確認碼。\n\n"
	 "如果不是您，不用處理這封信，這個信箱不會被登記。\n",
	    "Someone, most likely you, wants {site} to write to this "
	    "address from now on.\n\n"
	    "Confirmation code: {code}\n"
	    "Valid until: {until}\n\n"
	    "Sign in to {site} and give this code under "
	    "個人服務 › 個人資料 (personal data).\n\n"
	    "If this was not you, do nothing: the address is not taken "
	    "over.\n"}},
    [LETTER_RECOVERY_CHANGED] = {"recovery_changed", LETTER_NEEDS_AT, false,
	{"您的備用信箱已變更", "Your recovery address was changed"},
	{"您在{site}登記的備用信箱在 {at} 變更了。\n\n"
	 "如果不是您做的，請立刻登入{site}變更密碼，並告訴學校人事人員或"
	 "{contact}。\n",
	    "The recovery address that {site} has for you was changed "
	    "on {at}.\n\n"
	    "If this was not you, sign in to {site} and change your password "
	    "at once, and tell your school's personnel office or "
	    "{contact}.\n"}},
    [LETTER_CONTRACT_ENDS] = {"contract_ends",
	LETTER_NEEDS_UNTIL | LETTER_NEEDS_COUNT, false,
	{"聘期即將到期", "Contracts are about to end"},
	{"貴校有 {count} 位同仁的聘期將在 {day} 以前到期。到期的隔天起，"
	 "他們的帳號就不能登入。\n\n"
	 "名單在{site}的「行政服務 › 人事行政」。要續聘的，請在到期前更新"
	 "聘期。\n",
	    "{count} contracts at your school end by {day}. "
	    "From the day after its end a person can no longer sign in.\n\n"
	    "The list is in {site} under 行政服務 › 人事行政. Please enter "
	    "the new date there for those who stay.\n"}},
    [LETTER_SUSPENDED] = {"suspended", LETTER_NEEDS_AT, false,
	{"您的帳號已暫停使用", "Your account is suspended"},
	{"您在{site}的帳號從 {at} 起暫停使用，不能登入。\n\n"
	 "想知道原因或恢復使用，請聯絡學校人事人員或{contact}。\n",
	    "Your account at {site} was suspended on {at}; "
	    "it cannot be used to sign in.\n\n"
	    "For the reason, or to have it restored, contact your school's "
	    "personnel office or {contact}.\n"}},
    [LETTER_RESTORED] = {"restored", LETTER_NEEDS_AT, false,
	{"您的帳號已恢復使用", "Your account is restored"},
	{"您在{site}的帳號從 {at} 起恢復使用，密碼不變。\n",
	    "Your account at {site} was restored on {at}. "
	    "The password is the same as before.\n"}},
    [LETTER_PASSWORD_CHANGED] = {"password_changed", LETTER_NEEDS_AT, false,
	{"您的密碼已變更", "Your password was changed"},
	{"您在{site}的密碼在 {at} 變更了。\n\n"
	 "如果不是您做的，請立刻在{site}按「忘記」重設密碼，並告訴學校人事"
	 "人員或{contact}。\n",
	    "Your password at {site} was changed on {at}.\n\n"
	    "If this was not you, set a new one at once with 忘記 (forgot) "
	    "at {site}, and tell your school's personnel office or "
	    "{contact}.\n"}},
    [LETTER_LEAVE_DEPUTY] = LEAVE("leave_deputy", "有人請您擔任職務代理人",
	"You are asked to stand in",
	"有一位同仁請您擔任職務代理人，等您同意或婉拒。",
	"A colleague asks you to stand in and waits for you to agree or "
	"decline."),
    [LETTER_LEAVE_TURN] = LEAVE("leave_turn", "有一件差假申請等您批核",
	"A request for leave waits for you", "有一件差假申請等您批核。",
	"A request for leave waits for your decision."),
    [LETTER_LEAVE_REMINDER] =
	LEAVE("leave_reminder", "提醒：有一件差假申請還在等您",
	    "Reminder: a request for leave still waits for you",
	    "有一件差假申請已經等了您一天以上。",
	    "A request for leave has waited for you for more than a day."),
    [LETTER_LEAVE_LESSONS] = LEAVE("leave_lessons", "有課務等您安排",
	"Lessons wait for cover", "有一件差假申請影響課務，等您安排。",
	"A request for leave touches lessons that need cover."),
    [LETTER_LEAVE_APPROVED] = LEAVE("leave_approved", "您的差假申請已核准",
	"Your request for leave is approved", "您的一件差假申請已核准。",
	"A request for leave of yours is approved."),
    [LETTER_LEAVE_RETURNED] = LEAVE("leave_returned", "您的差假申請被退回",
	"Your request for leave was returned",
	"您的一件差假申請被退回，修改後可以再送出。",
	"A request for leave of yours was returned; you can change it and "
	"file it again."),
    [LETTER_LEAVE_REJECTED] = LEAVE("leave_rejected", "您的差假申請未核准",
	"Your request for leave was rejected", "您的一件差假申請未獲核准。",
	"A request for leave of yours was rejected."),
    [LETTER_LEAVE_CANCELLED] = LEAVE("leave_cancelled", "您的差假已銷假",
	"Your leave was cancelled", "您的一件差假已全部或部分銷假。",
	"Leave of yours was cancelled, all of it or a part."),
    [LETTER_LEAVE_KEPT] = LEAVE("leave_kept", "您的銷假申請未獲同意",
	"Your leave was not cancelled",
	"您申請銷假，未獲同意，差假仍照原核准。",
	"You asked to cancel leave; that was turned down, and the leave stays "
	"as approved."),
    [LETTER_LEAVE_RECALCULATED] = LEAVE("leave_recalculated",
	"您的差假時數已重新計算", "The hours of your leave were recalculated",
	"因規定、行事曆或停止上班有變動，您一件差假的時數已重新計算。",
	"Rules, a calendar or a closure changed, and the hours of a leave "
	"of yours were recalculated."),
    [LETTER_LEAVE_LESSON] = LEAVE("leave_lesson", "有一節課由您代理或處理",
	"A lesson was given to you", "教學組安排了一節課給您。",
	"The teaching section has given a lesson to you."),
    [LETTER_LEAVE_OVERTIME] =
	LEAVE("leave_overtime", "有一件加班等您批核", "Overtime waits for you",
	    "有一件加班等您批核。", "Overtime waits for your decision."),
    [LETTER_LEAVE_OVERTIME_DECIDED] = LEAVE("leave_overtime_decided",
	"您的加班已有結果", "Your overtime was decided on",
	"您的一件加班已有結果。", "Overtime of yours was decided on."),
    [LETTER_LEAVE_OVERTIME_REMINDER] = LEAVE("leave_overtime_reminder",
	"提醒：有一件加班還在等您", "Reminder: overtime still waits for you",
	"有一件加班已經等了您一天以上。",
	"Overtime has waited for you for more than a day."),
    [LETTER_LEAVE_UNCOVERED] = LEAVE("leave_uncovered",
	"有一節已安排的課務要重新安排", "A lesson needs cover again",
	"有一節已安排的課又空出來了，等您重新安排。",
	"A lesson that was arranged is open again and needs cover."),
    [LETTER_LEAVE_COVER_LOST] = LEAVE("leave_cover_lost",
	"您差假期間有一節課要重新安排", "A lesson of yours needs cover again",
	"您一件差假期間已安排的課又空出來了，教學組會重新安排。",
	"A lesson during a leave of yours that was arranged is open again; the "
	"teaching section looks for cover."),
    [LETTER_LEAVE_LESSON_OVER] = LEAVE("leave_lesson_over",
	"有一節課不用再由您代理或處理", "A lesson is yours no more",
	"原本安排給您的課，有一節或幾節不用再由您代理或處理。",
	"Of the lessons that were given to you, one or more are yours no "
	"more."),
    [LETTER_LEAVE_DEPUTY_LOST] = LEAVE("leave_deputy_lost",
	"職務代理人無法代理，請另找一位", "Leave has lost its deputy",
	"一件差假的職務代理人無法代理了，請另找一位同仁接手。",
	"The deputy of a leave cannot stand in any more; somebody else "
	"must be asked."),
    [LETTER_LEAVE_DEPUTY_LOST_REMINDER] = LEAVE("leave_deputy_lost_reminder",
	"提醒：有一件差假還沒有職務代理人",
	"Reminder: leave still has no deputy",
	"有一件差假的職務代理人無法代理，一天以上還沒有另請同仁接手。",
	"Leave has had no deputy for more than a day; nobody else was asked "
	"yet."),
    [LETTER_LEAVE_DUTY_OVER] = LEAVE("leave_duty_over",
	"您不用再擔任一件差假的職務代理人", "You need not stand in any more",
	"原本由您代理的一件差假有異動，您不用再代理。",
	"Leave in which you were to stand in has changed; you need not "
	"do so any more."),
    [LETTER_LEAVE_OFFER_OVER] = LEAVE("leave_offer_over",
	"您請人接手的職務代理沒有交接", "A duty was not taken over",
	"您請一位同仁接手一件差假的職務代理，對方不會接手；仍有需要時請另找"
	"一位。",
	"The colleague whom you asked to take over a deputy's duty will not do "
	"so; ask somebody else if that is still needed."),
};
