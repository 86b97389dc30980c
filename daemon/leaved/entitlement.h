/*
 * entitlement.h - how much leave a person has of a type in a year.
 *
 * Shape:  pure arithmetic on one rule row and a person's service. A year's
 *         amount is one number; 特休 answers grants, each usable from an
 *         anniversary up to the next.
 * Units:  minutes, 480 are a day; days of the almanac.
 * Errors: none; no entitlement is 0.
 * Source: 公務人員請假規則 7 (completed years at the year's end, a share after
 *         the first year), 3 (pro rata: a remainder under half a day becomes a
 *         half, over a half becomes a day); 教師請假規則 8; 勞動基準法 38.
 */
#ifndef LEAVED_ENTITLEMENT_H
#define LEAVED_ENTITLEMENT_H

#include "rules.h"

enum { SERVICE_POSTS_MAX = 16, ENTITLEMENT_GRANTS_MAX = 4 };

struct day_range {
	int from, until; /* both days included */
};

struct service {
	int hired;               /* the first day of service */
	int prior_months;        /* earlier service that counts */
	struct day_range posted; /* the contract */
	struct day_range posts[SERVICE_POSTS_MAX]; /* with admin post */
	size_t post_count;
};

struct grant {
	int minutes;
	int usable_from, usable_until; /* both included */
};

/* Half-day rounding of days * months / 12. */
int entitlement_share(int minutes, int months);

/* Calendar months of the range in which any of its days lies. */
int entitlement_months(struct day_range range, struct day_range year);

/* The amount of RULE_PER_YEAR in the counting year; for RULE_PER_SERVICE what
 * becomes usable in it. */
int entitlement_of_year(const struct rule *rule, const struct service *service,
    int year_number, enum year_kind kind);

/* The grants of RULE_PER_SERVICE whose anniversary lies in the range; at most
 * ENTITLEMENT_GRANTS_MAX. */
size_t entitlement_grants(const struct rule *rule,
    const struct service *service, struct day_range range,
    struct grant grants[ENTITLEMENT_GRANTS_MAX]);

/* The amount for weeks of pregnancy or a relation; 0 when there is none. */
int entitlement_of_weeks(const struct rule *rule, int weeks);
int entitlement_of_relation(const struct rule *rule, const char *relation);

/* Is the contract shorter than the rule set asks for? */
bool entitlement_is_too_short(
    const struct ruleset *set, const struct service *service);

#endif
