#include "ledger.h"
#include <stdlib.h>
#include <string.h>

/* How a kind moves the four sums of its lot. */
static const struct {
	const char *name;
	int granted, pending, used, expired;
} kinds[LEDGER_KINDS] = {
    [LEDGER_GRANT] = {"grant", 1, 0, 0, 0},
    [LEDGER_ADJUST] = {"adjust", 1, 0, 0, 0},
    [LEDGER_RESERVE] = {"reserve", 0, 1, 0, 0},
    [LEDGER_RELEASE] = {"release", 0, -1, 0, 0},
    [LEDGER_CONSUME] = {"consume", 0, -1, 1, 0},
    [LEDGER_REFUND] = {"refund", 0, 0, -1, 0},
    [LEDGER_EXPIRE] = {"expire", 0, 0, 0, 1},
};

const char *
ledger_kind_name(enum ledger_kind kind)
{
	return kind < LEDGER_KINDS ? kinds[kind].name : "?";
}

int
ledger_find(const struct ledger *ledger, const char *label)
{
	for (size_t i = 0; i < ledger->lot_count; i++)
		if (strcmp(ledger->lots[i].label, label) == 0)
			return (int)i;
	return -1;
}

static enum rc
grow(void **items, size_t count, size_t *room, size_t size, struct err *err)
{
	size_t wanted = *room == 0 ? 16 : *room * 2;
	void *more;

	if (count < *room)
		return RC_OK;
	more = reallocarray(*items, wanted, size);
	if (more == NULL)
		return err_set(err, RC_FAULT, "no memory for the ledger");
	*items = more;
	*room = wanted;
	return RC_OK;
}

enum rc
ledger_open(struct ledger *ledger, const struct ledger_lot *lot, int *number,
    struct err *err)
{
	void *lots = ledger->lots;
	enum rc rc = grow(
	    &lots, ledger->lot_count, &ledger->lot_room, sizeof(*lot), err);

	if (rc != RC_OK)
		return rc;
	ledger->lots = lots;
	*number = (int)ledger->lot_count++;
	ledger->lots[*number] = *lot;
	ledger->lots[*number].granted = ledger->lots[*number].pending = 0;
	ledger->lots[*number].used = ledger->lots[*number].expired = 0;
	return RC_OK;
}

int
ledger_available(const struct ledger_lot *lot)
{
	return lot->granted - lot->expired - lot->used - lot->pending;
}

static void
apply(struct ledger_lot *lot, enum ledger_kind kind, int minutes)
{
	lot->granted += kinds[kind].granted * minutes;
	lot->pending += kinds[kind].pending * minutes;
	lot->used += kinds[kind].used * minutes;
	lot->expired += kinds[kind].expired * minutes;
}

/* An adjustment may leave a lot short: the plan made after it gives back. */
static bool
is_sound(const struct ledger_lot *lot, enum ledger_kind kind)
{
	if (lot->pending < 0 || lot->used < 0)
		return false;
	if (lot->is_unlimited || kind == LEDGER_ADJUST ||
	    kinds[kind].pending < 0 || kinds[kind].used < 0)
		return true;
	return ledger_available(lot) >= 0;
}

enum rc
ledger_put(struct ledger *ledger, struct ledger_entry entry, struct err *err)
{
	struct ledger_lot after = ledger->lots[entry.lot];
	void *entries = ledger->entries;
	enum rc rc;

	if (entry.minutes < 0 && entry.kind != LEDGER_ADJUST)
		return err_set(err, RC_DENIED, "%s of a negative amount",
		    kinds[entry.kind].name);
	apply(&after, entry.kind, entry.minutes);
	if (!is_sound(&after, entry.kind))
		return err_set(err, RC_DENIED, "%s: no %d minutes to %s",
		    after.label, entry.minutes, kinds[entry.kind].name);
	rc = grow(&entries, ledger->entry_count, &ledger->entry_room,
	    sizeof(entry), err);
	if (rc != RC_OK)
		return rc;
	ledger->entries = entries;
	ledger->entries[ledger->entry_count++] = entry;
	ledger->lots[entry.lot] = after;
	return RC_OK;
}

static bool
has_same_sums(const struct ledger_lot *a, const struct ledger_lot *b)
{
	return a->granted == b->granted && a->pending == b->pending &&
	    a->used == b->used && a->expired == b->expired;
}

enum rc
ledger_recount(const struct ledger *ledger, struct err *err)
{
	for (size_t i = 0; i < ledger->lot_count; i++) {
		const struct ledger_lot *lot = &ledger->lots[i];
		struct ledger_lot anew = *lot;

		anew.granted = anew.pending = anew.used = anew.expired = 0;
		for (size_t e = 0; e < ledger->entry_count; e++)
			if (ledger->entries[e].lot == (int)i)
				apply(&anew, ledger->entries[e].kind,
				    ledger->entries[e].minutes);
		if (!has_same_sums(lot, &anew))
			return err_set(
			    err, RC_FAULT, "%s: sums differ", lot->label);
		if (!lot->is_unlimited && ledger_available(lot) < 0)
			return err_set(
			    err, RC_FAULT, "%s: overdrawn", lot->label);
	}
	return RC_OK;
}

void
ledger_wipe(struct ledger *ledger)
{
	free(ledger->lots);
	free(ledger->entries);
	memset(ledger, 0, sizeof(*ledger));
}
