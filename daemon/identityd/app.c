/*
 * Links on the portal: where they lead, what they are called, in which menu
 * they stand, and what makes one an OpenID client. Whoever has signed in sees
 * what stands in a menu; IT sees all.
 */
#include "app_secret.h"
#include "base/text.h"
#include "client_uri.h"
#include "client.h"
#include "leaf.h"
#include "ops_table.h"
#include "scope.h"
#include "staff.h"

#include <string.h>

/* An attribute comes with all its languages. */
static const char *const app_attrs[] = {"cn", "portalAppURL", "displayName",
    "portalAppMenu", "portalAppOrder", "portalAppClient", "portalAppRedirect",
    "portalAppLogout", "portalAppScope", NULL};
static const struct leaf app_leaf = {"apps", "portalApp", app_attrs};

/* The portal's menus: 常用功能, 行政服務, 業務網站, 好用資訊. */
static const char *const menus[] = {
    "common", "administration", "business", "useful"};

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

static bool
is_caption(const char *name)
{
	return name[0] == '\0' || staff_is_caption(name, STAFF_CAPTION_MAX);
}

static bool
is_menu(const char *word)
{
	for (size_t i = 0; i < sizeof(menus) / sizeof(menus[0]); i++)
		if (strcmp(menus[i], word) == 0)
			return true;
	return word[0] == '\0';
}

static bool
is_kind_of_client(const char *word)
{
	enum client_kind kind;

	return word[0] == '\0' || client_kind_parse(word, &kind);
}

/* URIs with blanks between. */
static bool
are_uris(const char *list)
{
	int count = 0;

	for (list += strspn(list, " "); *list != '\0';
	     list += strspn(list, " ")) {
		char uri[CLIENT_URI_MAX + 1];
		size_t len = strcspn(list, " ");

		if (++count > CLIENT_URIS_MAX ||
		    !text_print(uri, sizeof(uri), "%.*s", (int)len, list) ||
		    !client_uri_is_good(uri))
			return false;
		list += len;
	}
	return true;
}

static bool
are_scopes(const char *list)
{
	return list[strspn(list, " ")] == '\0' || scope_parse_known(list) != 0;
}

/* The fields of a link that may change; "" takes all but the first away. */
static const struct {
	enum field field;
	const char *attr;
	bool (*is_good)(const char *value);
	bool is_list, is_its;
} parts[] = {
    {F_URL, "portalAppURL", is_url, false, false},
    {F_NAME, "displayName", is_caption, false, false},
    {F_NAME_EN, "displayName;lang-en", is_caption, false, false},
    {F_KIND, "portalAppMenu", is_menu, false, false},
    {F_CLIENT_KIND, "portalAppClient", is_kind_of_client, false, true},
    {F_REDIRECT, "portalAppRedirect", are_uris, true, true},
    {F_LOGOUT, "portalAppLogout", are_uris, true, true},
    {F_SCOPE, "portalAppScope", are_scopes, true, true},
};
enum {
	PART_COUNT = sizeof(parts) / sizeof(parts[0]),
	ROW_SIZE = 7168, /* with two lists of URIs */
	SEQ_MAX = 9999,  /* places in a menu */
	SEQ_SIZE = 24,
};

/* One part of the leaf more: its place in the menu. */
static enum reply
take_parts(struct core *core, const struct wire_in *in,
    struct leaf_part leaf_parts[PART_COUNT + 1], char seq[SEQ_SIZE])
{
	int64_t number = wire_number(in, F_SEQ, 0);

	for (int i = 0; i < PART_COUNT; i++) {
		const char *value = wire_text(in, parts[i].field);

		if (value != NULL && !parts[i].is_good(value))
			return act_say(core, REPLY_BAD_FIELD,
			    field_rule(parts[i].field)->name);
		leaf_parts[i] =
		    (struct leaf_part){parts[i].attr, value, parts[i].is_list};
	}
	if (number < 0 || number > SEQ_MAX)
		return act_say(core, REPLY_BAD_FIELD, "seq");
	(void)text_print(seq, SEQ_SIZE, "%lld", (long long)number);
	leaf_parts[PART_COUNT] = (struct leaf_part){
	    "portalAppOrder", wire_has(in, F_SEQ) ? seq : NULL, false};
	return REPLY_OK;
}

