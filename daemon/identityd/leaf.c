#include "leaf.h"

#include <string.h>

enum rc
leaf_dn(const struct act *act, const struct leaf *leaf, char dn[FILTER_DN_SIZE],
    struct err *err)
{
	char base[FILTER_DN_SIZE];
	enum rc rc = filter_dn(base, sizeof(base), act->core->conf->base_dn,
	    err, "ou=%s", leaf->branch);

	return rc == RC_OK
	    ? filter_dn(dn, FILTER_DN_SIZE, base, err, "cn=%s", act->target)
	    : rc;
}

static enum reply
add(struct act *act, const struct leaf *leaf, const char *dn,
    const struct leaf_part *parts, size_t count)
{
	struct changes values = {0};

	changes_put(&values, DIR_ADD, "objectClass", leaf->object_class);
	changes_put(&values, DIR_ADD, "cn", act->target);
	for (size_t i = 0; i < count; i++)
		if (parts[i].value != NULL && parts[i].value[0] != '\0')
			changes_put(
			    &values, DIR_ADD, parts[i].attr, parts[i].value);
	act->result = "created";
	return act_add(act, dn, &values);
}

static enum reply
change(struct act *act, const struct dir_entry *entry,
    const struct leaf_part *parts, size_t count)
{
	struct changes changes = {0};
	struct dir_edit edit = {.dn = dir_dn(entry), .changes = changes.list};

	for (size_t i = 0; i < count; i++) {
		const char *value = parts[i].value;
		const char *is = dir_value(entry, parts[i].attr);

		if (value != NULL && strcmp(is != NULL ? is : "", value) != 0)
			changes_put(&changes, DIR_REPLACE, parts[i].attr,
			    value[0] != '\0' ? value : NULL);
	}
	act->result = changes.count > 0 ? "changed" : "same";
	edit.count = changes.count;
	return changes.count > 0 ? act_modify(act, &edit) : REPLY_OK;
}

enum reply
leaf_put(struct act *act, const struct leaf *leaf,
    const struct leaf_part *parts, size_t count)
{
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry = NULL;
	struct err err;
	enum reply reply;
	enum rc rc = leaf_dn(act, leaf, dn, &err);

	if (rc == RC_OK)
		rc = dir_get(act->core->dir, dn, leaf->attrs, &entry, &err);
	if (rc == RC_ABSENT)
		return add(act, leaf, dn, parts, count);
	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	reply = change(act, entry, parts, count);
	dir_entry_free(entry);
	return reply;
}

enum reply
leaf_del(struct act *act, const struct leaf *leaf)
{
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry;
	struct err err;
	enum rc rc = leaf_dn(act, leaf, dn, &err);

	if (rc == RC_OK)
		rc = dir_get(act->core->dir, dn, leaf->attrs, &entry, &err);
	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	dir_entry_free(entry);
	act->result = "removed";
	return act_delete(act, dn);
}

enum reply
leaf_list(struct core *core, const struct leaf *leaf, struct page_query *query,
    const char *cursor, struct wire_out *out)
{
	char base[FILTER_DN_SIZE];
	struct err err;
	enum rc rc = filter_dn(base, sizeof(base), core->conf->base_dn, &err,
	    "ou=%s", leaf->branch);

	query->base = base;
	query->scope = DIR_ONE;
	query->key = "cn";
	query->attrs = leaf->attrs;
	return rc == RC_OK ? page_put(core, query, cursor, out)
			   : core_fail("list", rc, &err);
}
