#include <string.h>
#include "answer.h"
#include "base/almanac.h"
#include "base/text.h"
#include "calc.h"

/* DATE or FROM/UNTIL, both days included; empty ends are open. */
static bool
read_post(const char *text, struct day_range *range)
{
	char from[CALC_LIST_SIZE], *until;
	struct err err;

	range->until = almanac_day(ALMANAC_YEAR_MAX, 12, 31);
	if (!text_copy(from, sizeof(from), text))
		return false;
	until = strchr(from, '/');
	if (until != NULL && strchr(until + 1, '/') == NULL) {
		*until++ = '\0';
		if (*until != '\0' &&
		    almanac_parse(until, &range->until, &err) != RC_OK)
			return false;
	}
	return almanac_parse(from, &range->from, &err) == RC_OK;
}

static bool
read_day_or(const char *text, int fallback, int *day)
{
	struct err err;

	*day = fallback;
	return text == NULL || almanac_parse(text, day, &err) == RC_OK;
}

static enum refusal
read_service(const struct asked *asked, struct service *service)
{
	int last = almanac_day(ALMANAC_YEAR_MAX, 12, 31);
	int64_t months = 0;

	memset(service, 0, sizeof(*service));
	if (!read_day_or(asked->hired, 0, &service->hired) ||
	    !read_day_or(
		asked->posted_from, service->hired, &service->posted.from) ||
	    !read_day_or(asked->posted_until, last, &service->posted.until))
		return REFUSAL_BAD_DATE;
	if (asked->prior_months != NULL &&
	    !text_number(asked->prior_months, 0, 600, &months))
		return REFUSAL_BAD_DATE;
	service->prior_months = (int)months;
	for (size_t i = 0; i < asked->post_count; i++)
		if (!read_post(asked->admin_post[i], &service->posts[i]))
			return REFUSAL_BAD_DATE;
	service->post_count = asked->post_count;
	return REFUSAL_NONE;
}

int
calc_entitlement(const struct asked *asked)
{
	struct service service;
	enum staff_kind kind;
	enum refusal no;
	int64_t year;
	int known, code;

	if (asked->rule_set == NULL || asked->hired == NULL ||
	    asked->year == NULL)
		return calc_usage(
		    "entitlement needs --rule-set, --hired, --year");
	kind = staff_kind_find(asked->rule_set);
	if (kind == STAFF_KINDS)
		return calc_usage("no such rule set");
	if (!text_number(asked->year, 1, ALMANAC_YEAR_MAX - 1, &year))
		return calc_usage("--year is a number");
	code = calc_load_rules(asked);
	if (code != EXIT_SUCCESS)
		return code;
	no = read_service(asked, &service);
	if (no != REFUSAL_NONE || !calc_read_known(asked->known_on, &known))
		return calc_refuse(REFUSAL_BAD_DATE);
	return answer_entitlement(
	    &calc_rules, kind, &service, (int)year, known, asked->type);
}
