/*
 * Lab machines: a name, a random password that is shown once, and the schools
 * whose people the machine may know.
 */
#include "base/secret.h"
#include "base/text.h"
#include "leaf.h"
#include "ops_table.h"
#include "structure.h"

#include <sodium.h>
#include <string.h>

enum { SECRET_LEN = 24, SECRET_SIZE = 4 * SECRET_LEN / 3 + 1 };

static const char *const machine_attrs[] = {"cn", "portalMachineSchool", NULL};
static const struct leaf machine_leaf = {
    "machines", "portalMachine", machine_attrs};

/* A host name (RFC 1123), so that it is also a good DN and file name. */
static bool
is_name(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	size_t len = strlen(name);

	return len > 0 && len < 64 && name[strspn(name, allowed)] == '\0' &&
	    strchr("-.", name[0]) == NULL &&
	    strchr("-.", name[len - 1]) == NULL;
}

/* What labctl enrol needs besides the server: the machine's DN, as a URL. */
static void
put_enrolment(struct serve_answer *answer, const char *dn, const char *secret)
{
	char url[FILTER_DN_SIZE + 16];

	if (text_print(url, sizeof(url), "ldaps:///%s", dn))
		wire_put_text(&answer->out, F_URL, url);
	if (secret != NULL)
		wire_put_text(&answer->out, F_SECRET, secret);
}

static enum reply
add_machine(struct act *act, const char *dn, const struct school *school,
    struct serve_answer *answer)
{
	SECRET(random, SECRET_LEN);
	SECRET(secret, SECRET_SIZE);
	char policy[FILTER_DN_SIZE];
	struct changes values = {0};
	struct err err;
	enum reply reply;

	if (filter_dn(policy, sizeof(policy), act->core->conf->base_dn, &err,
		"cn=service,ou=policies") != RC_OK)
		return core_fail(act->action, RC_FAULT, &err);
	randombytes_buf(random, SECRET_LEN);
	(void)text_base64(secret, SECRET_SIZE, random, SECRET_LEN);
	act->result = "created";
	changes_put(&values, DIR_ADD, "objectClass", "portalMachine");
	changes_put(&values, DIR_ADD, "cn", act->target);
	changes_put(&values, DIR_ADD, "portalMachineSchool", school->dn);
	changes_put(&values, DIR_ADD, "pwdPolicySubentry", policy);
	changes_put(&values, DIR_ADD, "userPassword", secret);
	reply = act_add(act, dn, &values);
	if (reply == REPLY_OK)
		put_enrolment(answer, dn, secret);
	return reply;
}

/* It is there: it may learn of another school, and keeps its password. */
static enum reply
add_school(struct act *act, const struct dir_entry *entry,
    const struct school *school, struct serve_answer *answer)
{
	const struct dir_change change = {
	    DIR_ADD, "portalMachineSchool", school->dn, 0};
	const struct dir_edit edit = {
	    .dn = dir_dn(entry), .changes = &change, .count = 1};
	enum reply reply;

	if (dir_has_value(entry, "portalMachineSchool", school->dn))
		return REPLY_EXISTS;
	act->result = "changed";
	reply = act_modify(act, &edit);
	if (reply == REPLY_OK)
		put_enrolment(answer, dir_dn(entry), NULL);
	return reply;
}

enum reply
machine_add(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *name = wire_text(&question->in, F_MACHINE);
	const char *code = wire_text(&question->in, F_SCHOOL);
	struct act act = act_of(core, actor, question, name, code, "");
	char dn[FILTER_DN_SIZE];
	struct dir_entry *entry = NULL;
	struct school school;
	struct err err;
	enum reply reply = structure_find_school(core, actor, code, &school);
	enum rc rc = leaf_dn(&act, &machine_leaf, dn, &err);

	if (reply != REPLY_OK)
		return reply;
	if (!is_name(name))
		return act_say(core, REPLY_BAD_FIELD, "machine");
	if (rc == RC_OK)
		rc = dir_get(core->dir, dn, machine_attrs, &entry, &err);
	if (rc == RC_ABSENT)
		reply = add_machine(&act, dn, &school, answer);
	else if (rc == RC_OK)
		reply = add_school(&act, entry, &school, answer);
	else
		reply = core_fail(act.action, rc, &err);
	dir_entry_free(entry);
	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

enum reply
machine_del(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct act act = act_of(core, actor, question,
	    wire_text(&question->in, F_MACHINE), "", "removed");
	enum reply reply = leaf_del(&act, &machine_leaf);

	if (reply == REPLY_OK)
		wire_put_text(&answer->out, F_RESULT, act.result);
	return reply;
}

/* A row for the machine, with its first schools: as many as are one text. */
static enum rc
put_machine(void *context, const struct dir_entry *entry, struct wire_out *out,
    struct err *err)
{
	char school_dn[PERSON_DN_SIZE], school[64], schools[33] = "", more[33];
	const char *name = dir_value(entry, "cn");

	(void)context;
	(void)err;
	if (name == NULL)
		return RC_OK;
	for (size_t i = 0; i < dir_count(entry, "portalMachineSchool"); i++) {
		const char *dn = dir_value_at(entry, "portalMachineSchool", i);

		if (dn != NULL &&
		    person_school_of(dn, school_dn, school, sizeof(school)) &&
		    text_print(more, sizeof(more), "%s%s%s", schools,
			schools[0] != '\0' ? " " : "", school))
			(void)text_copy(schools, sizeof(schools), more);
	}
	wire_row_begin(out);
	wire_put_shown(out, F_MACHINE, name);
	if (schools[0] != '\0')
		wire_put_text(out, F_SCHOOL, schools);
	wire_row_end(out);
	return RC_OK;
}

enum reply
machine_list(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const char *code = wire_text(&question->in, F_SCHOOL);
	char filter[FILTER_SIZE] = "(objectClass=portalMachine)";
	struct page_query query = {.filter = filter, .row = put_machine};
	struct school school;
	struct err err;
	enum reply reply;
	enum rc rc;

	if (code != NULL) {
		reply = structure_find_school(core, actor, code, &school);
		if (reply != REPLY_OK)
			return reply;
		rc = filter_print(filter, sizeof(filter), &err,
		    "(&(objectClass=portalMachine)(portalMachineSchool=%s))",
		    school.dn);
		if (rc != RC_OK)
			return core_fail("machine", rc, &err);
	}
	return leaf_list(core, &machine_leaf, &query,
	    wire_text(&question->in, F_CURSOR), &answer->out);
}
