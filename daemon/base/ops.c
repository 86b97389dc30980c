#include "ops.h"

static const struct field_rule fields[FIELD_COUNT] = {
    [F_ACCOUNT] = {"account", FIELD_TEXT, 64, false},
    [F_NATIONAL_ID] = {"national_id", FIELD_TEXT, 64, true},
    [F_MAIL] = {"mail", FIELD_TEXT, 254, false},
    [F_MAIL_RECOVERY] = {"mail_recovery", FIELD_TEXT, 254, false},
    [F_CODE] = {"code", FIELD_TEXT, 64, true},
    [F_PASSWORD] = {"password", FIELD_PASSWORD, 1024, true},
    [F_PASSWORD_OLD] = {"password_old", FIELD_PASSWORD, 1024, true},
    [F_MUST_CHANGE] = {"must_change", FIELD_NUMBER, 8, false},
    [F_SESSION] = {"session", FIELD_TEXT, 1024, true},
    [F_LANG] = {"lang", FIELD_TEXT, 8, false},
    [F_ADDRESS] = {"address", FIELD_TEXT, 64, false},
    [F_REASON] = {"reason", FIELD_TEXT, 64, false},
    [F_TEXT] = {"text", FIELD_LINES, FIELD_TEXT_MAX, false},
    [F_WHY] = {"why", FIELD_TEXT, 256, false},
    [F_NAME] = {"name", FIELD_TEXT, 128, false},
    [F_NAME_EN] = {"name_en", FIELD_TEXT, 128, false},
    [F_SCHOOL] = {"school", FIELD_TEXT, 32, false},
    [F_SCHOOL_NAME] = {"school_name", FIELD_TEXT, 255, false},
    [F_UNIT] = {"unit", FIELD_TEXT, 128, false},
    [F_KIND] = {"kind", FIELD_TEXT, 32, false},
    [F_STATE] = {"state", FIELD_TEXT, 16, false},
    [F_ADMIN_POST] = {"admin_post", FIELD_TEXT, 64, false},
    [F_SCHEDULE] = {"schedule", FIELD_TEXT, 8, false},
    [F_POSTED_FROM] = {"posted_from", FIELD_TEXT, 16, false},
    [F_POSTED_UNTIL] = {"posted_until", FIELD_TEXT, 16, false},
    [F_HIRED_ON] = {"hired_on", FIELD_TEXT, 16, false},
    [F_OPENID] = {"openid", FIELD_TEXT, 256, false},
    [F_UUID] = {"uuid", FIELD_TEXT, 36, false},
    [F_GROUP] = {"group", FIELD_TEXT, 64, false},
    [F_MACHINE] = {"machine", FIELD_TEXT, 64, false},
    [F_APP] = {"app", FIELD_TEXT, 64, false},
    [F_URL] = {"url", FIELD_TEXT, 512, false},
    [F_NOTICE] = {"notice", FIELD_TEXT, 64, false},
    [F_TITLE] = {"title", FIELD_TEXT, 256, false},
    [F_TITLE_EN] = {"title_en", FIELD_TEXT, 256, false},
    [F_TEXT_EN] = {"text_en", FIELD_LINES, FIELD_TEXT_MAX, false},
    [F_FROM] = {"from", FIELD_TEXT, 16, false},
    [F_UNTIL] = {"until", FIELD_TEXT, 16, false},
    [F_AUDIENCE] = {"audience", FIELD_TEXT, 32, false},
    [F_SECRET] = {"secret", FIELD_TEXT, 128, true},
    [F_PLAN] = {"plan", FIELD_NUMBER, 8, false},
    [F_WANTED] = {"wanted", FIELD_NUMBER, 8, false},
    [F_RESULT] = {"result", FIELD_TEXT, 32, false},
    [F_CURSOR] = {"cursor", FIELD_TEXT, 256, false},
    [F_COUNT] = {"count", FIELD_NUMBER, 8, false},
    [F_EXPIRES] = {"expires", FIELD_NUMBER, 8, false},
    [F_TRIES] = {"tries", FIELD_NUMBER, 8, false},
    [F_LETTER] = {"letter", FIELD_TEXT, 128, false},
    [F_LETTER_STATE] = {"letter_state", FIELD_TEXT, 16, false},
    [F_LETTER_KIND] = {"letter_kind", FIELD_TEXT, 32, false},
    [F_DETAIL] = {"detail", FIELD_TEXT, 512, false},
    [F_UID_NUMBER] = {"uid_number", FIELD_NUMBER, 8, false},
    [F_GID_NUMBER] = {"gid_number", FIELD_NUMBER, 8, false},
    [F_KID] = {"kid", FIELD_NUMBER, 8, false},
    [F_SERVICE] = {"service", FIELD_TEXT, 64, false},
    [F_TTY] = {"tty", FIELD_TEXT, 64, false},
    [F_RHOST] = {"rhost", FIELD_TEXT, 256, false},
    [F_PURPOSE] = {"purpose", FIELD_TEXT, 16, false},
    [F_ACTOR] = {"actor", FIELD_TEXT, 512, false},
    [F_TARGET] = {"target", FIELD_TEXT, 512, false},
    [F_ACTION] = {"action", FIELD_TEXT, 32, false},
    [F_SEQ] = {"seq", FIELD_NUMBER, 8, false},
    [F_TIME] = {"time", FIELD_NUMBER, 8, false},
    [F_HASH] = {"hash", FIELD_TEXT, 191, false},
    [F_ROLE] = {"role", FIELD_TEXT, 16, false},
    [F_CLIENT] = {"client_id", FIELD_TEXT, 128, false},
    [F_CLIENT_KIND] = {"client", FIELD_TEXT, 16, false},
    [F_REDIRECT] = {"redirect_uri", FIELD_TEXT, 2048, false},
    [F_LOGOUT] = {"logout_uri", FIELD_TEXT, 2048, false},
    [F_RESPONSE_TYPE] = {"response_type", FIELD_TEXT, 128, false},
    [F_RESPONSE_MODE] = {"response_mode", FIELD_TEXT, 32, false},
    [F_SCOPE] = {"scope", FIELD_TEXT, 512, false},
    [F_OPENID_STATE] = {"openid_state", FIELD_TEXT, 512, false},
    [F_NONCE] = {"nonce", FIELD_TEXT, 512, false},
    [F_CHALLENGE] = {"code_challenge", FIELD_TEXT, 128, false},
    [F_CHALLENGE_METHOD] = {"code_challenge_method", FIELD_TEXT, 32, false},
    [F_VERIFIER] = {"code_verifier", FIELD_TEXT, 128, true},
    [F_PROMPT] = {"prompt", FIELD_TEXT, 128, false},
    [F_MAX_AGE] = {"max_age", FIELD_TEXT, 32, false},
    [F_LOGIN_HINT] = {"login_hint", FIELD_TEXT, 256, false},
    [F_ID_TOKEN_HINT] = {"id_token_hint", FIELD_TEXT, 4096, true},
    [F_UNSUPPORTED] = {"unsupported", FIELD_TEXT, 64, false},
    [F_GRANT] = {"grant", FIELD_TEXT, 2048, true},
    [F_GRANT_TYPE] = {"grant_type", FIELD_TEXT, 64, false},
    [F_TOKEN] = {"access_token", FIELD_TEXT, 1024, true},
    [F_ID_TOKEN] = {"id_token", FIELD_TEXT, 4096, true},
    [F_LOCATION] = {"location", FIELD_TEXT, 8192, true},
    [F_VALUE] = {"value", FIELD_TEXT, 4096, true},
    [F_ORIGIN] = {"origin", FIELD_TEXT, 256, false},
    [F_JSON] = {"json", FIELD_TEXT, 32768, false},
    [F_REQUEST] = {"request", FIELD_TEXT, 40, false},
    [F_TYPE] = {"type", FIELD_TEXT, 47, false},
    [F_STARTS] = {"starts", FIELD_TEXT, 32, false},
    [F_ENDS] = {"ends", FIELD_TEXT, 32, false},
    [F_DEPUTY] = {"deputy", FIELD_TEXT, 400, false},
    [F_FACTS] = {"facts", FIELD_TEXT, 511, false},
    [F_VERSION] = {"version", FIELD_NUMBER, 8, false},
    [F_KEY] = {"key", FIELD_TEXT, 64, false},
    [F_MINUTES] = {"minutes", FIELD_NUMBER, 8, false},
    [F_PAY_CUT] = {"pay_cut", FIELD_NUMBER, 8, false},
    [F_GRANTED] = {"granted", FIELD_NUMBER, 8, false},
    [F_USED] = {"used", FIELD_NUMBER, 8, false},
    [F_PENDING] = {"pending", FIELD_NUMBER, 8, false},
    [F_AVAILABLE] = {"available", FIELD_NUMBER, 8, false},
    [F_LOT] = {"lot", FIELD_TEXT, 95, false},
    [F_YEAR] = {"year", FIELD_NUMBER, 8, false},
    [F_TABLE] = {"table", FIELD_LINES, 60000, false},
    [F_PAID] = {"paid", FIELD_NUMBER, 8, false},
    [F_ROW] = {"row", FIELD_ROW, 8192, false},
};

