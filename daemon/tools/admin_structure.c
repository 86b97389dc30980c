/*
 * portal-admin: schools, units, roles, groups, machines, apps.
 */
#include "command.h"

#include "base/text.h"
#include "words.h"

enum { ADDRESS_SIZE = 1024 };

static void
keep_address(void *context, const struct wire_in *answer)
{
	(void)text_copy(context, ADDRESS_SIZE, wire_text(answer, F_URL));
}

/* What to type on the machine, for people. */
static enum rc
machine_run(struct call *call, struct err *err)
{
	char address[ADDRESS_SIZE] = "";
	enum rc rc = command_ask(call, keep_address, address, err);

	if (rc == RC_OK && !(call->switches & SWITCH_JSON))
		(void)printf(words("請在那台電腦以 root 執行,並在 :// 之後寫上"
				   "目錄伺服器:labctl enrol %s\n",
				 "On the machine, as root, with the directory "
				 "server behind ://: labctl enrol %s\n"),
		    address);
	return rc;
}

const struct command admin_structure[] = {
    {"school", "add", .op = OP_SCHOOL_PUT, .argument = {F_SCHOOL, F_NAME},
	.options = FIELDS(F_KIND), .zh = "新增學校，或變更其名稱與類別",
	.en = "add a school, or change its name or kind",
	.zh_more = "KIND：elementary junior_high senior_high special bureau\n"
		   "public_kindergarten nonprofit_kindergarten "
		   "quasi_public_kindergarten\nprivate_kindergarten。"
		   "非營利、準公共及私立幼兒園沒有帳號。",
	.en_more =
	    "KIND: elementary junior_high senior_high special bureau\n"
	    "public_kindergarten nonprofit_kindergarten "
	    "quasi_public_kindergarten\nprivate_kindergarten. Non-profit, "
	    "quasi-public and private kindergartens\nhold no accounts.",
	.example = "portal-admin school add 353601 和平國小 --kind elementary"},
    {"school", "list", .op = OP_SCHOOL_LIST,
	.zh = "列出學校；人事與資訊執秘列出自己所屬的",
	.en = "list the schools; personnel and officers list their own",
	.example = "portal-admin school list"},
    {"unit", "add", .op = OP_UNIT_PUT, .argument = {F_SCHOOL, F_UNIT},
	.options = FIELDS(F_ACCOUNT),
	.zh = "新增學校的單位；--account 為單位主管",
	.en = "add a unit of a school; --account is its head",
	.example = "portal-admin unit add 353601 教務處 --account wang.daming"},
    {"unit", "list", .op = OP_UNIT_LIST, .argument = {F_SCHOOL},
	.zh = "列出學校的單位", .en = "list the units of a school",
	.example = "portal-admin unit list 353601"},
    {"role", "grant", .op = OP_ROLE_PUT, .argument = {F_ROLE, F_ACCOUNT},
	.options = FIELDS(F_SCHOOL), .flag = F_WANTED, .flag_value = 1,
	.zh = "指派人事 (personnel) 或資訊執秘 (officer)",
	.en = "make someone personnel or officer of their school",
	.zh_more = "--school 若有寫，須為該人員所屬的學校。\n"
		   "資訊人員是群組 cn=it 的成員，只能用 LDAP 工具變更。",
	.en_more = "--school, when given, must be the school the person "
		   "belongs to.\nIT are the members of cn=it, which is changed "
		   "with LDAP tools only.",
	.example = "portal-admin role grant personnel lin.mei --school 353601"},
    {"role", "revoke", .op = OP_ROLE_PUT, .argument = {F_ROLE, F_ACCOUNT},
	.options = FIELDS(F_SCHOOL), .flag = F_WANTED, .flag_value = 0,
	.zh = "取消指派", .en = "take a role from someone",
	.example =
	    "portal-admin role revoke personnel lin.mei --school 353601"},
    {"role", "list", .op = OP_ROLE_LIST, .options = FIELDS(F_SCHOOL),
	.zh = "列出誰有什麼角色", .en = "list who has which role",
	.example = "portal-admin role list --school 353601"},
    {"group", "add", .op = OP_GROUP_PUT, .argument = {F_GROUP},
	.options = FIELDS(F_NAME), .zh = "新增群組", .en = "add a group",
	.example = "portal-admin group add teachers --name 教師"},
    {"group", "join", .op = OP_GROUP_MEMBER, .argument = {F_GROUP, F_ACCOUNT},
	.flag = F_WANTED, .flag_value = 1, .zh = "加入群組",
	.en = "put someone into a group",
	.example = "portal-admin group join teachers wang.daming"},
    {"group", "part", .op = OP_GROUP_MEMBER, .argument = {F_GROUP, F_ACCOUNT},
	.flag = F_WANTED, .flag_value = 0, .zh = "退出群組",
	.en = "take someone out of a group",
	.example = "portal-admin group part teachers wang.daming"},
    {"group", "list", .op = OP_GROUP_LIST, .options = FIELDS(F_GROUP),
	.zh = "列出群組；--group 列出其成員",
	.en = "list the groups, or the members of one",
	.example = "portal-admin group list --group teachers"},
    {"machine", "add", .op = OP_MACHINE_ADD, .argument = {F_MACHINE, F_SCHOOL},
	.run = machine_run,
	.zh = "登錄一台電腦，並顯示它的密碼（只顯示這一次）",
	.en = "register a lab machine; its secret is shown this once",
	.zh_more = "之後在那台電腦執行所顯示的 labctl enrol,它會問這個密碼。",
	.en_more = "Then run the labctl enrol that this shows on the machine; "
		   "it asks for the secret.",
	.example = "portal-admin machine add lab-01 353601"},
    {"machine", "del", .op = OP_MACHINE_DEL, .argument = {F_MACHINE},
	.zh = "移除一台電腦", .en = "remove a lab machine",
	.example = "portal-admin machine del lab-01"},
    {"machine", "list", .op = OP_MACHINE_LIST, .options = FIELDS(F_SCHOOL),
	.zh = "列出電腦", .en = "list the lab machines",
	.example = "portal-admin machine list --school 353601"},
    {"app", "add", .op = OP_APP_PUT, .argument = {F_APP, F_URL},
	.options = FIELDS(F_NAME, F_NAME_EN, F_KIND, F_SEQ, F_CLIENT_KIND,
	    F_REDIRECT, F_LOGOUT, F_SCOPE),
	.zh = "新增入口網的連結或登入對象",
	.en = "add a link of the portal, or a sign-on client",
	.zh_more = "KIND 是選單：common 常用功能、administration 行政服務、\n"
		   "business 業務網站、useful 好用資訊；SEQ 是選單裡的順序。\n"
		   "CLIENT 使它成為 OpenID 登入對象：public（沒有密鑰）、"
		   "confidential，或\nfirst_party（本機關的服務，可直接收到"
		   " ID token）；密鑰只顯示這一次。\n"
		   "REDIRECT_URI 與 LOGOUT_URI 可有多個，以空白分隔，須與請求"
		   "逐字相同；\nSCOPE：profile email school kind groups\n"
		   "leave（差勤，見 leave-api(7)）。",
	.en_more = "KIND is the menu: common, administration, business or "
		   "useful; SEQ the\nplace in it, smallest first.\n"
		   "CLIENT makes it an OpenID client: public (has no secret), "
		   "confidential, or\nfirst_party (a service of our own, which "
		   "may be posted an ID token); the secret\nis shown this "
		   "once. REDIRECT_URI and LOGOUT_URI may be several, with "
		   "blanks\nbetween, each as requests will have it, byte for "
		   "byte. SCOPE: profile email\nschool kind groups leave "
		   "(leave-api(7)).",
	.example = "portal-admin app add webitr https://leave.example.edu/ "
		   "--name 'WebITR 差勤系統' --kind common"},
    {"app", "secret", .op = OP_APP_SECRET, .argument = {F_APP},
	.zh = "換發登入對象的密鑰，並顯示它（只顯示這一次）",
	.en = "give a client a new secret; it is shown this once",
	.example = "portal-admin app secret webitr"},
    {"app", "del", .op = OP_APP_DEL, .argument = {F_APP},
	.zh = "移除一個連結或登入對象", .en = "remove a link or client",
	.example = "portal-admin app del webitr"},
    {"app", "list", .op = OP_APP_LIST, .options = FIELDS(F_KIND),
	.zh = "列出連結與登入對象", .en = "list links and clients",
	.example = "portal-admin app list"},
    {"notice", "add", .op = OP_NOTICE_PUT, .argument = {F_NOTICE, F_TITLE},
	.options =
	    FIELDS(F_TITLE_EN, F_TEXT, F_TEXT_EN, F_FROM, F_UNTIL, F_AUDIENCE),
	.zh = "在訊息看板張貼或修改一則訊息",
	.en = "put up a notice, or change one",
	.zh_more =
	    "AUDIENCE：everyone 登入前也看得到、staff 登入後（預設），或學校"
	    "代碼。\nFROM 與 UNTIL 是起訖日，含當日；TEXT 可以有換行。",
	.en_more = "AUDIENCE: everyone, before signing in too; staff, the "
		   "default; or a school's code.\nFROM and UNTIL are the first "
		   "and last day; TEXT may have several lines.",
	.example = "portal-admin notice add kindergarten 幼兒園沒有帳號 "
		   "--audience everyone"},
    {"notice", "del", .op = OP_NOTICE_DEL, .argument = {F_NOTICE},
	.zh = "移除一則訊息", .en = "take a notice down",
	.example = "portal-admin notice del kindergarten"},
    {"notice", "list", .op = OP_NOTICE_LIST, .options = FIELDS(F_STATE),
	.zh = "列出訊息；登入者加 --state all 列出全部",
	.en = "list notices; who has signed in adds --state all for all",
	.example = "portal-admin notice list"},
    {0},
};
