/* Every address of the portal, what it needs and what it takes. */
#include "api.h"
#include "front/asset.h"
#include "entrance.h"
#include "events.h"
#include "forgot.h"
#include "lobby.h"
#include "hurdle.h"
#include "itdesk.h"
#include "home.h"
#include "onward.h"
#include "openid.h"
#include "openid_end.h"
#include "openid_program.h"
#include "personal.h"
#include "personnel.h"
#include "personnel_import.h"

enum {
	NEEDS_DESK = NEEDS_PERSONNEL | NEEDS_IT,
	NEEDS_ALL_DESKS = NEEDS_DESK | NEEDS_OFFICER,
};

#define GET   FRONT_GET
#define POST  FRONT_POST
#define QUERY FRONT_QUERY
#define TAKES FRONT_TAKES

/* Asked by programs, pages elsewhere included; answered in JSON. */
#define PROGRAM                                                \
	.takes_others = true, .is_bare = true, .is_raw = true, \
	.from = ROUTE_SHARED, .refuse = openid_program_refuse

static const struct form_field next_query[] = {
    ONWARD_FIELD,
    {"ended", FORM_TEXT, 1, false, NULL},
};
static const struct form_field sign_in_fields[] = {
    {"account", FORM_TEXT, 64, true, PHRASE("Account or national ID")},
    {"password", FORM_SECRET, 1024, true, PHRASE("Password")},
    ONWARD_FIELD,
    HURDLE_FIELDS,
};
static const struct form_field forgot_fields[] = {
    {"national_id", FORM_TEXT, 64, true, PHRASE("National ID")},
    {"mail", FORM_TEXT, 254, true, PHRASE("Mail address")},
    HURDLE_FIELDS,
};
static const struct form_field code_fields[] = {
    {"national_id", FORM_TEXT, 64, true, PHRASE("National ID")},
    {"code", FORM_TEXT, 64, true, PHRASE("Check code")},
    {"password", FORM_SECRET, 1024, true, PHRASE("Password")},
    {"again", FORM_SECRET, 1024, true, PHRASE("New password again")},
};
static const struct form_field password_fields[] = {
    {"old", FORM_SECRET, 1024, true, PHRASE("Present password")},
    {"password", FORM_SECRET, 1024, true, PHRASE("Password")},
    {"again", FORM_SECRET, 1024, true, PHRASE("New password again")},
    ONWARD_FIELD,
};
static const struct form_field mail_fields[] = {
    {"kind", FORM_TEXT, 16, true, NULL},
    {"mail", FORM_TEXT, 254, true, PHRASE("Mail address")},
    {"password", FORM_SECRET, 1024, true, PHRASE("Password")},
};
static const struct form_field confirm_fields[] = {
    {"kind", FORM_TEXT, 16, true, NULL},
    {"mail", FORM_TEXT, 254, true, PHRASE("Mail address")},
    {"code", FORM_TEXT, 64, true, PHRASE("Check code")},
};
static const struct form_field drop_fields[] = {
    {"password", FORM_SECRET, 1024, true, PHRASE("Password")},
};
static const struct form_field done_query[] = {
    {"done", FORM_TEXT, 1, false, NULL},
};
/* Personnel's and IT's: called as in the catalogue; which of them a button
 * takes, its question says. */
