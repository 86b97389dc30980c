#include "message.h"

#include "base/text.h"

#include <string.h>

json_t *
message_parse(const char *bytes, size_t len, struct err *err)
{
	json_error_t error;
	json_t *message;

	if (len > MESSAGE_MAX) {
		(void)err_set(err, RC_INPUT, "more than %d bytes", MESSAGE_MAX);
		return NULL;
	}
	message = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
	if (message == NULL)
		(void)err_set(
		    err, RC_INPUT, "line %d: %s", error.line, error.text);
	else if (!json_is_object(message)) {
		(void)err_set(err, RC_INPUT, "not an object");
		json_decref(message);
		message = NULL;
	}
	return message;
}

const char *
message_text(const json_t *message, const char *name)
{
	const char *text = json_string_value(json_object_get(message, name));

	return text != NULL ? text : "";
}

static bool
is_among(const char *const *others, const char *name)
{
	for (; *others != NULL; others++)
		if (strcmp(*others, name) == 0)
			return true;
	return false;
}

/* No control characters, but the ends of lines where there are lines. */
static bool
is_clean(const struct field_rule *rule, const char *text, size_t len)
{
	if (rule->type == FIELD_TEXT)
		return !text_has_control(text, len);
	return rule->type != FIELD_LINES || text_are_lines(text, len);
}

static enum rc
put(struct wire_out *out, enum field field, const json_t *value,
    struct err *err)
{
	const struct field_rule *rule = field_rule(field);

	if (rule->type == FIELD_ROW ||
	    json_typeof(value) !=
		(rule->type == FIELD_NUMBER ? JSON_INTEGER : JSON_STRING))
		return err_set(
		    err, RC_INPUT, "\"%s\" is of another type", rule->name);
	if (rule->type == FIELD_NUMBER) {
		wire_put_number(out, field, json_integer_value(value));
		return RC_OK;
	}
	if (json_string_length(value) > rule->max)
		return err_set(err, RC_INPUT, "\"%s\" is too long", rule->name);
	if (!is_clean(
		rule, json_string_value(value), json_string_length(value)))
		return err_set(
		    err, RC_INPUT, "\"%s\" has control characters", rule->name);
	if (*json_string_value(value) != '\0')
		wire_put_text(out, field, json_string_value(value));
	return RC_OK;
}

enum rc
message_take(const json_t *message, const uint8_t *fields,
    const char *const *others, struct wire_out *out, struct err *err)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)message, name, value)
	{
		enum field field = field_find(name);
		enum rc rc;

		if (is_among(others, name))
			continue;
		rc = field != F_NONE &&
			(fields == NULL || field_in(fields, field))
		    ? put(out, field, value, err)
		    : err_set(err, RC_INPUT, "\"%s\" is unknown", name);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

void
message_add(json_t *message, const uint8_t *fields, const struct wire_in *in)
{
	for (unsigned at = F_NONE + 1; at < FIELD_COUNT; at++) {
		enum field field = (enum field)at;
		const struct field_rule *rule = field_rule(field);

		if ((fields != NULL && !field_in(fields, field)) ||
		    !wire_has(in, field) || rule->type == FIELD_ROW)
			continue;
		(void)json_object_set_new(message, rule->name,
		    rule->type == FIELD_NUMBER
			? json_integer(wire_number(in, field, 0))
			: json_string(wire_text(in, field)));
	}
}
