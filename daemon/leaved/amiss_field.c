#include "amiss.h"

static const struct {
	const char *zh, *en;
} names[FIELD_COUNT] = {
    [F_ACCOUNT] = {"人員", "person"},
    [F_ACTION] = {"處理方式", "way of seeing to it"},
    [F_CURSOR] = {"頁次", "page"},
    [F_DATA] = {"檔案內容", "contents of the file"},
    [F_DEPUTY] = {"職務代理人", "deputy"},
    [F_DETAIL] = {"內容", "content"},
    [F_ENDS] = {"結束", "end"},
    [F_FACTS] = {"事由資料", "particulars"},
    [F_KIND] = {"種類", "kind"},
    [F_LETTER_STATE] = {"信件狀態", "state of letters"},
    [F_MINUTES] = {"分鐘數", "minutes"},
    [F_NAME] = {"名稱", "name"},
    [F_SCHOOL] = {"學校", "school"},
    [F_SEQ] = {"次序", "number in the list"},
    [F_STARTS] = {"開始", "beginning"},
    [F_TARGET] = {"代課人員", "who takes the lesson"},
    [F_TYPE] = {"假別", "type of leave"},
    [F_UNTIL] = {"迄日", "last day"},
    [F_WHY] = {"事由", "reason"},
    [F_YEAR] = {"年度", "year"},
};

const char *
amiss_field(bool is_english, enum field field)
{
	const char *name = is_english ? names[field].en : names[field].zh;

	return name == NULL ? field_rule(field)->name : name;
}