static const struct form_field desk_query[] = {
    {"name", FORM_TEXT, 128, false, NULL},
    {"account", FORM_TEXT, 64, false, NULL},
    {"school", FORM_TEXT, 32, false, NULL},
    {"state", FORM_TEXT, 16, false, NULL},
    {"letter_state", FORM_TEXT, 16, false, NULL},
    {"group", FORM_TEXT, 64, false, NULL},
    {"kind", FORM_TEXT, 32, false, NULL},
    {"from", FORM_TEXT, 16, false, NULL},
    {"cursor", FORM_TEXT, 256, false, NULL},
    {"edit", FORM_TEXT, 64, false, NULL},
    {"done", FORM_TEXT, 1, false, NULL},
};
static const struct form_field find_fields[] = {
    {"national_id", FORM_TEXT, 64, false, NULL},
};
static const struct form_field person_fields[] = {
    {"act", FORM_TEXT, 16, false, NULL},
    {"account", FORM_TEXT, 64, false, NULL},
    {"national_id", FORM_TEXT, 64, false, NULL},
    {"name", FORM_TEXT, 128, false, NULL},
    {"name_en", FORM_TEXT, 128, false, NULL},
    {"mail", FORM_TEXT, 254, false, NULL},
    {"school", FORM_TEXT, 32, false, NULL},
    {"unit", FORM_TEXT, 128, false, NULL},
    {"kind", FORM_TEXT, 32, false, NULL},
    {"admin_post", FORM_TEXT, 64, false, NULL},
    {"schedule", FORM_TEXT, 8, false, NULL},
    {"posted_from", FORM_TEXT, 16, false, NULL},
    {"posted_until", FORM_TEXT, 16, false, NULL},
    {"hired_on", FORM_TEXT, 16, false, NULL},
    {"why", FORM_TEXT, 256, false, NULL},
    {"password", FORM_SECRET, 1024, false, NULL},
    {"plan", FORM_TEXT, 1, false, NULL},
};
static const struct form_field import_fields[] = {
    {"school", FORM_TEXT, 32, false, NULL},
    {"file", FORM_FILE, IMPORT_BYTES_MAX, false, NULL},
    {"roster", FORM_LINES, IMPORT_BYTES_MAX, false, NULL},
    {"told", FORM_LINES, IMPORT_TOLD_MAX, false, NULL},
    {"from", FORM_TEXT, 8, false, NULL},
    {"created", FORM_TEXT, 8, false, NULL},
    {"changed", FORM_TEXT, 8, false, NULL},
    {"same", FORM_TEXT, 8, false, NULL},
    {"refused", FORM_TEXT, 8, false, NULL},
};
static const struct form_field it_fields[] = {
    {"act", FORM_TEXT, 16, false, NULL},
    {"edit", FORM_TEXT, 1, false, NULL},
    {"school", FORM_TEXT, 32, false, NULL},
    {"name", FORM_TEXT, 128, false, NULL},
    {"name_en", FORM_TEXT, 128, false, NULL},
    {"kind", FORM_TEXT, 32, false, NULL},
    {"unit", FORM_TEXT, 128, false, NULL},
    {"account", FORM_TEXT, 64, false, NULL},
    {"role", FORM_TEXT, 16, false, NULL},
    {"group", FORM_TEXT, 64, false, NULL},
    {"machine", FORM_TEXT, 64, false, NULL},
    {"app", FORM_TEXT, 64, false, NULL},
    {"url", FORM_TEXT, 512, false, NULL},
    {"seq", FORM_TEXT, 8, false, NULL},
    {"notice", FORM_TEXT, 64, false, NULL},
    {"title", FORM_TEXT, 256, false, NULL},
    {"title_en", FORM_TEXT, 256, false, NULL},
    {"text", FORM_LINES, 4096, false, NULL},
    {"text_en", FORM_LINES, 4096, false, NULL},
    {"from", FORM_TEXT, 16, false, NULL},
    {"until", FORM_TEXT, 16, false, NULL},
    {"audience", FORM_TEXT, 32, false, NULL},
};
static const struct form_field asset_query[] = {
    {"v", FORM_TEXT, 32, false, NULL},
};

