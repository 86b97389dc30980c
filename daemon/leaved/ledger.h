/*
 * ledger.h - who has how much leave, and why.
 *
 * Shape:  append-only entries on lots. A lot is an amount that came from one
 *         place (a year's grant, an overtime, a death) with the days on which
 *         it is usable. available = granted - expired - used - pending; an
 *         approval turns pending into used and changes no amount. Lots without
 *         a limit only count.
 * Units:  minutes; days of the almanac, both ends included.
 * Errors: RC_DENIED when an entry would take more than there is, RC_FAULT
 *         without memory or, from ledger_recount(), when the sums disagree.
 * Source: ours; LEAVE.md 4.
 */
#ifndef LEAVED_LEDGER_H
#define LEAVED_LEDGER_H

#include "rules.h"

enum ledger_kind {
	LEDGER_GRANT,
	LEDGER_ADJUST, /* of a grant, either way */
	LEDGER_RESERVE,
	LEDGER_RELEASE,
	LEDGER_CONSUME, /* pending becomes used */
	LEDGER_REFUND,
	LEDGER_EXPIRE,
	LEDGER_KINDS
};

enum { LEDGER_LABEL_SIZE = 96, LEDGER_NO_REQUEST = -1 };

struct ledger_lot {
	char type[RULE_TYPE_SIZE];
	char label[LEDGER_LABEL_SIZE]; /* unique: 病假/2026, 補休/2026-03-07 */
	int year;                      /* its counting year; 0: none */
	enum year_kind year_kind;
	int usable_from, usable_until;
	bool is_unlimited, is_pay_cut, is_shortfall, is_year_grant;
	enum rule_pay pay;
	int granted, pending, used, expired;
};

struct ledger_entry {
	int64_t at; /* the moment, in minutes as worktime.h */
	enum ledger_kind kind;
	int lot, request, minutes;
};

struct ledger {
	struct ledger_lot *lots;
	size_t lot_count, lot_room;
	struct ledger_entry *entries;
	size_t entry_count, entry_room;
};

/* "grant" … */
const char *ledger_kind_name(enum ledger_kind kind);

/* The lot of that label, or -1. */
int ledger_find(const struct ledger *ledger, const char *label);

/* Adds a lot whose amounts are all 0; its number. */
enum rc ledger_open(struct ledger *ledger, const struct ledger_lot *lot,
    int *number, struct err *err);

enum rc ledger_put(
    struct ledger *ledger, struct ledger_entry entry, struct err *err);

int ledger_available(const struct ledger_lot *lot);

/* Adds up all entries anew and compares: no lot overdrawn, no sum negative. */
enum rc ledger_recount(const struct ledger *ledger, struct err *err);

void ledger_wipe(struct ledger *ledger);

#endif