/* Sets of fields that several operations share. */
#define S(field) FIELD_SET(F_##field)
#define WHO      S(ACCOUNT)
#define ACTING   (S(SESSION) | S(PASSWORD) | S(ADDRESS) | S(LANG))
#define PERSON                                                               \
	(S(ACCOUNT) | S(NAME) | S(MAIL) | S(SCHOOL) | S(UNIT) | S(KIND) |    \
	    S(ADMIN_POST) | S(SCHEDULE) | S(POSTED_FROM) | S(POSTED_UNTIL) | \
	    S(HIRED_ON))
#define PERSON_SEEN                                                        \
	(PERSON | S(MAIL_RECOVERY) | S(SCHOOL_NAME) | S(UUID) | S(STATE) | \
	    S(OPENID) | S(UID_NUMBER) | S(GID_NUMBER) | S(LETTER_STATE) |  \
	    S(DETAIL) | S(EXPIRES) | S(ROLE))
#define NOTICE \
	(S(TITLE_EN) | S(TEXT) | S(TEXT_EN) | S(FROM) | S(UNTIL) | S(AUDIENCE))
#define CLIENT_PARTS (S(CLIENT_KIND) | S(REDIRECT) | S(LOGOUT) | S(SCOPE))
#define AUTHORIZE                                                          \
	(S(CLIENT) | S(REDIRECT) | S(RESPONSE_TYPE) | S(RESPONSE_MODE) |   \
	    S(SCOPE) | S(OPENID_STATE) | S(NONCE) | S(CHALLENGE) |         \
	    S(CHALLENGE_METHOD) | S(PROMPT) | S(MAX_AGE) | S(LOGIN_HINT) | \
	    S(ID_TOKEN_HINT) | S(UNSUPPORTED) | S(HASH))
