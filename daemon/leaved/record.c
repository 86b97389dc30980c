#include "record.h"
#include <stdio.h>
#include <string.h>
#include "base/almanac.h"
#include "base/text.h"
#include "worktime.h"

enum { AMOUNT_MAX = 4000 };

void
record_fault(
    const struct record_reader *r, const config_setting_t *s, const char *what)
{
	const char *key = config_setting_name(s);

	faults_add(r->faults, r->name, (int)config_setting_source_line(s),
	    "%s%s%s: %s", r->law == NULL ? "" : r->law,
	    r->law == NULL ? "" : ": ", key == NULL ? "item" : key, what);
}

static void
read_text(const struct record_reader *r, const config_setting_t *s, char *to,
    size_t size)
{
	const char *text = config_setting_get_string(s);

	if (text == NULL)
		record_fault(r, s, "a text is expected");
	else if (!text_is_utf8(text, strlen(text)) ||
	    text_has_control(text, strlen(text)) || !text_copy(to, size, text))
		record_fault(r, s, "too long, or not plain UTF-8");
}

static void
read_texts(const struct record_reader *r, const config_setting_t *s,
    const struct record_key *key, void *record)
{
	size_t count = (size_t)config_setting_length(s);

	if (!config_setting_is_aggregate(s) || config_setting_is_group(s)) {
		record_fault(r, s, "a list of texts is expected");
		return;
	}
	if (count > key->count_max) {
		record_fault(r, s, "too many texts");
		return;
	}
	for (size_t i = 0; i < count; i++)
		read_text(r, config_setting_get_elem(s, (unsigned)i),
		    (char *)record + key->offset + i * key->size, key->size);
	memcpy((char *)record + key->count_offset, &count, sizeof(count));
}

static void
read_date(const struct record_reader *r, const config_setting_t *s, int *day)
{
	const char *text = config_setting_get_string(s);
	struct err err;

	if (text == NULL || almanac_parse(text, day, &err) != RC_OK)
		record_fault(r, s, "a date such as \"2026-01-01\" is expected");
}

/* Amounts are whole minutes of halves: 3.5 days, 0.5 hours. */
static void
read_amount(const struct record_reader *r, const config_setting_t *s, int unit,
    int *minutes)
{
	bool is_float = config_setting_type(s) == CONFIG_TYPE_FLOAT;
	double amount =
	    is_float ? config_setting_get_float(s) : config_setting_get_int(s);

	if (!is_float && config_setting_type(s) != CONFIG_TYPE_INT)
		record_fault(r, s, "a number is expected");
	else if (!(amount >= 0 && amount <= AMOUNT_MAX) ||
	    (int)(amount * 2) != amount * 2)
		record_fault(r, s, "0 to 4000 in halves is expected");
	else
		*minutes = (int)(amount * 2) * unit / 2;
}

void
record_number(
    const struct record_reader *r, const config_setting_t *s, int *number)
{
	int value = config_setting_get_int(s);

	if (config_setting_type(s) != CONFIG_TYPE_INT || value < 0 ||
	    value > AMOUNT_MAX)
		record_fault(r, s, "a whole number from 0 to 4000 is expected");
	else
		*number = value;
}

static void
read_bool(const struct record_reader *r, const config_setting_t *s, bool *value)
{
	if (config_setting_type(s) != CONFIG_TYPE_BOOL)
		record_fault(r, s, "true or false is expected");
	else
		*value = config_setting_get_bool(s) != 0;
}

static void
read_enum(const struct record_reader *r, const config_setting_t *s,
    const struct record_key *key, void *record)
{
	const char *text = config_setting_get_string(s);
	int value = 0;

	while (text != NULL && key->words[value] != NULL &&
	    strcmp(key->words[value], text) != 0)
		value++;
	if (text == NULL || key->words[value] == NULL)
		record_fault(r, s, "not one of the words for it");
	else if (key->type == KEY_EITHER)
		*(bool *)((char *)record + key->offset) = value == 1;
	else
		memcpy((char *)record + key->offset, &value, sizeof(value));
}

static void
read_value(const struct record_reader *r, const config_setting_t *s,
    const struct record_key *key, void *record)
{
	void *at = (char *)record + key->offset;

	switch (key->type) {
	case KEY_TEXT:
		read_text(r, s, at, key->size);
		break;
	case KEY_TEXTS:
		read_texts(r, s, key, record);
		break;
	case KEY_DATE:
		read_date(r, s, at);
		break;
	case KEY_DAYS:
		read_amount(r, s, MINUTES_PER_WORK_DAY, at);
		break;
	case KEY_HOURS:
		read_amount(r, s, MINUTES_PER_HOUR, at);
		break;
	case KEY_NUMBER:
		record_number(r, s, at);
		break;
	case KEY_BOOL:
		read_bool(r, s, at);
		break;
	case KEY_ENUM:
	case KEY_EITHER:
		read_enum(r, s, key, record);
		break;
	case KEY_OWN:
		key->read(r, s, record);
		break;
	}
}

void
record_read(const struct record_reader *r, const config_setting_t *group,
    const struct record_key *keys, size_t count, void *record)
{
	if (!config_setting_is_group(group)) {
		record_fault(r, group, "a group { … } is expected");
		return;
	}
	for (int i = 0; i < config_setting_length(group); i++) {
		config_setting_t *s =
		    config_setting_get_elem(group, (unsigned)i);
		const char *name = config_setting_name(s);
		size_t k = 0;

		while (k < count && strcmp(keys[k].name, name) != 0)
			k++;
		if (k == count)
			record_fault(r, s, "unknown key");
		else
			read_value(r, s, &keys[k], record);
	}
	for (size_t k = 0; k < count; k++)
		if (keys[k].is_required &&
		    config_setting_get_member(group, keys[k].name) == NULL) {
			char what[64];

			(void)snprintf(what, sizeof(what), "'%s' is missing",
			    keys[k].name);
			record_fault(r, group, what);
		}
}
