/*
 * Sessions end. One dies with the counter it was made at: one more ends them
 * all. Signing out of one browser alone is forgetting its cookie.
 */
#include "sign_out.h"

#include "base/text.h"
#include "ops_table.h"
#include "sign.h"

/* The counter goes up by one. */
enum rc
sign_out_everywhere(
    struct core *core, const struct person *person, struct err *err)
{
	int64_t count = person->sign_out_count;
	char next[24], assertion[FILTER_SIZE];
	const struct dir_change change = {
	    DIR_REPLACE, "portalSignOutCount", next, 0};
	const struct dir_edit edit = {.dn = person->dn,
	    .changes = &change,
	    .count = 1,
	    .assertion = assertion};
	enum rc rc;

	(void)text_print(next, sizeof(next), "%lld", (long long)count + 1);
	/* Never back to an older count: that would revive sessions. */
	(void)text_print(assertion, sizeof(assertion),
	    count == 0 ? "(!(portalSignOutCount>=1))"
		       : "(portalSignOutCount=%lld)",
	    (long long)count);
	rc = dir_modify(core->dir, &edit, NULL, err);
	/* RC_EXISTS: somebody else has ended them meanwhile. */
	return rc == RC_EXISTS ? RC_OK : rc;
}

enum reply
sign_out(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct err err;
	enum rc rc = sign_out_everywhere(core, &actor->person, &err);

	(void)question;
	(void)answer;
	return rc == RC_OK ? REPLY_OK : core_fail("sign out", rc, &err);
}

/* Who fears that somebody else is signed in as they are stays signed in. */
enum reply
sign_out_all(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	const struct person *person = &actor->person;
	struct err err;
	enum rc rc = core_audit(core, actor, op_rule(question->op)->name,
	    person->account, person->school, "", "ok", &err);

	if (rc == RC_OK)
		rc = sign_out_everywhere(core, person, &err);
	return rc == RC_OK ? sign_renew(core, actor, answer)
			   : core_fail("sign out", rc, &err);
}