#define LIST  (S(ROW) | S(CURSOR) | S(COUNT))
#define PAGED (S(CURSOR) | ACTING)

#define LEAVE_SEEN                                                           \
	(S(REQUEST) | S(ACCOUNT) | S(NAME) | S(TYPE) | S(STARTS) | S(ENDS) | \
	    S(STATE) | S(MINUTES) | S(PAY_CUT) | S(DEPUTY) | S(VERSION) |    \
	    S(TARGET) | S(ACTOR))
/* A lesson to be covered. */
#define COVER_SEEN                                                          \
	(S(REQUEST) | S(SEQ) | S(STARTS) | S(ENDS) | S(TITLE) | S(ACTION) | \
	    S(TARGET) | S(DETAIL) | S(VERSION))
#define OVERTIME_SEEN                                                         \
	(S(REQUEST) | S(ACCOUNT) | S(NAME) | S(STARTS) | S(ENDS) | S(STATE) | \
	    S(VERSION) | S(MINUTES) | S(PAID) | S(GRANTED) | S(WANTED))
#define STAFF_DOORS (DOOR_FRONT | DOOR_SELF)
#define DESK        (DOOR_FRONT | DOOR_SELF | DOOR_CTL)
#define DESK_ROLES  (ROLE_PERSONNEL | ROLE_IT)
#define SIGNED_IN   (ROLE_SELF | ROLE_PERSONNEL | ROLE_OFFICER | ROLE_IT)

