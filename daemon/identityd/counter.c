#include "counter.h"

#include "base/text.h"

static int64_t
number_of(const struct dir_entry *entry, const char *attr)
{
	const char *text = dir_value(entry, attr);
	int64_t number = 0;

	if (text != NULL)
		(void)text_number(text, 0, INT64_MAX, &number);
	return number;
}

enum rc
counter_take(struct core *core, int64_t *number, struct err *err)
{
	static const char *const attrs[] = {
	    "portalCounterNext", "portalCounterMax", NULL};
	const struct dir_change raise = {
	    DIR_INCREMENT, "portalCounterNext", "1", 0};
	char dn[FILTER_DN_SIZE];
	const struct dir_edit edit = {
	    .dn = dn, .changes = &raise, .count = 1, .post_read = attrs};
	struct dir_entry *after;
	enum rc rc = RC_OK;

	if (!text_print(dn, sizeof(dn), "cn=uidNext-%lld,ou=services,%s",
		(long long)core->conf->home, core->conf->base_dn))
		return err_set(err, RC_FAULT, "base_dn is too long");
	rc = dir_modify(core->dir, &edit, &after, err);
	if (rc != RC_OK)
		return err_context(err, rc, "%s", dn);
	*number = number_of(after, "portalCounterNext") - 1;
	if (*number < 1)
		rc = err_set(err, RC_FAULT, "%s: no number", dn);
	else if (*number > number_of(after, "portalCounterMax"))
		rc = err_set(err, RC_BUSY, "%s: its range is used up", dn);
	dir_entry_free(after);
	return rc;
}
