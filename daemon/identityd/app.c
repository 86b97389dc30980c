/*
 * Links on the portal: where they lead, what they are called, in which menu
 * they stand. What makes one an OpenID client, IT writes by LDAP. Whoever has
 * signed in sees what stands in a menu; IT sees all.
 */
#include "act.h"
#include "base/text.h"
#include "ops_table.h"
#include "page.h"
#include "staff.h"

#include <string.h>

/* An attribute comes with all its languages. */
static const char *const app_attrs[] = {"cn", "portalAppURL", "displayName",
    "portalAppMenu", "portalAppOrder", NULL};

/* The portal's menus: 常用功能, 行政服務, 業務網站, 好用資訊. */
static const char *const menus[] = {
    "common", "administration", "business", "useful"};

/* The fields of a link that may change. */
static const struct {
	enum field field;
	const char *attr;
} parts[] = {
    {F_URL, "portalAppURL"},
    {F_NAME, "displayName"},
    {F_NAME_EN, "displayName;lang-en"},
    {F_KIND, "portalAppMenu"},
};
#define PART_COUNT (sizeof(parts) / sizeof(parts[0]))

enum { SEQ_MAX = 9999 }; /* places in a menu */

static bool
is_word(const char *word)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";

	return word[0] != '\0' && word[strspn(word, allowed)] == '\0';
}

static bool
is_menu(const char *word)
{
	for (size_t i = 0; i < sizeof(menus) / sizeof(menus[0]); i++)
		if (strcmp(menus[i], word) == 0)
			return true;
	return false;
}

/* Not given, or nothing: takes the value away. */
static bool
is_blank(const char *value)
{
	return value == NULL || value[0] == '\0';
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
	static const enum field names[] = {F_NAME, F_NAME_EN};
	int64_t seq = wire_number(in, F_SEQ, 0);
	const char *menu = wire_text(in, F_KIND);

	if (!is_word(wire_text(in, F_APP)))
		return act_say(core, REPLY_BAD_FIELD, "app");
	if (!is_url(wire_text(in, F_URL)))
		return act_say(core, REPLY_BAD_FIELD, "url");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *name = wire_text(in, names[i]);

		if (!is_blank(name) &&
		    !staff_is_caption(name, STAFF_CAPTION_MAX))
			return act_say(
			    core, REPLY_BAD_FIELD, field_rule(names[i])->name);
	}
	if (!is_blank(menu) && !is_menu(menu))
		return act_say(core, REPLY_BAD_FIELD, "kind");
	return seq < 0 || seq > SEQ_MAX ? act_say(core, REPLY_BAD_FIELD, "seq")
					: REPLY_OK;
}

static enum reply
add_app(struct act *act, const char *dn, const struct wire_in *in)
{
	struct changes values = {0};

	changes_put(&values, DIR_ADD, "objectClass", "portalApp");
	changes_put(&values, DIR_ADD, "cn", act->target);
	for (size_t i = 0; i < PART_COUNT; i++) {
		const char *value = wire_text(in, parts[i].field);

		if (!is_blank(value))
			changes_put(&values, DIR_ADD, parts[i].attr, value);
	}
	if (wire_has(in, F_SEQ))
		changes_put_number(&values, DIR_ADD, "portalAppOrder",
		    wire_number(in, F_SEQ, 0));
	act->result = "created";
	return act_add(act, dn, &values);
}

/* SEQ_MAX + 1, behind all others, when it has none. */
static int64_t
order_of(const struct dir_entry *entry)
{
	const char *order = dir_value(entry, "portalAppOrder");
	int64_t seq;

	return order != NULL && text_number(order, 0, SEQ_MAX, &seq)
	    ? seq
	    : SEQ_MAX + 1;
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
	if (wire_has(in, F_SEQ) && wire_number(in, F_SEQ, 0) != order_of(entry))
		changes_put_number(&changes, DIR_REPLACE, "portalAppOrder",
		    wire_number(in, F_SEQ, 0));
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

/* `context`: the menu asked for, or NULL. */
static enum rc
put_app(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	const char *name = dir_value(entry, "cn"), *menu = context;

	(void)err;
	if (name == NULL)
		return RC_OK; /* IT may have written a name that is no text */
	wire_row_begin(out);
	wire_put_text(out, F_APP, name);
	for (size_t i = 0; i < PART_COUNT; i++) {
		const char *value = dir_value(entry, parts[i].attr);

		/* IT may have put it into several. */
		if (parts[i].field == F_KIND && menu != NULL)
			value = menu;
		if (value != NULL)
			wire_put_text(out, parts[i].field, value);
	}
	if (order_of(entry) <= SEQ_MAX)
		wire_put_number(out, F_SEQ, order_of(entry));
	wire_row_end(out);
	return RC_OK;
}

enum reply
app_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *menu = wire_text(&question->in, F_KIND);
	char base[FILTER_DN_SIZE];
	struct page_query query = {.base = base,
	    .scope = DIR_ONE,
	    .filter = actor->roles & ROLE_IT
		? "(objectClass=portalApp)"
		: "(&(objectClass=portalApp)(portalAppMenu=*))",
	    .key = "cn",
	    .attrs = app_attrs,
	    .row = put_app};
	char filter[FILTER_SIZE], asked[32];
	struct err err;
	enum rc rc =
	    filter_dn(base, sizeof(base), core->conf->base_dn, &err, "ou=apps");

	if (menu != NULL && !is_menu(menu))
		return act_say(core, REPLY_BAD_FIELD, "kind");
	if (rc == RC_OK && menu != NULL) {
		(void)text_copy(asked, sizeof(asked), menu);
		rc = filter_print(filter, sizeof(filter), &err,
		    "(&(objectClass=portalApp)(portalAppMenu=%s))", menu);
		query.filter = filter;
		query.context = asked;
	}
	return rc == RC_OK
	    ? page_put(core, &query, wire_text(&question->in, F_CURSOR),
		  &answer->out)
	    : core_fail("app", rc, &err);
}