static const struct op_rule ops[OP_COUNT] = {
    [OP_HELLO] = {"hello",
	DOOR_FRONT | DOOR_SELF | DOOR_CTL | DOOR_MAILER | DOOR_LAB,
	ROLE_ANYONE | ROLE_SELF | ROLE_PERSONNEL | ROLE_OFFICER | ROLE_IT |
	    ROLE_MAILER,
	0, 0, S(TEXT)},
    [OP_METRICS] = {"metrics", DOOR_CTL | DOOR_LAB, ROLE_ANYONE | ROLE_IT, 0,
	S(CURSOR), LIST | S(NAME) | S(DETAIL) | S(COUNT)},
    [OP_RULES] = {"rules", STAFF_DOORS | DOOR_CTL,
	ROLE_ANYONE | ROLE_SELF | ROLE_PERSONNEL | ROLE_IT, 0, S(LANG),
	S(TEXT)},
    [OP_FORGOT] = {"forgot", STAFF_DOORS, ROLE_ANYONE, S(NATIONAL_ID) | S(MAIL),
	S(ADDRESS) | S(LANG), S(TEXT)},
    [OP_REDEEM] = {"redeem", STAFF_DOORS, ROLE_ANYONE,
	S(NATIONAL_ID) | S(CODE) | S(PASSWORD), S(ADDRESS) | S(LANG),
	S(ACCOUNT)},
    [OP_CHANGE] = {"change", STAFF_DOORS, ROLE_ANYONE | ROLE_SELF,
	S(PASSWORD_OLD) | S(PASSWORD),
	S(ACCOUNT) | S(SESSION) | S(ADDRESS) | S(LANG), S(SESSION)},
    [OP_SIGN_IN] = {"sign_in", DESK, ROLE_ANYONE | ROLE_IT,
	S(ACCOUNT) | S(PASSWORD), S(ADDRESS) | S(LANG),
	PERSON_SEEN | S(SESSION) | S(MUST_CHANGE)},
    [OP_SIGN_OUT] = {"sign_out", DESK, SIGNED_IN, S(SESSION),
	S(ADDRESS) | S(LANG), 0},
    [OP_SIGN_OUT_ALL] = {"sign_out_all", DESK, SIGNED_IN, S(SESSION),
	S(ADDRESS) | S(LANG), S(SESSION)},
    [OP_SESSION] = {"session", DESK, SIGNED_IN, S(SESSION),
	S(ADDRESS) | S(LANG), PERSON_SEEN | S(SESSION) | S(MUST_CHANGE)},
    [OP_EVENT_LIST] = {"event_list", DESK, SIGNED_IN, S(SESSION),
	S(ADDRESS) | S(LANG),
	LIST | S(TIME) | S(ACTION) | S(ACTOR) | S(RESULT)},
    [OP_MAIL_CHANGE] = {"mail_change", DESK, SIGNED_IN, S(MAIL) | S(SESSION),
	S(KIND) | ACTING, S(EXPIRES)},
    [OP_MAIL_CONFIRM] = {"mail_confirm", DESK, SIGNED_IN,
	S(MAIL) | S(CODE) | S(SESSION), S(KIND) | ACTING, S(RESULT)},
    [OP_MAIL_DROP] = {"mail_drop", DESK, SIGNED_IN, S(SESSION), ACTING,
	S(RESULT)},

    [OP_PERSON_PUT] = {"person_put", DESK, DESK_ROLES, S(SCHOOL),
	PERSON | S(NAME_EN) | S(NATIONAL_ID) | S(PLAN) | S(WHY) | ACTING,
	S(RESULT) | S(ACCOUNT) | S(UUID) | S(DETAIL)},
    [OP_PERSON_LOAD] = {"person_load", DESK, DESK_ROLES | ROLE_OFFICER, WHO,
	ACTING, PERSON_SEEN},
    [OP_PERSON_LIST] = {"person_list", DESK, DESK_ROLES | ROLE_OFFICER, 0,
	S(SCHOOL) | S(STATE) | S(NAME) | S(NATIONAL_ID) | S(LETTER_STATE) |
	    PAGED,
	LIST | PERSON_SEEN},
    [OP_PERSON_MAIL] = {"person_mail", DESK, DESK_ROLES, WHO | S(MAIL),
	S(WHY) | ACTING, S(RESULT)},
    [OP_PERSON_SUSPEND] = {"person_suspend", DESK, ROLE_IT, WHO | S(WHY),
	ACTING, S(RESULT)},
    [OP_PERSON_RESTORE] = {"person_restore", DESK, ROLE_IT, WHO | S(WHY),
	ACTING, S(RESULT)},
    [OP_PERSON_LEAVE] = {"person_leave", DESK, DESK_ROLES, WHO | S(WHY), ACTING,
	S(RESULT)},
    [OP_PERSON_RELEASE] = {"person_release", DESK, DESK_ROLES, WHO,
	S(WHY) | ACTING, S(RESULT)},
    [OP_PERSON_TAKE_IN] = {"person_take_in", DESK, DESK_ROLES,
	S(NATIONAL_ID) | S(SCHOOL),
	S(UNIT) | S(MAIL) | S(KIND) | S(ADMIN_POST) | S(SCHEDULE) |
	    S(POSTED_FROM) | S(POSTED_UNTIL) | S(HIRED_ON) | S(WHY) | ACTING,
	S(RESULT) | S(ACCOUNT) | S(UUID)},
    [OP_PERSON_RENAME] = {"person_rename", DESK, DESK_ROLES, WHO | S(NAME),
	S(WHY) | ACTING, S(RESULT) | S(ACCOUNT)},
    [OP_SWEEP] = {"sweep", DOOR_CTL, ROLE_IT, 0, S(PLAN), LIST | PERSON_SEEN},
    [OP_CODE_SHOW] = {"code_show", DESK, DESK_ROLES, WHO | S(WHY), ACTING,
	S(CODE) | S(EXPIRES) | S(PURPOSE)},
    [OP_CODE_ISSUE] = {"code_issue", DESK, DESK_ROLES, WHO | S(WHY), ACTING,
	S(CODE) | S(EXPIRES) | S(PURPOSE)},

    [OP_SCHOOL_PUT] = {"school_put", DESK, ROLE_IT, S(SCHOOL) | S(NAME),
	S(KIND) | ACTING, S(RESULT)},
    [OP_SCHOOL_LIST] = {"school_list", DESK, DESK_ROLES | ROLE_OFFICER, 0,
	PAGED, LIST | S(SCHOOL) | S(NAME) | S(KIND)},
    [OP_UNIT_PUT] = {"unit_put", DESK, ROLE_IT, S(SCHOOL) | S(UNIT),
	S(ACCOUNT) | ACTING, S(RESULT)},
    [OP_UNIT_LIST] = {"unit_list", DESK, DESK_ROLES, S(SCHOOL), PAGED,
	LIST | S(UNIT) | S(ACCOUNT)},
    [OP_ROLE_PUT] = {"role_put", DESK, ROLE_IT,
	S(ACCOUNT) | S(ROLE) | S(WANTED), S(SCHOOL) | ACTING, S(RESULT)},
    [OP_ROLE_LIST] = {"role_list", DESK, ROLE_IT, 0, S(SCHOOL) | PAGED,
	LIST | S(ROLE) | S(SCHOOL) | S(ACCOUNT)},
    [OP_GROUP_PUT] = {"group_put", DESK, ROLE_IT, S(GROUP), S(NAME) | ACTING,
	S(RESULT) | S(GID_NUMBER)},
    [OP_GROUP_MEMBER] = {"group_member", DESK, ROLE_IT,
	S(GROUP) | S(ACCOUNT) | S(WANTED), ACTING, S(RESULT)},
    [OP_GROUP_LIST] = {"group_list", DESK, ROLE_IT, 0, S(GROUP) | PAGED,
	LIST | S(GROUP) | S(GID_NUMBER) | S(ACCOUNT) | S(NAME)},
    [OP_MACHINE_ADD] = {"machine_add", DESK, ROLE_IT, S(MACHINE) | S(SCHOOL),
	ACTING, S(SECRET) | S(RESULT) | S(URL)},
    [OP_MACHINE_DEL] = {"machine_del", DESK, ROLE_IT, S(MACHINE), ACTING,
	S(RESULT)},
    [OP_MACHINE_LIST] = {"machine_list", DESK, ROLE_IT, 0, S(SCHOOL) | PAGED,
	LIST | S(MACHINE) | S(SCHOOL)},
    [OP_APP_PUT] = {"app_put", DESK, ROLE_IT, S(APP) | S(URL),
	S(NAME) | S(NAME_EN) | S(KIND) | S(SEQ) | CLIENT_PARTS | ACTING,
	S(RESULT) | S(SECRET)},
    [OP_APP_DEL] = {"app_del", DESK, ROLE_IT, S(APP), ACTING, S(RESULT)},
    [OP_APP_LIST] = {"app_list", DESK, SIGNED_IN, 0, S(KIND) | PAGED,
	LIST | S(APP) | S(URL) | S(NAME) | S(NAME_EN) | S(KIND) | S(SEQ) |
	    CLIENT_PARTS},
    [OP_APP_SECRET] = {"app_secret", DESK, ROLE_IT, S(APP), ACTING,
	S(SECRET) | S(RESULT)},
    [OP_NOTICE_PUT] = {"notice_put", DESK, ROLE_IT, S(NOTICE) | S(TITLE),
	NOTICE | ACTING, S(RESULT)},
    [OP_NOTICE_DEL] = {"notice_del", DESK, ROLE_IT, S(NOTICE), ACTING,
	S(RESULT)},
    [OP_NOTICE_LIST] = {"notice_list", DESK, ROLE_ANYONE | SIGNED_IN, 0,
	S(STATE) | PAGED, LIST | S(NOTICE) | S(TITLE) | NOTICE | S(STATE)},

    [OP_ID_INDEX] = {"id_index", DOOR_CTL, ROLE_IT, S(NATIONAL_ID), 0,
	S(DETAIL) | S(KID)},
    [OP_KEY_LIST] = {"key_list", DOOR_CTL, ROLE_IT, 0, 0,
	LIST | S(KIND) | S(KID) | S(STATE) | S(DETAIL)},
    [OP_KEY_ADD] = {"key_add", DOOR_CTL, ROLE_IT, S(KIND), 0, S(KID)},
    [OP_KEY_RETIRE] = {"key_retire", DOOR_CTL, ROLE_IT, S(KIND) | S(KID), 0,
	S(RESULT)},
    [OP_STATS] = {"stats", DOOR_CTL, ROLE_IT, 0, 0, LIST | S(NAME) | S(COUNT)},
    [OP_CHECK] = {"check", DOOR_CTL, ROLE_IT, 0, S(LANG),
	LIST | S(NAME) | S(RESULT) | S(DETAIL)},
    [OP_AUDIT_LIST] = {"audit_list", DESK, DESK_ROLES, 0,
	S(SEQ) | S(KID) | S(SCHOOL) | S(ACCOUNT) | S(FROM) | S(STATE) | PAGED,
	LIST | S(SEQ) | S(KID) | S(TIME) | S(ACTOR) | S(ACTION) | S(TARGET) |
	    S(SCHOOL) | S(WHY) | S(RESULT) | S(HASH)},
    [OP_AUDIT_HEAD] = {"audit_head", DOOR_CTL, ROLE_IT, 0, S(HASH),
	S(SEQ) | S(KID) | S(DETAIL)},
    [OP_MAIL_LIST] = {"mail_list", DESK, DESK_ROLES | ROLE_OFFICER, 0,
	S(SCHOOL) | S(LETTER_STATE) | PAGED,
	LIST | S(ACCOUNT) | S(MAIL) | S(LETTER_STATE) | S(DETAIL) | S(TIME) |
	    S(SCHOOL)},
    [OP_MAIL_RETRY] = {"mail_retry", DOOR_CTL, ROLE_IT, 0, S(ACCOUNT),
	S(COUNT)},

    /* A request's faults are answered, so nothing is a must. */
    [OP_OPENID_AUTHORIZE] = {"openid_authorize", DOOR_FRONT,
	ROLE_ANYONE | SIGNED_IN, 0,
	AUTHORIZE | S(SESSION) | S(ADDRESS) | S(LANG),
	S(LOCATION) | S(REDIRECT) | S(ROW) | S(NAME) | S(VALUE) | S(NAME_EN) |
	    S(APP) | S(ORIGIN) | S(HASH) | S(ACCOUNT)},
    [OP_OPENID_TOKEN] = {"openid_token", DOOR_FRONT, ROLE_ANYONE, 0,
	S(GRANT_TYPE) | S(GRANT) | S(REDIRECT) | S(VERIFIER) | S(CLIENT) |
	    S(SECRET) | S(UNSUPPORTED) | S(ADDRESS) | S(LANG),
	S(TOKEN) | S(ID_TOKEN) | S(EXPIRES) | S(SCOPE)},
    [OP_OPENID_USERINFO] = {"openid_userinfo", DOOR_FRONT, ROLE_ANYONE, 0,
	S(TOKEN) | S(ADDRESS) | S(LANG), S(JSON)},
    [OP_OPENID_KEYS] = {"openid_keys", DOOR_FRONT, ROLE_ANYONE, 0,
	S(ADDRESS) | S(LANG), S(JSON)},
    [OP_OPENID_ABOUT] = {"openid_about", DOOR_FRONT, ROLE_ANYONE, 0,
	S(ADDRESS) | S(LANG), S(JSON)},
    [OP_OPENID_END] = {"openid_end", DOOR_FRONT, ROLE_ANYONE | SIGNED_IN, 0,
	S(ID_TOKEN_HINT) | S(CLIENT) | S(REDIRECT) | S(OPENID_STATE) |
	    S(WANTED) | S(SESSION) | S(ADDRESS) | S(LANG),
	S(LOCATION) | S(APP) | S(NAME) | S(NAME_EN) | S(ORIGIN)},

    [OP_LETTER_FILL] = {"letter_fill", DOOR_MAILER, ROLE_MAILER, S(LETTER), 0,
	S(MAIL) | S(LETTER_KIND) | S(CODE) | S(EXPIRES) | S(TIME) | S(COUNT)},
    [OP_LETTER_STATE] = {"letter_state", DOOR_MAILER, ROLE_MAILER,
	S(LETTER) | S(LETTER_STATE), S(DETAIL), 0},

    [OP_LEAVE_FILE] = {"leave_file", DESK, DESK_ROLES | ROLE_SELF,
	S(TYPE) | S(STARTS) | S(ENDS),
	S(ACCOUNT) | S(DEPUTY) | S(FACTS) | S(WHY) | S(KEY) | S(PLAN) | ACTING,
	LEAVE_SEEN | S(RESULT) | S(AVAILABLE) | S(DETAIL) | S(ROW) |
	    COVER_SEEN | S(SESSION)},
    [OP_LEAVE_DECIDE] = {"leave_decide", DESK, SIGNED_IN,
	S(REQUEST) | S(ACTION),
	S(STARTS) | S(ENDS) | S(DEPUTY) | S(VERSION) | S(KEY) | S(WHY) | ACTING,
	LEAVE_SEEN | S(RESULT) | S(SESSION)},
    [OP_LEAVE_LOAD] = {"leave_load", DESK, SIGNED_IN, S(REQUEST), ACTING,
	LEAVE_SEEN | S(FACTS) | S(WHY) | S(DETAIL) | S(TIME) | S(ROW) |
	    COVER_SEEN | S(SESSION)},
    [OP_LEAVE_LIST] = {"leave_list", DESK, SIGNED_IN, 0,
	S(KIND) | S(ACCOUNT) | S(SCHOOL) | S(STATE) | PAGED,
	LIST | LEAVE_SEEN | S(SESSION)},
    [OP_LEAVE_BALANCE] = {"leave_balance", DESK, SIGNED_IN, 0,
	S(ACCOUNT) | S(YEAR) | ACTING,
	LIST | S(TYPE) | S(LOT) | S(GRANTED) | S(USED) | S(PENDING) |
	    S(AVAILABLE) | S(FROM) | S(UNTIL) | S(TEXT) | S(SESSION)},
    [OP_LEAVE_LINES] = {"leave_lines", DESK, SIGNED_IN, S(LOT),
	S(ACCOUNT) | PAGED,
	LIST | S(SEQ) | S(STARTS) | S(ACTION) | S(REQUEST) | S(MINUTES) |
	    S(WHY) | S(DETAIL) | S(SESSION)},
    [OP_LEAVE_DEPUTIES] = {"leave_deputies", DESK, SIGNED_IN, 0,
	S(ACCOUNT) | S(DEPUTY) | ACTING, S(DEPUTY) | S(RESULT) | S(SESSION)},
    [OP_LEAVE_CLOSURE] = {"leave_closure", DESK, DESK_ROLES,
	S(STARTS) | S(ENDS), S(SCHOOL) | S(NAME) | S(PLAN) | ACTING,
	LIST | LEAVE_SEEN | S(SESSION)},
    [OP_LEAVE_CALENDAR] = {"leave_calendar", DESK, DESK_ROLES, S(TEXT),
	S(SCHOOL) | S(PLAN) | ACTING, LIST | LEAVE_SEEN | S(SESSION)},
    [OP_LEAVE_ADJUST] = {"leave_adjust", DESK, DESK_ROLES,
	S(ACCOUNT) | S(TYPE) | S(MINUTES) | S(WHY), S(YEAR) | S(KEY) | ACTING,
	S(LOT) | S(GRANTED) | S(AVAILABLE) | S(RESULT) | S(SESSION)},
    [OP_LEAVE_CLOSE] = {"leave_close", DESK, DESK_ROLES, S(SCHOOL) | S(YEAR),
	S(PLAN) | ACTING, LIST | S(TYPE) | S(MINUTES) | S(RESULT) | S(SESSION)},
    [OP_LEAVE_EXPORT] = {"leave_export", DESK, DESK_ROLES, S(SCHOOL),
	S(FROM) | S(UNTIL) | PAGED,
	LIST | LEAVE_SEEN | S(WHY) | S(FACTS) | S(SESSION)},
    [OP_LEAVE_RECOUNT] = {"leave_recount", DESK, DESK_ROLES, S(SCHOOL), PAGED,
	LIST | S(ACCOUNT) | S(DETAIL) | S(SESSION)},
    [OP_LEAVE_CHECK] = {"leave_check", DOOR_CTL, ROLE_IT, 0, S(LANG),
	LIST | S(NAME) | S(RESULT) | S(DETAIL)},
    [OP_LEAVE_SETTINGS] = {"leave_settings", DESK, DESK_ROLES, 0,
	S(SCHOOL) | S(NAME) | S(DETAIL) | ACTING,
	LIST | S(NAME) | S(DETAIL) | S(SESSION)},
    [OP_LEAVE_PERIODS] = {"leave_periods", DESK, SIGNED_IN, 0,
	S(SCHOOL) | S(TABLE) | S(PLAN) | ACTING,
	LIST | S(NAME) | S(STARTS) | S(ENDS) | S(SEQ) | S(RESULT) | S(DETAIL) |
	    S(SESSION)},
    [OP_LEAVE_LESSONS] = {"leave_lessons", DESK, SIGNED_IN, 0,
	S(SCHOOL) | S(ACCOUNT) | S(TABLE) | S(FROM) | S(UNTIL) | S(PLAN) |
	    ACTING,
	LIST | S(SEQ) | S(NAME) | S(STARTS) | S(ENDS) | S(TITLE) | S(FROM) |
	    S(UNTIL) | S(RESULT) | S(DETAIL) | S(SESSION)},
    [OP_LEAVE_BOARD] = {"leave_board", DESK, SIGNED_IN, 0,
	S(SCHOOL) | S(KIND) | S(FROM) | S(UNTIL) | PAGED,
	LIST | COVER_SEEN | S(ACCOUNT) | S(NAME) | S(STATE) | S(SESSION)},
    [OP_LEAVE_COVER] = {"leave_cover", DESK, SIGNED_IN,
	S(REQUEST) | S(SEQ) | S(ACTION),
	S(TARGET) | S(NAME) | S(DETAIL) | S(VERSION) | S(WHY) | ACTING,
	COVER_SEEN | S(RESULT) | S(SESSION)},
    [OP_LEAVE_OVERTIME] = {"leave_overtime", DESK, DESK_ROLES | ROLE_SELF,
	S(STARTS) | S(ENDS),
	S(ACCOUNT) | S(WANTED) | S(WHY) | S(KEY) | S(PLAN) | ACTING,
	OVERTIME_SEEN | S(RESULT) | S(TARGET) | S(SESSION)},
    [OP_LEAVE_OVERTIME_DECIDE] = {"leave_overtime_decide", DESK, SIGNED_IN,
	S(REQUEST) | S(ACTION), S(VERSION) | S(WHY) | ACTING,
	OVERTIME_SEEN | S(RESULT) | S(TARGET) | S(SESSION)},
    [OP_LEAVE_OVERTIME_LIST] = {"leave_overtime_list", DESK, SIGNED_IN, 0,
	S(KIND) | S(ACCOUNT) | S(SCHOOL) | S(STATE) | PAGED,
	LIST | OVERTIME_SEEN | S(WHY) | S(SESSION)},
    [OP_LEAVE_OPENING] = {"leave_opening", DESK, DESK_ROLES, S(TABLE),
	S(SCHOOL) | S(PLAN) | ACTING,
	LIST | S(SEQ) | S(RESULT) | S(DETAIL) | S(SESSION)},
    [OP_LEAVE_REPORT] = {"leave_report", DESK, DESK_ROLES, S(KIND),
	S(SCHOOL) | S(FROM) | S(UNTIL) | PAGED,
	LIST | S(ACCOUNT) | S(NAME) | S(TYPE) | S(MINUTES) | S(STARTS) |
	    S(ENDS) | S(LOT) | S(UNTIL) | S(SESSION)},

    [OP_LAB_AUTH] = {"lab_auth", DOOR_LAB, ROLE_ANYONE,
	S(ACCOUNT) | S(PASSWORD), S(SERVICE) | S(TTY) | S(RHOST) | S(LANG),
	S(ACCOUNT) | S(EXPIRES) | S(TRIES) | S(UID_NUMBER)},
    [OP_LAB_ACCOUNT] = {"lab_account", DOOR_LAB, ROLE_ANYONE, S(ACCOUNT),
	S(SERVICE) | S(TTY) | S(RHOST) | S(LANG),
	S(ACCOUNT) | S(EXPIRES) | S(UID_NUMBER) | S(URL)},
    [OP_LAB_PASSWD] = {"lab_passwd", DOOR_LAB, ROLE_ANYONE,
	S(ACCOUNT) | S(PASSWORD_OLD) | S(PASSWORD),
	S(SERVICE) | S(TTY) | S(RHOST) | S(LANG), 0},
    [OP_LAB_CLAIM] = {"lab_claim", DOOR_LAB, ROLE_IT,
	S(ACCOUNT) | S(NATIONAL_ID) | S(CODE) | S(PASSWORD),
	S(SERVICE) | S(TTY) | S(RHOST) | S(LANG), 0},
    [OP_LAB_STATUS] = {"lab_status", DOOR_LAB, ROLE_ANYONE, 0, 0,
	LIST | S(NAME) | S(RESULT) | S(DETAIL) | S(TIME)},
    [OP_LAB_WHY] = {"lab_why", DOOR_LAB, ROLE_IT, S(ACCOUNT), 0,
	LIST | S(NAME) | S(RESULT) | S(DETAIL)},
    [OP_LAB_FLUSH] = {"lab_flush", DOOR_LAB, ROLE_IT, 0, S(ACCOUNT), S(RESULT)},
};

const struct field_rule *
field_rule(unsigned field)
{
	if (field == F_NONE || field >= FIELD_COUNT)
		return NULL;
	return &fields[field];
}

const struct op_rule *
op_rule(unsigned op)
{
	if (op == OP_NONE || op >= OP_COUNT)
		return NULL;
	return &ops[op];
}
