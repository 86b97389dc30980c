#include "counter.h"

#include "base/text.h"
#include "changes.h"

static int64_t
number_of(const struct dir_entry *entry, const char *attr)
{
	const char *text = dir_value(entry, attr);
	int64_t number = 0;

	if (text != NULL)
		(void)text_number(text, 0, INT64_MAX, &number);
	return number;
}

/* The next numbers of the range: number_next up to number_end. */
static enum rc
take_block(struct core *core, struct err *err)
{
	static const char *const attrs[] = {
	    "portalCounterNext", "portalCounterMax", NULL};
	struct changes raise = {0};
	char dn[FILTER_DN_SIZE];
	struct dir_edit edit = {
	    .dn = dn, .changes = raise.list, .count = 1, .post_read = attrs};
	struct dir_entry *after;
	int64_t next, max;
	enum rc rc;

	if (!text_print(dn, sizeof(dn), "cn=uidNext-%lld,ou=services,%s",
		(long long)core->conf->home, core->conf->base_dn))
		return err_set(err, RC_FAULT, "base_dn is too long");
	changes_put_number(
	    &raise, DIR_INCREMENT, "portalCounterNext", COUNTER_BLOCK);
	rc = dir_modify(core->dir, &edit, &after, err);
	if (rc != RC_OK)
		return err_context(err, rc, "%s", dn);
	next = number_of(after, "portalCounterNext");
	max = number_of(after, "portalCounterMax");
	dir_entry_free(after);
	if (next <= COUNTER_BLOCK)
		return err_set(err, RC_FAULT, "%s: no number", dn);
	if (next - COUNTER_BLOCK > max)
		return err_set(err, RC_BUSY, "%s: its range is used up", dn);
	core->number_next = next - COUNTER_BLOCK;
	core->number_end = next <= max ? next : max + 1;
	return RC_OK;
}

enum rc
counter_take(struct core *core, int64_t *number, struct err *err)
{
	enum rc rc = RC_OK;

	if (core->number_next == core->number_end)
		rc = take_block(core, err);
	if (rc == RC_OK)
		*number = core->number_next++;
	return rc;
}
