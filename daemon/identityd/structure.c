/*
 * Schools and their units: IT's to change.
 */
#include "structure.h"

#include "act.h"
#include "base/text.h"
#include "ops_table.h"
#include "page.h"
#include "staff.h"

#include <string.h>
#include <strings.h>

enum { SCHOOLS_FILTER_SIZE = ACTOR_FILTER_SIZE + 64 };

static const char *const kinds[] = {"elementary", "junior_high", "senior_high",
    "special", "public_kindergarten", "nonprofit_kindergarten",
    "quasi_public_kindergarten", "private_kindergarten", "bureau"};

static bool
is_kind(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

static bool
is_code(const char *code)
{
	static const char allowed[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

	return code[0] != '\0' && strlen(code) < SCHOOL_CODE_SIZE &&
	    code[strspn(code, allowed)] == '\0';
}

/* "ou=units,BASE" */
static enum rc
units_dn(const struct core *core, char dn[FILTER_DN_SIZE], struct err *err)
{
	return filter_dn(
	    dn, FILTER_DN_SIZE, core->conf->base_dn, err, "ou=units");
}

static void
put_result(struct serve_answer *answer, const char *result)
{
	wire_put_text(&answer->out, F_RESULT, result);
}

/* ---------------------------------------------------------------- schools */

enum reply
structure_find_school(struct core *core, const struct actor *actor,
    const char *code, struct school *school)
{
	struct err err;
	enum rc rc =
	    school_by_code(core->dir, core->conf->base_dn, code, school, &err);

	if (rc == RC_ABSENT)
		return actor->roles & ROLE_IT
		    ? act_say(core, REPLY_NO_SCHOOL, code)
		    : REPLY_OTHER_SCHOOL;
	return rc == RC_OK ? REPLY_OK : core_fail("school", rc, &err);
}

static enum reply
add_school(struct act *act, const char *name, const char *kind)
{
	char base[FILTER_DN_SIZE], dn[FILTER_DN_SIZE];
	struct changes values = {0};
	struct err err;
	enum rc rc = units_dn(act->core, base, &err);

	if (rc == RC_OK)
		rc = filter_dn(dn, sizeof(dn), base, &err, "o=%s", act->target);
	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	act->result = "created";
	changes_put(&values, DIR_ADD, "objectClass", "organization");
	changes_put(&values, DIR_ADD, "objectClass", "portalSchool");
	changes_put(&values, DIR_ADD, "o", act->target);
	changes_put(&values, DIR_ADD, "displayName", name);
	changes_put(&values, DIR_ADD, "portalSchoolCode", act->target);
	changes_put(&values, DIR_ADD, "portalSchoolKind", kind);
	return act_add(act, dn, &values);
}

/* What differs, or nothing. */
static enum reply
change_school(struct act *act, const struct school *school, const char *name,
    const char *kind)
{
	struct changes changes = {0};
	const struct dir_edit edit = {
	    .dn = school->dn, .changes = changes.list};
	struct dir_edit full = edit;

	if (strcmp(school->name, name) != 0)
		changes_put(&changes, DIR_REPLACE, "displayName", name);
	if (kind != NULL && strcmp(school->kind, kind) != 0)
		changes_put(&changes, DIR_REPLACE, "portalSchoolKind", kind);
	act->result = changes.count == 0 ? "same" : "changed";
	full.count = changes.count;
	return changes.count == 0 ? REPLY_OK : act_modify(act, &full);
}

enum reply
structure_school_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *code = wire_text(&question->in, F_SCHOOL);
	const char *name = wire_text(&question->in, F_NAME);
	const char *kind = wire_text(&question->in, F_KIND);
	struct act act = act_of(core, actor, question, code, code, "");
	struct school school;
	struct err err;
	enum reply reply;
	enum rc rc;

	if (!is_code(code))
		return act_say(core, REPLY_BAD_FIELD, "school");
	if (!staff_is_caption(name, STAFF_CAPTION_MAX))
		return act_say(core, REPLY_BAD_FIELD, "name");
	if (kind != NULL && !is_kind(kind))
		return REPLY_BAD_SCHOOL_KIND;
	rc =
	    school_by_code(core->dir, core->conf->base_dn, code, &school, &err);
	if (rc != RC_OK && rc != RC_ABSENT)
		return core_fail("school", rc, &err);
	if (rc == RC_ABSENT && kind == NULL)
		return REPLY_BAD_SCHOOL_KIND;
	reply = rc == RC_OK ? change_school(&act, &school, name, kind)
			    : add_school(&act, name, kind);
	if (reply == REPLY_OK)
		put_result(answer, act.result);
	return reply;
}

static enum rc
put_school(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	static const struct {
		enum field field;
		const char *attr;
	} parts[] = {
	    {F_SCHOOL, "portalSchoolCode"},
	    {F_NAME, "displayName"},
	    {F_KIND, "portalSchoolKind"},
	};

	(void)context;
	(void)err;
	wire_row_begin(out);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *value = dir_value(entry, parts[i].attr);

		if (value != NULL)
			wire_put_shown(out, parts[i].field, value);
	}
	wire_row_end(out);
	return RC_OK;
}

