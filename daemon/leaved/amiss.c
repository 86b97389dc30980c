#include "amiss.h"

#include "base/text.h"

static const struct {
	const char *name, *zh, *en;
} texts[AMISS_COUNT] = {
    [AMISS_NONE] = {"none", "沒有問題", "nothing"},
    [AMISS_MISSING] = {"missing", "沒有填寫", "is missing"},
    [AMISS_UNKNOWN] = {"unknown", "不在可以選擇的範圍內",
	"is none of those that there are"},
    [AMISS_RANGE] = {"range", "超出範圍", "is out of range"},
    [AMISS_LONG] = {"long", "太長", "is too long"},
    [AMISS_TWICE] = {"twice", "同一個人列了兩次", "somebody twice"},
    [AMISS_NOT_HERE] = {"not_here", "不是本校在職人員",
	"is nobody in service at the school"},
    [AMISS_SIX_DEPUTIES] = {"six_deputies", "最多六位", "six at most"},
    [AMISS_FOR_NOBODY] = {"for_nobody", "這種處理方式不必指定人員",
	"nobody takes a lesson that is seen to in this way"},
    [AMISS_ONE_END] = {"one_end", "開始與結束要一起填寫",
	"a beginning and an end belong together"},
    [AMISS_DAYS_62] = {"days_62", "起訖日期須依序且不超過 62 天",
	"62 days at most, the first one first"},
    [AMISS_DAYS_93] = {"days_93", "起訖日期須依序且不超過 93 天",
	"93 days at most, the first one first"},
    [AMISS_WHOLE_HOURS] = {"whole_hours",
	"須為整小時（60 分鐘的倍數），且不得為零或過大",
	"whole hours, 60 minutes each; neither none nor too many"},
    [AMISS_NO_LOT] = {"no_lot", "此人該年度沒有這個假別的時數可以調整",
	"they have nothing of it in that year"},
    [AMISS_YEAR_GOES_ON] = {"year_goes_on", "該年度還沒有結束，或不是年度",
	"not over yet, or no year"},
    [AMISS_YEAR_OPEN] = {"year_open", "該年度還沒有結算", "not closed yet"},
    [AMISS_NEXT_OVER] = {"next_over", "次一年度也已經結束",
	"the next one is over, too"},
    [AMISS_NOTHING_CARRIED] = {"nothing_carried", "沒有要保留的時數，請留空白",
	"nothing is to be carried"},
    [AMISS_FACT_SHAPE] = {"fact_shape", "須寫成「名稱=內容」",
	"not NAME=VALUE"},
    [AMISS_FACT_NAME] = {"fact_name", "沒有這個項目", "no such particular"},
    [AMISS_FACT_TWICE] = {"fact_twice", "項目重複", "there twice"},
    [AMISS_FACT_VALUE] = {"fact_value", "內容不正確", "cannot be that"},
    [AMISS_PART] = {"part", "不是 base64", "not base64"},
    [AMISS_PART_ORDER] = {"part_order", "檔案的各部分沒有依序送達",
	"the parts of a file did not come in order"},
    [AMISS_LINE_LONG] = {"line_long", "這一列太長", "line too long"},
    [AMISS_NO_TEXT] = {"no_text", "不是 UTF-8 文字", "not UTF-8"},
    [AMISS_FIELDS_FEW] = {"fields_few", "欄位太少", "too few fields"},
    [AMISS_DAY] = {"day", "day 欄不是日期", "day: not a date"},
    [AMISS_DAY_YEAR] = {"day_year", "day 欄不是年份", "day: not a year"},
    [AMISS_MARK] = {"mark", "mark 欄須為 off、work、break、return 或 year",
	"mark: off, work, break, return or year"},
    [AMISS_KINDS] = {"kinds", "kinds 欄沒有這種身分",
	"kinds: unknown staff kind"},
    [AMISS_PUBLISHED] = {"published", "published 欄不是日期",
	"published: not a date"},
    [AMISS_LEVEL] = {"level", "level 欄須為 national、city 或 school",
	"level: national, city or school"},
    [AMISS_NAME_LONG] = {"name_long", "name 欄太長", "name: too long"},
    [AMISS_GOVERNMENT_DAY] = {"government_day", "「西元日期」欄不是日期",
	"西元日期: not a date"},
    [AMISS_GOVERNMENT_OFF] = {"government_off", "「是否放假」欄須為 0 或 2",
	"是否放假: 0 or 2"},
    [AMISS_CONFLICT] = {"conflict", "同一天公布的內容互相矛盾",
	"conflicting revisions"},
    [AMISS_CALENDAR_FULL] = {"calendar_full", "行事曆的日數或年數太多",
	"more days or years than a calendar holds"},
    [AMISS_EVENT_FILE] = {"event_file", "沒有 BEGIN:VCALENDAR",
	"no BEGIN:VCALENDAR"},
    [AMISS_EVENT_LINE] = {"event_line", "沒有「:」", "no ':'"},
    [AMISS_EVENT_DAY] = {"event_day", "不是日期", "not a date"},
    [AMISS_EVENT_START] = {"event_start", "事件沒有 DTSTART",
	"event without DTSTART"},
    [AMISS_EVENT_END] = {"event_end", "DTEND 不在 DTSTART 之後，或隔得太久",
	"DTEND is not after DTSTART, or too far"},
    [AMISS_EVENT_OPEN] = {"event_open", "事件沒有 END:VEVENT",
	"event without END:VEVENT"},
};

const char *
amiss_name(enum amiss amiss)
{
	return amiss < AMISS_COUNT ? texts[amiss].name : "?";
}

char *
amiss_say(
    char text[AMISS_SIZE], bool is_english, enum amiss amiss, const char *value)
{
	char shown[AMISS_VALUE_SIZE];
	const char *said = is_english ? texts[amiss].en : texts[amiss].zh;
	const char *format = value[0] == '\0' ? "%s"
	    : is_english                      ? "%s: '%s'"
					      : "%s：「%s」";

	(void)text_show(shown, sizeof(shown), value, false);
	(void)text_print(text, AMISS_SIZE, format, said, shown);
	return text;
}
