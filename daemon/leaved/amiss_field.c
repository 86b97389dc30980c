#include "amiss.h"

static const char *const fields[FIELD_COUNT] = {
    [F_ACCOUNT] = "人員",
    [F_ACTION] = "處理方式",
    [F_CURSOR] = "頁次",
    [F_DATA] = "檔案內容",
    [F_DEPUTY] = "職務代理人",
    [F_DETAIL] = "內容",
    [F_ENDS] = "結束",
    [F_FACTS] = "事由資料",
    [F_FROM] = "起日",
    [F_KIND] = "種類",
    [F_MINUTES] = "分鐘數",
    [F_NAME] = "名稱",
    [F_SCHOOL] = "學校",
    [F_SEQ] = "次序",
    [F_STARTS] = "開始",
    [F_TARGET] = "代課人員",
    [F_TEXT] = "表格",
    [F_TYPE] = "假別",
    [F_UNTIL] = "迄日",
    [F_WHY] = "事由",
    [F_YEAR] = "年度",
};

const char *
amiss_field(bool is_english, enum field field)
{
	return is_english || fields[field] == NULL ? field_rule(field)->name
						   : fields[field];
}
