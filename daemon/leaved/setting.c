/*
 * What a school sets otherwise than the rules' settings.
 */
#include "base/text.h"
#include "leave_ops.h"

#include <string.h>

enum { ASKED_SIZE = 768 }; /* NAME=VALUE, of what F_NAME and F_DETAIL hold */

static enum rc
take_own(void *context, const struct sql_row *row, struct err *err)
{
	(void)err;
	(void)rules_set(context, sql_row_text(row, 0), sql_row_number(row, 1));
	return RC_OK;
}

static enum verdict
list(struct office *office, const char *school, struct wire_out *out)
{
	struct rule_settings settings = office->rules.settings;
	struct err err;
	enum rc rc = sql_each(office->sql,
	    "SELECT name, value FROM setting WHERE school = ?",
	    (struct sql_visit){take_own, &settings}, &err,
	    SQL_VALUES(sql_text(school)));
	const char *name;

	if (rc != RC_OK)
		return office_fail("settings", rc, &err);
	for (size_t i = 0; (name = rules_set_name(i)) != NULL; i++) {
		char text[24];

		(void)text_print(text, sizeof(text), "%lld",
		    (long long)rules_set_value(&settings, name));
		wire_row_begin(out);
		wire_put_text(out, F_NAME, name);
		wire_put_text(out, F_DETAIL, text);
		wire_row_end(out);
	}
	return VERDICT_OK;
}

static bool
is_setting(const char *name)
{
	const char *known;

	for (size_t i = 0; (known = rules_set_name(i)) != NULL; i++)
		if (strcmp(known, name) == 0)
			return true;
	return false;
}

static enum verdict
read_value(
    struct office *office, const char *name, const char *text, int64_t *value)
{
	struct rule_settings trial = office->rules.settings;
	char asked[ASKED_SIZE];

	*value = 0;
	if (!is_setting(name))
		return office_bad(office, F_NAME, AMISS_UNKNOWN, name);
	if (text == NULL)
		return office_bad(office, F_DETAIL, AMISS_MISSING, NULL);
	if (text_number(text, 0, INT32_MAX, value) &&
	    rules_set(&trial, name, *value))
		return VERDICT_OK;
	(void)text_print(asked, sizeof(asked), "%s=%s", name, text);
	return office_bad(office, F_DETAIL, AMISS_RANGE, asked);
}

static enum verdict
put(struct office *office, const char *school, const char *name,
    const char *text)
{
	int64_t value;
	struct err err;
	enum rc rc;
	enum verdict verdict = read_value(office, name, text, &value);

	if (verdict != VERDICT_OK)
		return verdict;
	rc = sql_change(office->sql,
	    "INSERT INTO setting (school, name, value) VALUES (?, ?, ?)"
	    " ON CONFLICT (school, name) DO UPDATE SET value = excluded.value",
	    NULL, &err,
	    SQL_VALUES(sql_text(school), sql_text(name), sql_number(value)));
	return rc == RC_OK
	    ? office_note(office, OP_LEAVE_SETTINGS, name, school, text, "set")
	    : office_fail("setting", rc, &err);
}

enum verdict
setting_list(struct office *office, const struct serve_question *question,
    struct serve_answer *answer)
{
	const struct wire_in *in = &question->in;
	const char *school = wire_text(in, F_SCHOOL);
	const char *name = wire_text(in, F_NAME);
	enum verdict verdict;

	if (school == NULL)
		school = office->caller.school;
	verdict = office_may(
	    office, OP_LEAVE_SETTINGS, office_standing_at(office, school));
	if (verdict == VERDICT_OK && name != NULL)
		verdict = put(office, school, name, wire_given(in, F_DETAIL));
	return verdict == VERDICT_OK ? list(office, school, &answer->out)
				     : verdict;
}