/* IT sees all schools, others those they have a role in. */
static enum rc
schools_filter(const struct actor *actor, char filter[SCHOOLS_FILTER_SIZE],
    struct err *err)
{
	char own[ACTOR_FILTER_SIZE] = "";
	enum rc rc = RC_OK;

	if (!(actor->roles & ROLE_IT))
		rc = actor_print_schools(actor, ROLE_PERSONNEL | ROLE_OFFICER,
		    "(o=%s)", NULL, own, err);
	(void)text_print(filter, SCHOOLS_FILTER_SIZE,
	    "(&(objectClass=portalSchool)%s)", own);
	return rc;
}

enum reply
structure_school_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	char base[FILTER_DN_SIZE], filter[SCHOOLS_FILTER_SIZE];
	const struct page_query query = {.base = base,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .key = "portalSchoolCode",
	    .attrs = school_attrs,
	    .row = put_school};
	struct err err;
	enum rc rc = units_dn(core, base, &err);

	if (rc == RC_OK)
		rc = schools_filter(actor, filter, &err);
	return rc == RC_OK
	    ? page_put(core, &query, wire_text(&question->in, F_CURSOR),
		  &answer->out)
	    : core_fail("school", rc, &err);
}

/* ------------------------------------------------------------------ units */

struct unit_names {
	char text[CORE_SAY_SIZE / 2];
};

static enum rc
take_name(void *context, const struct dir_entry *entry, struct err *err)
{
	struct unit_names *names = context;
	const char *name = dir_value(entry, "ou");
	char before[sizeof(names->text)];

	(void)err;
	(void)text_copy(before, sizeof(before), names->text);
	if (name != NULL &&
	    !text_print(names->text, sizeof(names->text), "%s%s%s", before,
		before[0] != '\0' ? ", " : "", name))
		(void)text_copy(names->text, sizeof(names->text), before);
	return RC_OK;
}

static enum reply
say_units(struct core *core, const struct school *school)
{
	static const char *const attrs[] = {"ou", NULL};
	const struct dir_query query = {.base = school->dn,
	    .scope = DIR_ONE,
	    .filter = "(objectClass=organizationalUnit)",
	    .attrs = attrs};
	struct unit_names names = {""};
	struct err err;
	enum rc rc = dir_search(core->dir, &query, take_name, &names, &err);

	return rc == RC_OK ? act_say(core, REPLY_NO_UNIT, names.text)
			   : core_fail("unit", rc, &err);
}

enum reply
structure_find_unit(struct core *core, const struct school *school,
    const char *name, char dn[PERSON_DN_SIZE])
{
	struct err err;
	enum rc rc = school_unit(core->dir, school, name, dn, &err);

	if (rc == RC_ABSENT)
		return say_units(core, school);
	return rc == RC_OK ? REPLY_OK : core_fail("unit", rc, &err);
}

/* A head must be of the school; "" is none. */
static enum reply
find_head(struct core *core, const struct school *school, const char *account,
    char dn[PERSON_DN_SIZE])
{
	struct person head;
	enum reply reply;

	dn[0] = '\0';
	if (account == NULL || account[0] == '\0')
		return REPLY_OK;
	reply = core_find_person(core, account, &head);
	if (reply != REPLY_OK)
		return reply;
	(void)text_copy(dn, PERSON_DN_SIZE, head.dn);
	return strcasecmp(head.school_dn, school->dn) == 0
	    ? REPLY_OK
	    : REPLY_NOT_OF_SCHOOL;
}

