/*
 * The state of people: suspended and restored by IT; left, or released to
 * another school, by their own; left when the contract is over. Which step is
 * possible from which state is a table.
 */
#include "posting.h"

#include "act.h"
#include "ops_table.h"
#include "pointer.h"
#include "sweep.h"

#include <string.h>

enum {
	FROM_NEW = 1 << PERSON_NEW,
	FROM_ACTIVE = 1 << PERSON_ACTIVE,
	FROM_SUSPENDED = 1 << PERSON_SUSPENDED,
	FROM_LEFT = 1 << PERSON_LEFT,
};

struct step {
	enum op op;
	unsigned from;       /* states, or'ed */
	unsigned from_by_it; /* more of them for IT: personnel cannot get
				somebody out of a suspension */
	enum person_state to;
	bool leaves_school, leaves_unit;
	enum letter_kind letter;
	const char *result;
};

static const struct step steps[] = {
    {OP_PERSON_SUSPEND, FROM_NEW | FROM_ACTIVE, 0, PERSON_SUSPENDED, false,
	false, LETTER_SUSPENDED, "suspended"},
    /* Who has no password still has to claim the account. */
    {OP_PERSON_RESTORE, FROM_SUSPENDED, 0, PERSON_ACTIVE, false, false,
	LETTER_RESTORED, "restored"},
    {OP_PERSON_LEAVE, FROM_NEW | FROM_ACTIVE, FROM_SUSPENDED, PERSON_LEFT, true,
	false, LETTER_NONE, "left"},
    {OP_PERSON_RELEASE, FROM_NEW | FROM_ACTIVE | FROM_LEFT, FROM_SUSPENDED,
	PERSON_LEFT, true, true, LETTER_NONE, "released"},
};

static const struct step *
step_of(enum op op)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].op == op)
			return &steps[i];
	return NULL;
}

static enum reply
check_step(struct core *core, const struct actor *actor,
    const struct step *step, const struct person *person)
{
	unsigned from = step->from;
	struct actor other = {.person = *person};
	struct err err;
	enum rc rc;

	if (actor->roles & ROLE_IT)
		from |= step->from_by_it;
	if (!(from & 1U << person->state) ||
	    (step->leaves_unit && person->unit_dn[0] == '\0'))
		return REPLY_WRONG_STATE;
	if (!step->leaves_school)
		return REPLY_OK;
	rc = actor_roles(core, &other, &err);
	if (rc != RC_OK)
		return core_fail("roles", rc, &err);
	return other.roles & ROLE_IT ? REPLY_STILL_IT : REPLY_OK;
}

/* pwdChangedTime does not say: it outlives the password. */
static enum rc
has_password(
    struct core *core, const struct person *person, bool *has, struct err *err)
{
	static const char *const attrs[] = {"1.1", NULL};
	const struct dir_query query = {.base = person->dn,
	    .scope = DIR_BASE,
	    .filter = "(userPassword=*)",
	    .attrs = attrs};
	struct dir_entry *entry;
	enum rc rc = dir_find(core->dir, &query, &entry, err);

	*has = rc == RC_OK;
	if (rc == RC_OK)
		dir_entry_free(entry);
	return rc == RC_ABSENT ? RC_OK : rc;
}

static enum reply
take_step(
    const struct act *act, const struct step *step, const struct person *person)
{
	enum person_state to = step->to;
	struct changes changes = {0};
	enum reply reply;
	struct err err;
	enum rc rc = RC_OK;
	bool has = true;

	if (to == PERSON_ACTIVE)
		rc = has_password(act->core, person, &has, &err);
	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	if (!has)
		to = PERSON_NEW;
	changes_put(
	    &changes, DIR_REPLACE, "portalState", person_state_name(to));
	changes_put_number(&changes, DIR_REPLACE, "portalSignOutCount",
	    person->sign_out_count + 1);
	changes_clear(&changes, person_code_attrs); /* it ends with a step */
	if (step->leaves_unit)
		changes_put(&changes, DIR_REPLACE, "portalUnitDN", NULL);
	reply = act_on_person(act, person, &changes);
	/* Done it is by now: what this cannot take, the next sweep does. */
	if (reply == REPLY_OK && step->leaves_school)
		(void)pointer_strip(act, person);
	return reply;
}

static enum reply
answer_step(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const struct step *step = step_of(question->op);
	struct person person;
	struct act act;
	enum reply reply = core_find_person(
	    core, wire_text(&question->in, F_ACCOUNT), &person);

	if (reply == REPLY_OK)
		reply = actor_may_touch(core, actor, &person);
	if (reply == REPLY_OK)
		reply = check_step(core, actor, step, &person);
	if (reply != REPLY_OK)
		return reply;
	act = act_of(
	    core, actor, question, person.account, person.school, step->result);
	reply = take_step(&act, step, &person);
	if (reply != REPLY_OK)
		return reply;
	if (step->letter != LETTER_NONE && person.mail_count > 0)
		core_promise(core, step->letter, person.uuid, NULL);
	wire_put_text(&answer->out, F_RESULT, step->result);
	return REPLY_OK;
}

enum reply
posting_suspend(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	return answer_step(core, actor, question, answer);
}

enum reply
posting_restore(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	return answer_step(core, actor, question, answer);
}

enum reply
posting_leave(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	return answer_step(core, actor, question, answer);
}

enum reply
posting_release(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	return answer_step(core, actor, question, answer);
}

enum rc
posting_sweep_run(struct core *core, struct err *err)
{
	static const struct actor itself = {.roles = ROLE_IT, .name = "sweep"};
	struct sweep sweep = {.core = core, .actor = &itself};
	enum rc rc = sweep_ended(&sweep, err);

	return rc == RC_OK ? sweep_warn(&sweep, err) : rc;
}

enum reply
posting_sweep(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct sweep sweep = {
	    .core = core, .actor = actor, .out = &answer->out};
	bool is_plan = wire_number(&question->in, F_PLAN, 0) != 0;
	struct err err;
	enum rc rc =
	    is_plan ? sweep_plan(&sweep, &err) : sweep_ended(&sweep, &err);

	if (rc == RC_OK && !is_plan)
		rc = sweep_warn(&sweep, &err);
	if (rc != RC_OK)
		return core_fail("sweep", rc, &err);
	wire_put_number(&answer->out, F_COUNT, sweep.left_count);
	return REPLY_OK;
}
