#include "judge.h"

#include "base/text.h"
#include "dir/quality.h"
#include "ops_table.h"

#include <string.h>

static struct quality_rules
rules_of(const struct core *core)
{
	struct quality_rules rules =
	    quality_preset_rules((enum quality_preset)core->conf->quality);

	rules.unicode = core->conf->unicode;
	return rules;
}

static enum quality_lang
lang_of(const struct core *core)
{
	return core->is_english ? QUALITY_EN : QUALITY_ZH;
}

enum reply
judge_check(
    struct core *core, const char *password, const struct person *person)
{
	const char *const part[] = {
	    person != NULL ? person->account : "",
	    person != NULL ? person->name : "",
	    person != NULL ? person->school : "",
	};
	const struct quality_parts parts = {
	    part, person != NULL ? sizeof(part) / sizeof(part[0]) : 0};
	struct quality_rules rules = rules_of(core);
	enum quality quality =
	    quality_check(&rules, password, strlen(password), &parts);

	if (quality == QUALITY_OK)
		return REPLY_OK;
	quality_text(
	    core->say, sizeof(core->say), quality, &rules, lang_of(core));
	return REPLY_PASSWORD_REFUSED;
}

enum reply
judge_reply(struct core *core, const struct dir *dir)
{
	if (dir_policy(dir) == DIR_POLICY_IN_HISTORY)
		return REPLY_PASSWORD_IN_HISTORY;
	(void)text_copy(core->say, sizeof(core->say), dir_said(dir));
	return REPLY_PASSWORD_REFUSED;
}

enum reply
judge_rules(struct core *core, const struct actor *actor,
    const struct serve_question *question, struct serve_answer *answer)
{
	struct quality_rules rules = rules_of(core);
	char text[QUALITY_RULES_SIZE];

	(void)actor;
	(void)question;
	quality_rules_text(text, sizeof(text), &rules, lang_of(core));
	wire_put_text(&answer->out, F_TEXT, text);
	return REPLY_OK;
}
