/*
 * Links on the portal: where they lead, what they are called, in which menu
 * they stand. What makes one an OpenID client, IT writes by LDAP.
 */
#include "act.h"
#include "base/text.h"
#include "ops_table.h"
#include "page.h"
#include "staff.h"

#include <string.h>

static const char *const app_attrs[] = {
    "cn", "portalAppURL", "displayName", "portalAppMenu", NULL};

/* The fields of a link that may change. */
static const struct {
	enum field field;
	const char *attr;
} parts[] = {
    {F_URL, "portalAppURL"},
    {F_NAME, "displayName"},
    {F_KIND, "portalAppMenu"},
};
#define PART_COUNT (sizeof(parts) / sizeof(parts[0]))

static bool
is_word(const char *word, size_t max)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
	size_t len = strlen(word);

	return len > 0 && len <= max && word[strspn(word, allowed)] == '\0';
}

/* http(s), and nothing that could end an attribute of a page. */
static bool
is_url(const char *url)
{
	size_t head = strncmp(url, "https://", 8) == 0 ? 8
	    : strncmp(url, "http://", 7) == 0          ? 7
						       : 0;

	return head > 0 && url[head] != '\0' && url[head] != '/' &&
	    text_is_printable_ascii(url, strlen(url)) &&
	    strpbrk(url, " \"'<>\\") == NULL;
}

static enum rc
app_dn(const struct core *core, const char *name, char dn[FILTER_DN_SIZE],
    struct err *err)
{
	char base[FILTER_DN_SIZE];
	enum rc rc =
	    filter_dn(base, sizeof(base), core->conf->base_dn, err, "ou=apps");

	return rc == RC_OK
	    ? filter_dn(dn, FILTER_DN_SIZE, base, err, "cn=%s", name)
	    : rc;
}

static enum reply
check_app(struct core *core, const struct wire_in *in)
{
	const char *name = wire_text(in, F_NAME), *menu = wire_text(in, F_KIND);

	if (!is_word(wire_text(in, F_APP), 64))
		return act_say(core, REPLY_BAD_FIELD, "app");
	if (!is_url(wire_text(in, F_URL)))
		return act_say(core, REPLY_BAD_FIELD, "url");
	if (name != NULL && name[0] != '\0' &&
	    !staff_is_caption(name, STAFF_CAPTION_MAX))
		return act_say(core, REPLY_BAD_FIELD, "name");
	if (menu != NULL && menu[0] != '\0' && !is_word(menu, 32))
		return act_say(core, REPLY_BAD_FIELD, "kind");
	return REPLY_OK;
}

static enum reply
add_app(struct act *act, const char *dn, const struct wire_in *in)
{
	struct changes values = {0};

	changes_put(&values, DIR_ADD, "objectClass", "portalApp");
	changes_put(&values, DIR_ADD, "cn", act->target);
	for (size_t i = 0; i < PART_COUNT; i++) {
		const char *value = wire_text(in, parts[i].field);

		if (value != NULL && value[0] != '\0')
			changes_put(&values, DIR_ADD, parts[i].attr, value);
	}
	act->result = "created";
	return act_add(act, dn, &values);
}

static enum reply
change_app(
    struct act *act, const struct dir_entry *entry, const struct wire_in *in)
{
	struct changes changes = {0};
	struct dir_edit edit = {.dn = dir_dn(entry), .changes = changes.list};

	for (size_t i = 0; i < PART_COUNT; i++) {
		const char *value = wire_text(in, parts[i].field);
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
app_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_APP);
	struct act act = act_of(core, actor, question, name, "", "");
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry = NULL;
	struct err err;
	enum reply reply = check_app(core, &question->in);
	enum rc rc;

	if (reply != REPLY_OK)
		return reply;
	rc = app_dn(core, name, dn, &err);
	if (rc == RC_OK)
		rc = dir_get(core->dir, dn, app_attrs, &entry, &err);
	if (rc == RC_ABSENT)
		reply = add_app(&act, dn, &question->in);
	else if (rc == RC_OK)
		reply = change_app(&act, entry, &question->in);
	else
		reply = core_fail(act.action, rc, &err);
	dir_entry_free(entry);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

enum reply
app_del(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_APP);
	struct act act = act_of(core, actor, question, name, "", "removed");
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry;
	struct err err;
	enum reply reply;
	enum rc rc = app_dn(core, name, dn, &err);

	if (rc == RC_OK)
		rc = dir_get(core->dir, dn, app_attrs, &entry, &err);
	if (rc != RC_OK)
		return core_fail(act.action, rc, &err);
	dir_entry_free(entry);
	reply = act_delete(&act, dn);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

static enum rc
put_app(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	const char *name = dir_value(entry, "cn");

	(void)context;
	(void)err;
	if (name == NULL)
		return RC_OK; /* IT may have written a name that is no text */
	wire_row_begin(out);
	wire_put_text(out, F_APP, name);
	for (size_t i = 0; i < PART_COUNT; i++) {
		const char *value = dir_value(entry, parts[i].attr);

		if (value != NULL)
			wire_put_text(out, parts[i].field, value);
	}
	wire_row_end(out);
	return RC_OK;
}

enum reply
app_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	char base[FILTER_DN_SIZE];
	const struct page_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = "(objectClass=portalApp)",
	    .key = "cn",
	    .attrs = app_attrs,
	    .row = put_app};
	struct err err;
	enum rc rc =
	    filter_dn(base, sizeof(base), core->conf->base_dn, &err, "ou=apps");

	(void)actor;
	return rc == RC_OK
	    ? page_put(core, &query, wire_text(&question->in, F_CURSOR),
		  &answer->out)
	    : core_fail("app", rc, &err);
}
