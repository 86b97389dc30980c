/*
 * Links on the portal: where they lead, what they are called, in which menu
 * they stand. What makes one an OpenID client, IT writes by LDAP. Whoever has
 * signed in sees what stands in a menu; IT sees all.
 */
#include "base/text.h"
#include "leaf.h"
#include "ops_table.h"
#include "staff.h"

#include <string.h>

/* An attribute comes with all its languages. */
static const char *const app_attrs[] = {"cn", "portalAppURL", "displayName",
    "portalAppMenu", "portalAppOrder", NULL};
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

/* The fields of a link that may change; "" takes all but the first away. */
static const struct {
	enum field field;
	const char *attr;
	bool (*is_good)(const char *value);
} parts[] = {
    {F_URL, "portalAppURL", is_url},
    {F_NAME, "displayName", is_caption},
    {F_NAME_EN, "displayName;lang-en", is_caption},
    {F_KIND, "portalAppMenu", is_menu},
};
enum {
	PART_COUNT = sizeof(parts) / sizeof(parts[0]),
	SEQ_MAX = 9999, /* places in a menu */
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
		leaf_parts[i] = (struct leaf_part){parts[i].attr, value};
	}
	if (number < 0 || number > SEQ_MAX)
		return act_say(core, REPLY_BAD_FIELD, "seq");
	(void)text_print(seq, SEQ_SIZE, "%lld", (long long)number);
	leaf_parts[PART_COUNT] = (struct leaf_part){
	    "portalAppOrder", wire_has(in, F_SEQ) ? seq : NULL};
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

/* `context`: the menu asked for, or NULL. */
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
	for (int i = 0; i < PART_COUNT; i++) {
		const char *value = dir_value(entry, parts[i].attr);

		/* IT may have put it into several. */
		if (parts[i].field == F_KIND && context != NULL)
			value = context;
		if (value != NULL)
			wire_put_shown(out, parts[i].field, value);
	}
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
	char filter[FILTER_SIZE] = "(objectClass=portalApp)", asked[33];
	struct page_query query = {.filter = filter, .row = put_app};
	struct err err;
	enum rc rc = RC_OK;

	if (menu != NULL && (menu[0] == '\0' || !is_menu(menu)))
		return act_say(core, REPLY_BAD_FIELD, "kind");
	if (menu != NULL) {
		rc = filter_print(filter, sizeof(filter), &err,
		    "(&(objectClass=portalApp)(portalAppMenu=%s))", menu);
		(void)text_copy(asked, sizeof(asked), menu);
		query.context = asked;
	} else if (!(actor->roles & ROLE_IT)) {
		query.filter = "(&(objectClass=portalApp)(portalAppMenu=*))";
	}
	return rc == RC_OK
	    ? leaf_list(core, &app_leaf, &query,
		  wire_text(&question->in, F_CURSOR), &answer->out)
	    : core_fail("app", rc, &err);
}