enum reply
app_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_APP);
	struct act act = act_of(core, actor, question, name, "", "");
	struct leaf_part leaf_parts[PART_COUNT + 1];
	char seq[SEQ_SIZE];
	enum reply reply;

	if (!text_is_word(name))
		return act_say(core, REPLY_BAD_FIELD, "app");
	reply = take_parts(core, &question->in, leaf_parts, seq);
	if (reply == REPLY_OK)
		reply = leaf_put(&act, &app_leaf, leaf_parts, PART_COUNT + 1);
	if (reply == REPLY_OK)
		reply = app_secret_complete(&act, answer);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

enum reply
app_del(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct act act = act_of(core, actor, question,
	    wire_text(&question->in, F_APP), "", "removed");
	enum reply reply = leaf_del(&act, &app_leaf);

	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

/* What a list shows, and to whom. */
struct shown {
	char menu[33]; /* asked for, or "" */
	bool is_it;
};

/* The values of a list as one text: as many as fit. */
static void
put_list(struct wire_out *out, enum field field, const struct dir_entry *entry,
    const char *attr)
{
	char list[FIELD_TEXT_MAX + 1] = "";
	size_t used = 0;

	for (size_t i = 0; i < dir_count(entry, attr); i++) {
		const char *value = dir_value_at(entry, attr, i);

		if (value != NULL &&
		    text_print(list + used, sizeof(list) - used, "%s%s",
			used > 0 ? " " : "", value))
			used += strlen(list + used);
	}
	if (used > 0)
		wire_put_shown(out, field, list);
}

static void
put_part(struct wire_out *out, const struct dir_entry *entry, int part,
    const struct shown *shown)
{
	const char *value = dir_value(entry, parts[part].attr);

	if (parts[part].is_its && !shown->is_it)
		return;
	/* IT may have put it into several menus. */
	if (parts[part].field == F_KIND && shown->menu[0] != '\0')
		value = shown->menu;
	if (parts[part].is_list)
		put_list(out, parts[part].field, entry, parts[part].attr);
	else if (value != NULL)
		wire_put_shown(out, parts[part].field, value);
}

static enum rc
put_app(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	const char *name = dir_value(entry, "cn");
	const char *order = dir_value(entry, "portalAppOrder");
	int64_t seq;

	(void)err;
	if (name == NULL)
		return RC_OK; /* IT may have written a name that is no text */
	wire_row_begin(out);
	wire_put_shown(out, F_APP, name);
	for (int i = 0; i < PART_COUNT; i++)
		put_part(out, entry, i, context);
	if (order != NULL && text_number(order, 0, SEQ_MAX, &seq))
		wire_put_number(out, F_SEQ, seq);
	wire_row_end(out);
	return RC_OK;
}

enum reply
app_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *menu = wire_text(&question->in, F_KIND);
	char filter[FILTER_SIZE] = "(objectClass=portalApp)";
	struct shown shown = {.is_it = (actor->roles & ROLE_IT) != 0};
	struct page_query query = {.filter = filter,
	    .row = put_app,
	    .row_size = ROW_SIZE,
	    .context = &shown};
	struct err err;
	enum rc rc = RC_OK;

	if (menu != NULL && (menu[0] == '\0' || !is_menu(menu)))
		return act_say(core, REPLY_BAD_FIELD, "kind");
	if (menu != NULL) {
		rc = filter_print(filter, sizeof(filter), &err,
		    "(&(objectClass=portalApp)(portalAppMenu=%s))", menu);
		(void)text_copy(shown.menu, sizeof(shown.menu), menu);
	} else if (!shown.is_it) {
		query.filter = "(&(objectClass=portalApp)(portalAppMenu=*))";
	}
	return rc == RC_OK
	    ? leaf_list(core, &app_leaf, &query,
		  wire_text(&question->in, F_CURSOR), &answer->out)
	    : core_fail("app", rc, &err);
}
