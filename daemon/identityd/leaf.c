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

/* The next word of a list: its length, 0 at the end. */
static size_t
next_word(const char **at)
{
	*at += strspn(*at, " ");
	return strcspn(*at, " ");
}

static void
put_part(struct changes *changes, enum dir_op op, const struct leaf_part *part)
{
	const char *at = part->value;
	size_t len;

	if (part->value[0] == '\0') {
		if (op == DIR_REPLACE)
			changes_put(changes, op, part->attr, NULL);
		return;
	}
	if (!part->is_list) {
		changes_put(changes, op, part->attr, part->value);
		return;
	}
	for (; (len = next_word(&at)) > 0; at += len)
		changes_put_bytes(changes, op, part->attr, at, len);
}

/* Is that word, byte for byte, one of the values? */
static bool
has_word(const struct dir_entry *entry, const char *attr, const char *word,
    size_t len)
{
	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		const char *value = dir_value_at(entry, attr, i);

		if (value != NULL && strlen(value) == len &&
		    memcmp(value, word, len) == 0)
			return true;
	}
	return false;
}

static bool
is_same(const struct dir_entry *entry, const struct leaf_part *part)
{
	const char *is = dir_value(entry, part->attr), *at = part->value;
	size_t count = 0, len;

	if (!part->is_list)
		return strcmp(is != NULL ? is : "", part->value) == 0;
	for (; (len = next_word(&at)) > 0; at += len, count++)
		if (!has_word(entry, part->attr, at, len))
			return false;
	return count == dir_count(entry, part->attr);
}

static enum reply
add(struct act *act, const struct leaf *leaf, const char *dn,
    const struct leaf_part *parts, size_t count)
{
	struct changes values = {0};

	changes_put(&values, DIR_ADD, "objectClass", leaf->object_class);
	changes_put(&values, DIR_ADD, "cn", act->target);
	for (size_t i = 0; i < count; i++)
		if (parts[i].value != NULL)
			put_part(&values, DIR_ADD, &parts[i]);
	act->result = "created";
	return act_add(act, dn, &values);
}

static enum reply
change(struct act *act, const struct dir_entry *entry,
    const struct leaf_part *parts, size_t count)
{
	struct changes changes = {0};
	struct dir_edit edit = {.dn = dir_dn(entry), .changes = changes.list};

	for (size_t i = 0; i < count; i++)
		if (parts[i].value != NULL && !is_same(entry, &parts[i]))
			put_part(&changes, DIR_REPLACE, &parts[i]);
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
