#include "act.h"

#include "base/log.h"
#include "base/text.h"

#include <string.h>

struct act
act_of(struct core *core, const struct actor *actor,
    const struct serve_question *question, const char *target,
    const char *school, const char *result)
{
	return (struct act){
	    .core = core,
	    .actor = actor,
	    .action = op_rule(question->op)->name,
	    .target = target,
	    .school = school,
	    .why = wire_text(&question->in, F_WHY),
	    .result = result,
	};
}

static enum rc
note(const struct act *act, const char *result, struct err *err)
{
	return core_audit(act->core, act->actor, act->action, act->target,
	    act->school, act->why, result, err);
}

/* How it ended, when not as the first entry said. */
static enum reply
end(const struct act *act, enum rc rc, const struct err *why)
{
	enum reply reply;
	struct err err;

	if (rc == RC_OK)
		return REPLY_OK;
	reply = core_fail(act->action, rc, why);
	if (note(act, reply_text(reply)->name, &err) != RC_OK)
		log_error("%s of %s: %s", act->action, act->target, err.text);
	return reply;
}

enum reply
act_modify(const struct act *act, const struct dir_edit *edit)
{
	struct err err;
	enum rc rc = note(act, act->result, &err);

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	rc = dir_modify(act->core->dir, edit, NULL, &err);
	return end(act, rc, &err);
}

enum reply
act_on_person(const struct act *act, const struct person *person,
    const struct changes *changes)
{
	char assertion[FILTER_SIZE];
	const struct dir_edit edit = {.dn = person->dn,
	    .changes = changes->list,
	    .count = changes->count,
	    .assertion = assertion};
	struct err err;
	/* slapo-unique asserts the same of ou=people, where it looks for
	 * twins: let it be true there. */
	enum rc rc = filter_print(assertion, sizeof(assertion), &err,
	    "(|(entryCSN=%s)(objectClass=organizationalUnit))", person->csn);

	return rc == RC_OK ? act_modify(act, &edit)
			   : core_fail(act->action, rc, &err);
}

enum reply
act_add(const struct act *act, const char *dn, const struct changes *values)
{
	struct err err;
	enum rc rc = note(act, act->result, &err);

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	rc = dir_add(act->core->dir, dn, values->list, values->count, &err);
	return end(act, rc, &err);
}

enum reply
act_delete(const struct act *act, const char *dn)
{
	struct err err;
	enum rc rc = note(act, act->result, &err);

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	rc = dir_delete(act->core->dir, dn, &err);
	return end(act, rc, &err);
}

enum reply
act_rename(const struct act *act, const char *dn, const char *rdn)
{
	struct err err;
	enum rc rc = note(act, act->result, &err);

	if (rc != RC_OK)
		return core_fail(act->action, rc, &err);
	rc = dir_rename(act->core->dir, dn, rdn, NULL, &err);
	return end(act, rc, &err);
}

/* What people call a field where its value is at fault. */
static const struct {
	const char *name, *zh, *en;
} called[] = {
    {"national_id", "身分證字號", "National ID"},
    {"name", "姓名或名稱", "Name"},
    {"name_en", "英文姓名或名稱", "Name in Latin letters"},
    {"account", "帳號", "Account"},
    {"mail", "電子信箱", "Mail address"},
    {"school", "學校代碼", "School code"},
    {"unit", "單位", "Unit"},
    {"kind", "類別", "Kind"},
    {"admin_post", "兼任行政職務", "Administrative post"},
    {"schedule", "作息", "Working hours"},
    {"posted_from", "任職起日", "Posted from"},
    {"posted_until", "任職迄日", "Posted until"},
    {"hired_on", "到職日", "Hired on"},
    {"from", "起始日", "First day"},
    {"until", "結束日", "Last day"},
    {"why", "理由", "Reason"},
    {"role", "角色", "Role"},
    {"seq", "順序", "Place"},
    {"url", "網址", "Address"},
    {"title", "標題", "Title"},
    {"text", "內容", "Text"},
};

static const char *
call(const struct core *core, enum reply reply, const char *detail)
{
	bool is_field = reply == REPLY_BAD_FIELD || reply == REPLY_BAD_DATE ||
	    reply == REPLY_MISSING;

	for (size_t i = 0; is_field && i < sizeof(called) / sizeof(called[0]);
	     i++)
		if (strcmp(called[i].name, detail) == 0)
			return core->is_english ? called[i].en : called[i].zh;
	return detail;
}

enum reply
act_say(struct core *core, enum reply reply, const char *detail)
{
	const struct reply_text *words = reply_text(reply);

	(void)text_print(core->say, sizeof(core->say),
	    core->is_english ? words->en : words->zh,
	    call(core, reply, detail));
	return reply;
}
