/* Every address of the portal, what it needs and what it takes. */
#include "asset.h"
#include "entrance.h"
#include "front.h"
#include "hurdle.h"

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
static const struct form_field asset_query[] = {
    {"v", FORM_TEXT, 32, false, NULL},
};

const struct route front_routes[] = {
    {GET("/sign-in", NEEDS_LOOK, entrance_sign_in_form), QUERY(next_query)},
    {POST("/sign-in", NEEDS_NOBODY, entrance_sign_in), TAKES(sign_in_fields)},
    {GET("/captcha/new", NEEDS_NOBODY, hurdle_new), QUERY(hurdle_query),
	.is_quick = true},
    {GET("/captcha/*", NEEDS_NOBODY, hurdle_file), .is_quick = true},
    {GET("/static/*", NEEDS_NOBODY, asset_get), QUERY(asset_query),
	.is_quick = true},
    {GET("/health", NEEDS_NOBODY, asset_health), .is_quick = true},
};
const size_t front_route_count = sizeof(front_routes) / sizeof(front_routes[0]);
