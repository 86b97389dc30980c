#include "verdict.h"

#include <stddef.h>

/* Names of refusals come from refusal_name(). */
static const struct verdict_text texts[VERDICT_COUNT] = {
    [VERDICT_OK] = {"ok", RC_OK, "完成。", "Done."},
    [REFUSAL_BAD_DATE] = {NULL, RC_INPUT,
	"日期或時間不正確；可寫 2026-09-02T11:00 或 115/9/2。",
	"That is no date or time: write 2026-09-02T11:00 or 115/9/2."},
    [REFUSAL_END_NOT_AFTER_START] = {NULL, RC_INPUT,
	"結束時間必須晚於開始時間。", "The end must be after the start."},
    [REFUSAL_UNKNOWN_TYPE] = {NULL, RC_INPUT, "沒有這個假別，請從清單選擇。",
	"There is no leave of that type: choose one of the list."},
    [REFUSAL_UNKNOWN_REQUEST] = {NULL, RC_ABSENT, "查無此申請單。",
	"There is no such request."},
    [REFUSAL_FACT_MISSING] = {NULL, RC_INPUT,
	"這個假別需要填寫事由資料，例如日期、關係或週數。",
	"Leave of this type needs facts, such as a day, a relation or weeks."},
    [REFUSAL_NOT_ELIGIBLE] = {NULL, RC_DENIED,
	"您的身分不適用這個假別；如有疑問請洽人事。",
	"Your kind of post has no leave of this type; ask your personnel "
	"office if in doubt."},
    [REFUSAL_TYPE_NOT_IN_FORCE] = {NULL, RC_DENIED,
	"這個假別在這段日期尚未施行，請改選假別或日期。",
	"Leave of this type was not in force on these days: choose others."},
    [REFUSAL_YEAR_CLOSED] = {NULL, RC_DENIED, "該年度已結算，請洽人事。",
	"That year is closed; ask your personnel office."},
    [REFUSAL_CALENDAR_MISSING] = {NULL, RC_ABSENT,
	"該年度的行事曆尚未公布，請洽人事。",
	"The calendar of that year is not published yet; ask your personnel "
	"office."},
    [REFUSAL_CONFLICTING_REVISIONS] = {NULL, RC_EXISTS,
	"與已公布的行事曆矛盾，請先查看已公布的內容。",
	"This contradicts what is published already: look at that first."},
    [REFUSAL_NO_WORKING_TIME] = {NULL, RC_DENIED,
	"這段時間沒有上班時間，不必請假。",
	"There is no working time in it: no leave is needed."},
    [REFUSAL_OVERLAP] = {NULL, RC_EXISTS,
	"與上班時間或已申請的假、加班重疊；請改時間，"
	"或先撤回、取消原來的申請。",
	"It overlaps working hours, or leave or overtime that has been filed: "
	"choose other hours, or withdraw or cancel that first."},
    [REFUSAL_DEPUTY_IS_APPLICANT] = {NULL, RC_DENIED,
	"職務代理人不能是申請人，請另選一位。",
	"The deputy cannot be the applicant: choose somebody else."},
    [REFUSAL_DEPUTY_ABSENT] = {NULL, RC_DENIED,
	"職務代理人當時不在或不能代理，請另選一位。",
	"The deputy is away then or cannot stand in: choose somebody else."},
    [REFUSAL_TRANSFER_DEPUTY_DUTY_FIRST] = {NULL, RC_DENIED,
	"您當時要代理他人，請先移轉代理。",
	"You stand in for somebody then: hand that over first."},
    [REFUSAL_OUTSIDE_WINDOW] = {NULL, RC_DENIED,
	"不在這個假別可用的期間內；請改日期，或洽人事。",
	"That is outside the days on which it may be taken: choose other "
	"days, or ask your personnel office."},
    [REFUSAL_MINIMUM_HALF_DAY] = {NULL, RC_DENIED,
	"少於每次最少可請的時數，請延長時間。",
	"It is shorter than the least allowed: choose a longer time."},
    [REFUSAL_MONTHLY_LIMIT] = {NULL, RC_DENIED, "超過每月上限，請洽人事。",
	"It is more than a month allows; ask your personnel office."},
    [REFUSAL_ENTITLEMENT_EXHAUSTED] = {NULL, RC_DENIED,
	"剩餘時數不足；請縮短時間，或改用其他假別。",
	"There are not enough hours left: shorten it, or take leave of "
	"another type."},
    [REFUSAL_OVERTIME_LIMIT] = {NULL, RC_DENIED, "超過加班上限，請縮短時間。",
	"It is more overtime than allowed: shorten it."},
    [REFUSAL_NOT_YOUR_TURN] = {NULL, RC_DENIED,
	"目前不是由您決定，請看申請單的核定順序。",
	"It is not yours to decide now: the request says who decides."},
    [REFUSAL_TYPE_NOT_REFUSABLE] = {NULL, RC_DENIED,
	"依規定不得拒絕這個假別；可退回請申請人補正。",
	"By law leave of this type cannot be refused; you can return it."},
    [REFUSAL_WRONG_STATE] = {NULL, RC_EXISTS, "申請單目前的狀態不能這樣處理。",
	"That cannot be done in the state the request is in."},
    [REFUSAL_COVER_OPEN] = {NULL, RC_DENIED, "尚有課務未安排，請先洽教學組。",
	"Lessons are still without cover; ask the teaching section first."},
    [REFUSAL_DUPLICATE_ID] = {NULL, RC_EXISTS, "申請單號重複。",
	"A request of that number exists."},
    [VERDICT_SIGN_IN_AGAIN] = {"sign_in_again", RC_DENIED, "請重新登入。",
	"Please sign in again."},
    [VERDICT_NO_SCOPE] = {"insufficient_scope", RC_DENIED,
	"這個存取權杖不是為差勤系統取得的，請以 leave 範圍重新取得。",
	"That token was not given for leave: ask for one with the scope "
	"leave."},
    [VERDICT_NOT_ALLOWED] = {"not_allowed", RC_DENIED, "您沒有這個權限。",
	"You may not do that."},
    [VERDICT_OTHER_SCHOOL] = {"other_school", RC_DENIED, "這不是貴校的人員。",
	"That is not a person of your school."},
    [VERDICT_NO_PERSON] = {"no_person", RC_ABSENT, "查無此人。",
	"There is no such person."},
    [VERDICT_NO_LETTER] = {"no_letter", RC_ABSENT, "沒有這封信，或已不必寄。",
	"There is no such letter, or it is no longer due."},
    [VERDICT_READ_WARNING] = {"read_warning", RC_DENIED, "請先閱讀並確認：%s",
	"Please read and confirm first: %s"},
    [VERDICT_NOT_YET] = {"not_yet", RC_INPUT,
	"這個時間還沒到，請填已經過去的時間。",
	"That time has not come yet: say when it was."},
    [VERDICT_NO_FILE] = {"no_file", RC_ABSENT, "查無此附件。",
	"There is no such attachment."},
    [VERDICT_BAD_FILE] = {"bad_file", RC_INPUT,
	"附件須為 PDF、JPEG 或 PNG 檔。",
	"An attachment is a PDF, a JPEG or a PNG."},
    [VERDICT_TOO_LARGE] = {"too_large", RC_INPUT, "附件太大，或已經太多。",
	"The attachment is too large, or there are too many."},
    [VERDICT_PAPERS_LATE] = {"papers_late", RC_DENIED,
	"已過繳交證明文件的期限；請交給人事補登。",
	"The time for handing in papers is over: give them to your personnel "
	"office, which still can."},
    [VERDICT_NOT_ACTIVE] = {"not_active", RC_DENIED, "此人目前不在職。",
	"That person is not in service now."},
    [VERDICT_BAD_FIELD] = {"bad_field", RC_INPUT, "欄位內容不正確：%s",
	"A value is not valid: %s"},
    [VERDICT_COVER_BUSY] = {"cover_busy", RC_DENIED,
	"這位老師當時請假、有課或已代別班。",
	"That person is away, teaches, or sees to another class then."},
    [VERDICT_CHANGED_MEANWHILE] = {"changed_meanwhile", RC_EXISTS,
	"申請單剛被他人處理，請重新查看。",
	"Somebody has just decided on it: look again."},
    [VERDICT_DIRECTORY_AWAY] = {"directory_away", RC_OFFLINE,
	"目前無法向人員目錄查證單位、職務代理人與核定人員，"
	"可以查詢，請稍後再申請或批核。",
	"The directory does not answer: units, deputies and approvers cannot "
	"be checked. You can look; file or decide later."},
    [VERDICT_DATABASE_AWAY] = {"database_away", RC_OFFLINE,
	"差勤資料庫沒有回應，請稍後再試；剛才的動作未必完成，"
	"可用同一個 key 再送一次。",
	"The leave database does not answer. Try later; with the same key the "
	"last act is not done twice."},
    [VERDICT_BUSY] = {"busy", RC_BUSY, "系統忙碌，請稍後再試。",
	"Too busy now; try later."},
    [VERDICT_FAULT] = {"fault", RC_FAULT, "系統錯誤，已記錄。",
	"Something went wrong; it is in the log."},
};

const struct verdict_text *
verdict_text(enum verdict verdict)
{
	static struct verdict_text named;

	if (texts[verdict].name != NULL)
		return &texts[verdict];
	named = texts[verdict];
	named.name = refusal_name((enum refusal)verdict);
	return &named;
}

enum verdict
verdict_of_rc(enum rc rc)
{
	static const enum verdict verdicts[RC_COUNT] = {
	    [RC_OK] = VERDICT_OK,
	    [RC_INPUT] = VERDICT_FAULT,
	    [RC_DENIED] = VERDICT_NOT_ALLOWED,
	    [RC_ABSENT] = VERDICT_NO_PERSON,
	    [RC_EXISTS] = VERDICT_CHANGED_MEANWHILE,
	    [RC_BUSY] = VERDICT_BUSY,
	    [RC_OFFLINE] = VERDICT_DATABASE_AWAY,
	    [RC_FAULT] = VERDICT_FAULT,
	};

	return verdicts[rc];
}
