#include "leave_api.h"

#include "front/front.h"
#include "front/program.h"
#include "member.h"
#include "resource.h"

#define ROOT PROGRAM_PATH "v1"

/* Asked with a session, as all are but the one that begins it. */
#define ASKS(question) .op = (question), .bearer = F_SESSION
/* What a request is, and what becomes of it. */
#define WAY           .lists = {{"steps", F_KIND}, {"lessons", F_SEQ}}
#define LISTS(called) .lists = {{(called), F_NONE}}

static const struct resource begin = {
    .op = OP_LEAVE_SESSION, .bearer = F_TOKEN};
static const struct resource go_on = {ASKS(OP_LEAVE_SESSION)};
static const struct resource self = {ASKS(OP_LEAVE_SELF)};
static const struct resource staff = {ASKS(OP_LEAVE_STAFF), LISTS("staff")};
static const struct resource types = {ASKS(OP_LEAVE_TYPES), LISTS("types")};
static const struct resource balances = {
    ASKS(OP_LEAVE_BALANCE), LISTS("balances")};
static const struct resource lines = {ASKS(OP_LEAVE_LINES), LISTS("lines")};
static const struct resource deputies = {ASKS(OP_LEAVE_DEPUTIES)};
static const struct resource own_deputies = {ASKS(OP_LEAVE_DEPUTIES),
    .takes = FIELDS(F_DEPUTY, F_ACCOUNT), .needs = FIELDS(F_DEPUTY)};
static const struct resource calendar = {
    ASKS(OP_LEAVE_AGENDA), LISTS("absences")};
static const struct resource punches = {
    ASKS(OP_LEAVE_PUNCHES), LISTS("punches")};
static const struct resource punch = {
    ASKS(OP_LEAVE_PUNCH), .takes = FIELDS(F_KIND, F_STARTS, F_WHY, F_ACCOUNT)};
static const struct resource requests = {
    ASKS(OP_LEAVE_LIST), LISTS("requests")};
static const struct resource request = {
    ASKS(OP_LEAVE_LOAD), .ending = F_REQUEST, WAY};

#define APPLICATION \
	FIELDS(F_TYPE, F_STARTS, F_ENDS, F_ACCOUNT, F_DEPUTY, F_FACTS, F_WHY)
static const struct resource preview = {
    ASKS(OP_LEAVE_FILE), .takes = APPLICATION, .is_plan = true, WAY};
static const struct resource application = {
    ASKS(OP_LEAVE_FILE), .takes = APPLICATION, .takes_key = true, WAY};
/* Whoever decides has seen what it is now. */
static const struct resource decision = {ASKS(OP_LEAVE_DECIDE),
    .ending = F_REQUEST,
    .takes = FIELDS(F_ACTION, F_VERSION, F_WHY, F_DEPUTY, F_STARTS, F_ENDS),
    .needs = FIELDS(F_VERSION), .takes_key = true};

#define WORK FIELDS(F_STARTS, F_ENDS, F_WANTED, F_ACCOUNT, F_WHY)
static const struct resource overtime = {
    ASKS(OP_LEAVE_OVERTIME_LIST), LISTS("overtime")};
static const struct resource work_preview = {
    ASKS(OP_LEAVE_OVERTIME), .takes = WORK, .is_plan = true};
static const struct resource work = {
    ASKS(OP_LEAVE_OVERTIME), .takes = WORK, .takes_key = true};
static const struct resource work_decision = {ASKS(OP_LEAVE_OVERTIME_DECIDE),
    .ending = F_REQUEST, .takes = FIELDS(F_ACTION, F_VERSION, F_WHY),
    .needs = FIELDS(F_VERSION)};

#define QUERY(name, max)                          \
	{                                         \
		name, FORM_TEXT, max, false, NULL \
	}
static const struct form_field of_account[] = {QUERY("account", 64)};
static const struct form_field of_day[] = {
    QUERY("account", 64), QUERY("from", 16)};
static const struct form_field of_year[] = {
    QUERY("account", 64), QUERY("year", 19)};
static const struct form_field of_lot[] = {
    QUERY("lot", 95), QUERY("account", 64), QUERY("cursor", 256)};
static const struct form_field of_span[] = {
    QUERY("starts", 32), QUERY("ends", 32), QUERY("cursor", 256)};
static const struct form_field of_days[] = {QUERY("from", 16),
    QUERY("until", 16), QUERY("kind", 32), QUERY("cursor", 256)};
static const struct form_field of_card[] = {
    QUERY("account", 64), QUERY("from", 16), QUERY("until", 16)};
static const struct form_field of_list[] = {QUERY("kind", 32),
    QUERY("account", 64), QUERY("state", 16), QUERY("cursor", 256)};

#define READ(address, resource)                                \
	FRONT_GET(ROOT address, NEEDS_NOBODY, resource_serve), \
	    .own = &(resource)
#define SEND(address, resource)                                 \
	FRONT_POST(ROOT address, NEEDS_NOBODY, resource_serve), \
	    .own = &(resource), .is_bare = true, .is_raw = true

static const struct route routes[] = {
    {SEND("/session", begin)},
    {SEND("/session/renew", go_on)},
    {READ("/me", self)},
    {READ("/staff", staff), FRONT_QUERY(of_span)},
    {READ("/types", types), FRONT_QUERY(of_day)},
    {READ("/balances", balances), FRONT_QUERY(of_year)},
    {READ("/balances/lines", lines), FRONT_QUERY(of_lot)},
    {READ("/deputies", deputies), FRONT_QUERY(of_account)},
    {SEND("/deputies", own_deputies)},
    {READ("/calendar", calendar), FRONT_QUERY(of_days)},
    {READ("/punches", punches), FRONT_QUERY(of_card)},
    {SEND("/punches", punch)},
    {READ("/requests", requests), FRONT_QUERY(of_list)},
    {SEND("/requests", application)},
    {SEND("/requests/preview", preview)},
    {READ("/requests/*", request)},
    {SEND("/requests/*", decision)},
    {READ("/overtime", overtime), FRONT_QUERY(of_list)},
    {SEND("/overtime", work)},
    {SEND("/overtime/preview", work_preview)},
    {SEND("/overtime/*", work_decision)},
};
const struct route_table leave_api_routes = FRONT_TABLE(routes);
