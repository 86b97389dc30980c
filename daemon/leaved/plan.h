/*
 * plan.h - what a request costs, day by day and lot by lot.
 *
 * Shape:  plan_make() measures a request, rounds it and draws each day's hours
 *         from the lots alive on that day, the earliest expiry first; what is
 *         beyond an amount goes where the rule says: into another type, into a
 *         pay cut, or nowhere. `taken` says how much of each lot is gone
 *         already. Lots that a rule grants are opened when first needed.
 * Units:  minutes; days of the almanac.
 * Errors: refusals. When laying out anew nothing may be refused: what no lot
 *         covers goes to a lot of shortfall that personnel must look at.
 * Source: LEAVE.md 2, 3.
 */
#ifndef LEAVED_PLAN_H
#define LEAVED_PLAN_H

#include "book.h"

enum { PLAN_CHARGES_MAX = 4096, PLAN_LOTS_MAX = 1024 };

struct plan {
	struct book *book;
	const struct request *request;
	bool is_anew;      /* laid out again: never refuses, keeps own lots */
	bool by_personnel; /* closed years too */
	int taken[PLAN_LOTS_MAX];
	struct charge charges[PLAN_CHARGES_MAX];
	size_t count;
	struct worktime_days days;
	int minutes;
};

enum refusal plan_make(struct plan *plan, const struct request *request);

/* Opens the year's lot of a type and grants it; -1 when it has no amount by
 * year. */
int plan_year_lot(struct book *book, const char *type, int day);

/* What the rules grant now for a lot that plan_year_lot() opened. */
int plan_amount(const struct book *book, const struct ledger_lot *lot);

/* A lot without limit of that label, opened when there is none. */
int plan_open_lot(struct book *book, const char *type, const char *tail,
    int day, struct ledger_lot traits);

/* How much of a type is available on a day, all lots together. */
int plan_available(struct book *book, const char *type, int day);

#endif