static const struct route routes[] = {
    {GET("/sign-in", NEEDS_LOOK, entrance_sign_in_form), QUERY(next_query)},
    {POST("/sign-in", NEEDS_NOBODY, entrance_sign_in), TAKES(sign_in_fields)},
    {GET("/captcha/new", NEEDS_NOBODY, hurdle_new), QUERY(hurdle_query),
	.is_quick = true},
    {GET("/captcha/*", NEEDS_NOBODY, hurdle_file), .is_quick = true},
    {POST("/sign-out", NEEDS_NOBODY, entrance_sign_out)},
    {GET("/", NEEDS_LOOK, home_show)},
    {GET("/forgot", NEEDS_NOBODY, forgot_form)},
    {POST("/forgot", NEEDS_NOBODY, forgot_send), TAKES(forgot_fields)},
    {GET("/code", NEEDS_NOBODY, forgot_code_form)},
    {POST("/code", NEEDS_NOBODY, forgot_code_redeem), TAKES(code_fields)},
    {GET("/password", NEEDS_SIGNED_IN | NEEDS_ANY_PASSWORD,
	personal_password_form)},
    {POST("/password", NEEDS_SIGNED_IN | NEEDS_ANY_PASSWORD, personal_password),
	TAKES(password_fields)},
    {GET(OPENID_AUTHORIZE, NEEDS_NOBODY, openid_authorize),
	QUERY(openid_request_fields), .takes_others = true},
    {POST(OPENID_AUTHORIZE, NEEDS_NOBODY, openid_authorize_post),
	TAKES(openid_request_fields), .takes_others = true, .is_bare = true,
	.from = ROUTE_ALL},
    {GET("/openid/end_session", NEEDS_NOBODY, openid_end),
	QUERY(openid_end_fields), .takes_others = true},
    {POST("/openid/end_session", NEEDS_NOBODY, openid_end_post),
	TAKES(openid_end_fields), .takes_others = true, .is_bare = true,
	.from = ROUTE_ALL},
    {POST("/openid/end", NEEDS_NOBODY, openid_end_sure),
	TAKES(openid_end_fields)},
    {GET("/.well-known/openid-configuration", NEEDS_NOBODY, openid_about),
	PROGRAM},
    {GET("/openid/keys", NEEDS_NOBODY, openid_keys), PROGRAM},
    {POST("/openid/token", NEEDS_NOBODY, openid_token), PROGRAM},
    {GET("/openid/userinfo", NEEDS_NOBODY, openid_userinfo), PROGRAM},
    {POST("/openid/userinfo", NEEDS_NOBODY, openid_userinfo), PROGRAM},
    {GET("/me", NEEDS_SIGNED_IN, personal_show), QUERY(done_query)},
    {POST("/me/sign-out-all", NEEDS_SIGNED_IN, personal_sign_out_all)},
    {GET("/me/events", NEEDS_SIGNED_IN, events_show)},
    {GET("/me/mail", NEEDS_SIGNED_IN, personal_mail_form)},
    {POST("/me/mail", NEEDS_SIGNED_IN, personal_mail), TAKES(mail_fields)},
    {GET("/me/mail/confirm", NEEDS_SIGNED_IN, personal_confirm_form)},
    {POST("/me/mail/confirm", NEEDS_SIGNED_IN, personal_confirm),
	TAKES(confirm_fields)},
    {POST("/me/mail/drop", NEEDS_SIGNED_IN, personal_drop), TAKES(drop_fields)},
    {GET("/api/v1/challenge", NEEDS_NOBODY, api_challenge),
	QUERY(api_challenge_query), .is_quick = true},
    {GET("/api/v1/rules", NEEDS_NOBODY, api_rules)},
    {POST("/api/v1/*", NEEDS_NOBODY, api_question), .is_bare = true,
	.is_raw = true},
    {GET("/staff", NEEDS_ALL_DESKS, personnel_list), QUERY(desk_query)},
    {POST("/staff", NEEDS_ALL_DESKS, personnel_list), TAKES(find_fields)},
    {GET("/staff/person", NEEDS_ALL_DESKS, personnel_person),
	QUERY(desk_query)},
    {POST("/staff/person", NEEDS_DESK, personnel_act), TAKES(person_fields)},
    {GET("/staff/mail", NEEDS_ALL_DESKS, personnel_mail), QUERY(desk_query)},
    {GET("/staff/audit", NEEDS_DESK, personnel_audit), QUERY(desk_query)},
    {GET("/staff/add", NEEDS_DESK, personnel_add_form)},
    {POST("/staff/add", NEEDS_DESK, personnel_add), TAKES(person_fields)},
    {GET("/staff/edit", NEEDS_DESK, personnel_edit_form), QUERY(desk_query)},
    {POST("/staff/edit", NEEDS_DESK, personnel_edit), TAKES(person_fields)},
    {GET("/staff/take-in", NEEDS_DESK, personnel_take_in_form)},
    {POST("/staff/take-in", NEEDS_DESK, personnel_take_in),
	TAKES(person_fields)},
    {GET("/staff/import", NEEDS_DESK, personnel_import_form)},
    {POST("/staff/import", NEEDS_DESK, personnel_import), TAKES(import_fields),
	.body_max = IMPORT_BODY_MAX},
    {GET("/it", NEEDS_IT, itdesk_home)},
    {GET("/it/*", NEEDS_IT, itdesk_page), QUERY(desk_query)},
    {POST("/it/*", NEEDS_IT, itdesk_act), TAKES(it_fields),
	.body_max = 48 * 1024},
    {GET("/static/*", NEEDS_NOBODY, asset_get), QUERY(asset_query),
	.is_quick = true},
    {GET("/health", NEEDS_NOBODY, asset_health), .is_quick = true},
};
static const struct route_table table = FRONT_TABLE(routes);

const struct route_table *const front_tables[] = {&table};
const size_t front_table_count = sizeof(front_tables) / sizeof(front_tables[0]);
