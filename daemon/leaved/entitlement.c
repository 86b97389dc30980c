#include "entitlement.h"
#include <string.h>
#include "base/almanac.h"

enum { HALF_DAY = MINUTES_PER_WORK_DAY / 2, MONTHS_PER_YEAR = 12 };

static int
larger(int a, int b)
{
	return a > b ? a : b;
}

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

int
entitlement_share(int minutes, int months)
{
	int twelfths = minutes * smaller(months, MONTHS_PER_YEAR);
	int unit = HALF_DAY * MONTHS_PER_YEAR;

	return (twelfths + unit - 1) / unit * HALF_DAY;
}

int
entitlement_months(struct day_range range, struct day_range year)
{
	struct almanac_date a, b;
	int from = larger(range.from, year.from);
	int until = smaller(range.until, year.until);

	if (from > until)
		return 0;
	a = almanac_date(from);
	b = almanac_date(until);
	return (b.year - a.year) * MONTHS_PER_YEAR + b.month - a.month + 1;
}

/* Calendar months of the year with any day in an admin post. Posts are in
 * order; a month that two of them share counts once. */
static int
post_months(const struct service *service, struct day_range year)
{
	bool held[MONTHS_PER_YEAR + 1] = {false};
	int count = 0, start = almanac_date(year.from).month;

	for (size_t i = 0; i < service->post_count; i++) {
		struct day_range post = service->posts[i];
		int from = larger(post.from, year.from);
		int months = entitlement_months(post, year);
		int first =
		    (almanac_date(from).month - start + MONTHS_PER_YEAR) %
		    MONTHS_PER_YEAR;

		for (int m = 0; m < months; m++)
			held[first + m] = true;
	}
	for (int m = 0; m < MONTHS_PER_YEAR; m++)
		count += held[m];
	return count;
}

static int
step_of(const struct rule *rule, int key)
{
	int minutes = 0;

	for (size_t i = 0; i < rule->step_count; i++)
		if (key >= rule->steps[i].key)
			minutes = rule->steps[i].minutes;
	return minutes;
}

static int
months_of_service(const struct service *service, int day)
{
	return almanac_months_between(
	    almanac_add_months(service->hired, -service->prior_months), day);
}

/* 7 days x months from the appointment to the year's end, in the next year. */
static int
first_year_share(const struct rule *rule, const struct service *service,
    int year_number_, enum year_kind kind)
{
	int first = year_number(kind, service->hired);
	struct day_range year = {
	    year_first_day(kind, first), year_last_day(kind, first)};
	struct day_range served = {service->hired, year.until};
	int base = 0;

	if (!rule->shares_first_year || service->prior_months > 0 ||
	    year_number_ != first + 1)
		return 0;
	for (size_t i = 0; i < rule->step_count && base == 0; i++)
		base = rule->steps[i].minutes;
	return entitlement_share(base, entitlement_months(served, year));
}

int
entitlement_of_year(const struct rule *rule, const struct service *service,
    int number, enum year_kind kind)
{
	struct day_range year = {
	    year_first_day(kind, number), year_last_day(kind, number)};
	struct day_range served = {larger(service->hired, service->posted.from),
	    service->posted.until};
	int months = entitlement_months(served, year);
	int minutes = rule->minutes;

	if (rule->per == RULE_PER_SERVICE) {
		struct grant grants[ENTITLEMENT_GRANTS_MAX];
		size_t count = entitlement_grants(rule, service, year, grants);

		for (size_t i = 0; i < count; i++)
			minutes += grants[i].minutes;
		return minutes;
	}
	if (rule->per != RULE_PER_YEAR || months == 0)
		return 0;
	if (rule->by == RULE_BY_SERVICE)
		minutes =
		    larger(step_of(rule, months_of_service(service, year.from)),
			first_year_share(rule, service, number, kind));
	if (rule->is_pro_rata)
		minutes = entitlement_share(minutes, months);
	if (rule->needs_admin_post) {
		int held = post_months(service, year);

		if (held == 0)
			return 0;
		minutes = entitlement_share(minutes, held);
	}
	return larger(minutes, rule->floor_minutes);
}

size_t
entitlement_grants(const struct rule *rule, const struct service *service,
    struct day_range range, struct grant grants[ENTITLEMENT_GRANTS_MAX])
{
	int start = almanac_add_months(service->hired, -service->prior_months);
	int months = 0;
	size_t count = 0;

	if (rule->step_count == 0)
		return 0;
	while (
	    months <= MONTHS_PER_YEAR * 60 && count < ENTITLEMENT_GRANTS_MAX) {
		int step = months == 0         ? rule->steps[0].key
		    : months < MONTHS_PER_YEAR ? MONTHS_PER_YEAR
					       : months + MONTHS_PER_YEAR;
		int next = step < MONTHS_PER_YEAR ? MONTHS_PER_YEAR
						  : step + MONTHS_PER_YEAR;
		int from = almanac_add_months(start, step);

		months = step;
		if (from > range.until || from > service->posted.until)
			break;
		if (from < range.from || from < service->hired)
			continue;
		grants[count++] = (struct grant){step_of(rule, step), from,
		    almanac_add_months(start, next) - 1};
	}
	return count;
}

int
entitlement_of_weeks(const struct rule *rule, int weeks)
{
	return step_of(rule, weeks);
}

int
entitlement_of_relation(const struct rule *rule, const char *relation)
{
	for (size_t i = 0; i < rule->step_count; i++)
		for (size_t n = 0; n < rule->steps[i].name_count; n++)
			if (strcmp(rule->steps[i].names[n], relation) == 0)
				return rule->steps[i].minutes;
	return 0;
}

bool
entitlement_is_too_short(
    const struct ruleset *set, const struct service *service)
{
	return set->contract_months > 0 &&
	    almanac_months_between(service->posted.from,
		service->posted.until + 1) < set->contract_months;
}
