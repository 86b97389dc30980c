/*
 * Who is personnel or 資訊執秘 in a school: IT's to say. A role is an
 * organizationalRole in the school's entry, so that IT's own tools see it.
 */
#include "act.h"
#include "base/text.h"
#include "ops_table.h"
#include "page.h"
#include "structure.h"

#include <string.h>
#include <strings.h>

static bool
is_role(const char *name)
{
	return strcmp(name, "personnel") == 0 || strcmp(name, "officer") == 0;
}

static enum reply
add_role(const struct act *act, const char *dn, const char *role,
    const char *person_dn)
{
	struct changes values = {0};

	changes_put(&values, DIR_ADD, "objectClass", "organizationalRole");
	changes_put(&values, DIR_ADD, "cn", role);
	changes_put(&values, DIR_ADD, "roleOccupant", person_dn);
	return act_add(act, dn, &values);
}

/* Is the person in that role? RC_ABSENT: there is no such role yet. */
static enum rc
read_role(struct core *core, const char *dn, const char *person_dn, bool *is_in,
    struct err *err)
{
	static const char *const attrs[] = {"roleOccupant", NULL};
	struct dir_entry *entry;
	enum rc rc = dir_get(core->dir, dn, attrs, &entry, err);

	*is_in = false;
	if (rc != RC_OK)
		return rc;
	*is_in = dir_has_value(entry, "roleOccupant", person_dn);
	dir_entry_free(entry);
	return RC_OK;
}

static enum reply
put_role(struct act *act, const struct person *person, const char *role,
    bool is_wanted)
{
	char dn[FILTER_DN_SIZE];
	const struct dir_change change = {
	    is_wanted ? DIR_ADD : DIR_DELETE, "roleOccupant", person->dn, 0};
	const struct dir_edit edit = {.dn = dn, .changes = &change, .count = 1};
	struct err err;
	bool is_in;
	enum rc rc =
	    filter_dn(dn, sizeof(dn), person->school_dn, &err, "cn=%s", role);

	if (rc == RC_OK)
		rc = read_role(act->core, dn, person->dn, &is_in, &err);
	if (rc != RC_OK && rc != RC_ABSENT)
		return core_fail(act->action, rc, &err);
	act->result = is_wanted ? "added" : "removed";
	act->why = role;
	if (rc == RC_ABSENT && is_wanted)
		return add_role(act, dn, role, person->dn);
	if (rc == RC_OK && is_in != is_wanted)
		return act_modify(act, &edit);
	act->result = "same";
	return REPLY_OK;
}

/* People have a role in their own school only: what they may do follows from
 * where they are. */
enum reply
role_put(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *role = wire_text(&question->in, F_ROLE);
	const char *code = wire_text(&question->in, F_SCHOOL);
	bool is_wanted = wire_number(&question->in, F_WANTED, 1) != 0;
	struct act act;
	struct person person;
	struct school school;
	enum reply reply = core_find_person(
	    core, wire_text(&question->in, F_ACCOUNT), &person);

	if (strcmp(role, "it") == 0)
		return REPLY_IT_BY_LDAP;
	if (!is_role(role))
		return act_say(core, REPLY_BAD_FIELD, "role");
	if (reply == REPLY_OK && code != NULL)
		reply = structure_find_school(core, actor, code, &school);
	if (reply != REPLY_OK)
		return reply;
	if (person.school_dn[0] == '\0' ||
	    (code != NULL && strcasecmp(person.school_dn, school.dn) != 0))
		return REPLY_NOT_OF_SCHOOL;
	if (is_wanted && person.state == PERSON_LEFT)
		return REPLY_WRONG_STATE;
	act = act_of(core, actor, question, person.account, person.school, "");
	reply = put_role(&act, &person, role, is_wanted);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

/* "SCHOOL/ROLE/ACCOUNT" of every occupant of one role. */
static enum rc
offer_role(void *context, const struct dir_entry *entry, struct err *err)
{
	char school_dn[PERSON_DN_SIZE], school[64], role[32], account[65];
	char key[PAGE_KEY_SIZE];
	struct page *page = context;

	(void)err;
	if (!school_rdn(dir_dn(entry), "cn", role, sizeof(role)) ||
	    !is_role(role) ||
	    !person_school_of(dir_dn(entry), school_dn, school, sizeof(school)))
		return RC_OK;
	for (size_t i = 0; i < dir_count(entry, "roleOccupant"); i++) {
		const char *dn = dir_value_at(entry, "roleOccupant", i);

		if (dn != NULL &&
		    school_rdn(dn, "uid", account, sizeof(account)) &&
		    text_print(
			key, sizeof(key), "%s/%s/%s", school, role, account))
			page_offer(page, key, dn);
	}
	return RC_OK;
}

static void
put_occupant(const char *key, struct wire_out *out)
{
	char text[PAGE_KEY_SIZE], *account, *role;

	(void)text_copy(text, sizeof(text), key);
	account = strrchr(text, '/');
	*account++ = '\0';
	role = strrchr(text, '/');
	*role++ = '\0';
	wire_row_begin(out);
	wire_put_shown(out, F_SCHOOL, text);
	wire_put_shown(out, F_ROLE, role);
	wire_put_shown(out, F_ACCOUNT, account);
	wire_row_end(out);
}

static enum rc
list_below(struct core *core, const char *base, struct page *page,
    struct wire_out *out, struct err *err)
{
	static const char *const attrs[] = {"roleOccupant", NULL};
	const struct dir_query query = {.base = base,
	    .scope = DIR_SUBTREE,
	    .filter = "(objectClass=organizationalRole)",
	    .attrs = attrs};
	size_t written = 0;
	enum rc rc = dir_search(core->dir, &query, offer_role, page, err);

	if (rc != RC_OK)
		return rc;
	while (written < page_count(page) && page_has_room(out))
		put_occupant(page_key(page, written++), out);
	page_end(page, written, out);
	return RC_OK;
}

enum reply
role_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *code = wire_text(&question->in, F_SCHOOL);
	char base[FILTER_DN_SIZE];
	struct page *page;
	struct school school;
	struct err err;
	enum reply reply = REPLY_OK;
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, &err, "ou=units");

	if (code != NULL) {
		reply = structure_find_school(core, actor, code, &school);
		if (reply != REPLY_OK)
			return reply;
		(void)text_copy(base, sizeof(base), school.dn);
	}
	page = page_new(wire_text(&question->in, F_CURSOR));
	if (rc == RC_OK && page == NULL)
		rc = err_set(&err, RC_FAULT, "no memory");
	if (rc == RC_OK)
		rc = list_below(core, base, page, &answer->out, &err);
	page_free(page);
	return rc == RC_OK ? REPLY_OK : core_fail("role", rc, &err);
}