static enum reply
add_unit(struct act *act, const struct school *school, const char *head_dn)
{
	char dn[FILTER_DN_SIZE];
	struct changes values = {0};
	struct err err;
	enum rc rc =
	    filter_dn(dn, sizeof(dn), school->dn, &err, "ou=%s", act->target);

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	act->result = "created";
	changes_put(&values, DIR_ADD, "objectClass", "organizationalUnit");
	changes_put(&values, DIR_ADD, "objectClass", "portalUnit");
	changes_put(&values, DIR_ADD, "ou", act->target);
	if (head_dn[0] != '\0')
		changes_put(&values, DIR_ADD, "portalUnitHead", head_dn);
	return act_add(act, dn, &values);
}

static enum reply
change_unit(struct act *act, const char *dn, const char *head_dn)
{
	static const char *const attrs[] = {"portalUnitHead", NULL};
	const struct dir_change change = {DIR_REPLACE, "portalUnitHead",
	    head_dn[0] != '\0' ? head_dn : NULL, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};
	struct dir_entry *entry;
	struct err err;
	const char *head;
	enum rc rc = dir_get(act->core->dir, dn, attrs, &entry, &err);
	bool is_same;

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	head = dir_value(entry, "portalUnitHead");
	is_same = strcasecmp(head != NULL ? head : "", head_dn) == 0;
	dir_entry_free(entry);
	act->result = is_same ? "same" : "changed";
	return is_same ? REPLY_OK : act_modify(act, &edit);
}

enum reply
structure_unit_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_UNIT);
	const char *head = wire_text(&question->in, F_ACCOUNT);
	const char *code = wire_text(&question->in, F_SCHOOL);
	struct act act = act_of(core, actor, question, name, code, "same");
	char dn[PERSON_DN_SIZE], head_dn[PERSON_DN_SIZE];
	struct school school;
	struct err err;
	enum reply reply = structure_find_school(core, actor, code, &school);
	enum rc rc;

	if (reply == REPLY_OK && !staff_is_caption(name, STAFF_CAPTION_MAX))
		return act_say(core, REPLY_BAD_FIELD, "unit");
	if (reply == REPLY_OK)
		reply = find_head(core, &school, head, head_dn);
	if (reply != REPLY_OK)
		return reply;
	rc = school_unit(core->dir, &school, name, dn, &err);
	if (rc == RC_ABSENT)
		reply = add_unit(&act, &school, head_dn);
	else if (rc != RC_OK)
		reply = core_fail(act.action, rc, &err);
	else if (head != NULL)
		reply = change_unit(&act, dn, head_dn);
	if (reply == REPLY_OK)
		put_result(answer, act.result);
	return reply;
}

static enum rc
put_unit(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	const char *name = dir_value(entry, "ou");
	const char *head = dir_value(entry, "portalUnitHead");
	char account[PERSON_TEXT_SIZE];

	(void)context;
	(void)err;
	if (name == NULL)
		return RC_OK;
	wire_row_begin(out);
	wire_put_shown(out, F_UNIT, name);
	if (head != NULL && school_rdn(head, "uid", account, sizeof(account)))
		wire_put_shown(out, F_ACCOUNT, account);
	wire_row_end(out);
	return RC_OK;
}

enum reply
structure_unit_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	static const char *const attrs[] = {"ou", "portalUnitHead", NULL};
	struct school school;
	enum reply reply = structure_find_school(
	    core, actor, wire_text(&question->in, F_SCHOOL), &school);
	const struct page_query query = {.base = school.dn,
	    .scope = DIR_ONE,
	    .filter = "(objectClass=organizationalUnit)",
	    .key = "ou",
	    .attrs = attrs,
	    .row = put_unit};

	if (reply == REPLY_OK)
		reply = actor_may_in(actor, school.dn);
	return reply == REPLY_OK
	    ? page_put(core, &query, wire_text(&question->in, F_CURSOR),
		  &answer->out)
	    : reply;
}
