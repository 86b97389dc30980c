/* Every address of the portal, what it needs and what it takes. */
#include "api.h"
#include "asset.h"
#include "entrance.h"
#include "events.h"
#include "forgot.h"
#include "front.h"
#include "hurdle.h"
#include "home.h"
#include "personal.h"

#define GET(address, need, function)                            \
	.path = (address), .method = HTTP_GET, .needs = (need), \
	.page = (function)
#define POST(address, need, function)                            \
	.path = (address), .method = HTTP_POST, .needs = (need), \
	.page = (function)
#define QUERY(table) \
	.query = (table), .query_count = sizeof(table) / sizeof(table[0])
#define TAKES(table) \
	.fields = (table), .field_count = sizeof(table) / sizeof(table[0])

static const struct form_field next_query[] = {
    {"next", FORM_TEXT, 256, false, NULL},
    {"ended", FORM_TEXT, 1, false, NULL},
};
static const struct form_field sign_in_fields[] = {
    {"account", FORM_TEXT, 64, true, NULL},
    {"password", FORM_SECRET, 1024, true, NULL},
    {"next", FORM_TEXT, 256, false, NULL},
    HURDLE_FIELDS,
};
static const struct form_field forgot_fields[] = {
    {"national_id", FORM_TEXT, 64, true, NULL},
    {"mail", FORM_TEXT, 254, true, NULL},
    HURDLE_FIELDS,
};
static const struct form_field code_fields[] = {
    {"national_id", FORM_TEXT, 64, true, NULL},
    {"code", FORM_TEXT, 64, true, NULL},
    {"password", FORM_SECRET, 1024, true, NULL},
    {"again", FORM_SECRET, 1024, true, NULL},
};
static const struct form_field password_fields[] = {
    {"old", FORM_SECRET, 1024, true, NULL},
    {"password", FORM_SECRET, 1024, true, NULL},
    {"again", FORM_SECRET, 1024, true, NULL},
};
static const struct form_field mail_fields[] = {
    {"kind", FORM_TEXT, 16, true, NULL},
    {"mail", FORM_TEXT, 254, true, NULL},
    {"password", FORM_SECRET, 1024, true, NULL},
};
static const struct form_field confirm_fields[] = {
    {"kind", FORM_TEXT, 16, true, NULL},
    {"mail", FORM_TEXT, 254, true, NULL},
    {"code", FORM_TEXT, 64, true, NULL},
};
static const struct form_field drop_fields[] = {
    {"password", FORM_SECRET, 1024, true, NULL},
};
static const struct form_field done_query[] = {
    {"done", FORM_TEXT, 1, false, NULL},
};
static const struct form_field asset_query[] = {
    {"v", FORM_TEXT, 32, false, NULL},
};

const struct route front_routes[] = {
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
    {GET("/static/*", NEEDS_NOBODY, asset_get), QUERY(asset_query),
	.is_quick = true},
    {GET("/health", NEEDS_NOBODY, asset_health), .is_quick = true},
};
const size_t front_route_count = sizeof(front_routes) / sizeof(front_routes[0]);
