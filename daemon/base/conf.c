#include "conf.h"

#include "text.h"

#include <assert.h>
#include <errno.h>
#include <grp.h>
#include <libconfig.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* One reading of one file; line 0 is none. */
struct reading {
	const char *path;
	FILE *faults;
	unsigned fault_count;
};

__attribute__((format(printf, 3, 4))) static void
fault(struct reading *reading, int line, const char *format, ...)
{
	va_list args;

	reading->fault_count++;
	(void)fprintf(reading->faults, "%s:", reading->path);
	if (line > 0)
		(void)fprintf(reading->faults, "%d:", line);
	(void)fputc(' ', reading->faults);
	va_start(args, format);
	(void)vfprintf(reading->faults, format, args);
	va_end(args);
	(void)fputc('\n', reading->faults);
}

static void *
place(const struct conf_key *key, void *settings)
{
	return (char *)settings + key->offset;
}

static void
wipe_list(struct conf_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct conf_list){0};
}

static char *
copy(const char *text)
{
	char *mine = strdup(text);

	if (mine == NULL)
		abort(); /* out of memory ends a daemon, at start above all */
	return mine;
}

static int
enum_index(const struct conf_key *key, const char *text)
{
	for (int i = 0; key->names[i] != NULL; i++)
		if (strcmp(key->names[i], text) == 0)
			return i;
	return -1;
}

static void
enum_fault(struct reading *reading, int line, const struct conf_key *key)
{
	char all[256] = "";

	for (int i = 0; key->names[i] != NULL; i++) {
		size_t used = strlen(all);

		(void)snprintf(all + used, sizeof(all) - used, "%s%s",
		    i > 0 ? ", " : "", key->names[i]);
	}
	fault(reading, line, "%s must be one of %s", key->name, all);
}

static bool
text_ok(struct reading *reading, int line, const struct conf_key *key,
    const char *text)
{
	size_t len = strlen(text);
	size_t max = key->max > 0 ? (size_t)key->max : CONF_TEXT_MAX;

	if (len < (size_t)key->min || len > max)
		fault(reading, line, "%s must have %lld to %zu bytes",
		    key->name, (long long)key->min, max);
	else if (!text_is_utf8(text, len) || text_has_control(text, len))
		fault(reading, line,
		    "%s must be UTF-8 without control characters", key->name);
	else
		return true;
	return false;
}

/* A fallback is written by us: what it cannot be is a bug, so assert. */
static void
set_fallback(
    struct reading *reading, const struct conf_key *key, void *settings)
{
	void *at = place(key, settings);
	bool is_fine = true;

	switch (key->type) {
	case CONF_INT:
	case CONF_USER:
	case CONF_GROUP:
		is_fine = text_number(key->fallback, key->min, key->max, at);
		break;
	case CONF_BOOL:
		*(bool *)at = strcmp(key->fallback, "true") == 0;
		is_fine = *(bool *)at || strcmp(key->fallback, "false") == 0;
		break;
	case CONF_TEXT:
		is_fine = text_ok(reading, 0, key, key->fallback);
		*(char **)at = copy(key->fallback);
		break;
	case CONF_LIST:
		is_fine = key->fallback[0] == '\0';
		break;
	case CONF_ENUM:
		*(int *)at = enum_index(key, key->fallback);
		is_fine = *(int *)at >= 0;
		break;
	}
	assert(is_fine);
}

static void
set_int(struct reading *reading, const struct conf_key *key,
    const config_setting_t *from, int64_t *at)
{
	int type = config_setting_type(from);
	int line = (int)config_setting_source_line(from);
	int64_t value;

	if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64) {
		fault(reading, line, "%s must be a whole number%s", key->name,
		    key->type == CONF_INT ? "" : " or a name");
		return;
	}
	value = type == CONFIG_TYPE_INT ? config_setting_get_int(from)
					: config_setting_get_int64(from);
	if (value < key->min || value > key->max)
		fault(reading, line, "%s must be %lld to %lld", key->name,
		    (long long)key->min, (long long)key->max);
	else
		*at = value;
}

/* Also given as a number: there need not be such a user. */
static void
set_owner(struct reading *reading, const struct conf_key *key,
    const config_setting_t *from, int64_t *at)
{
	const char *name = config_setting_get_string(from);
	const struct passwd *user;
	const struct group *group;

	if (name == NULL) {
		set_int(reading, key, from, at);
		return;
	}
	user = key->type == CONF_USER ? getpwnam(name) : NULL;
	group = key->type == CONF_GROUP ? getgrnam(name) : NULL;
	if (user == NULL && group == NULL)
		fault(reading, (int)config_setting_source_line(from),
		    "%s: there is no %s \"%s\" here", key->name,
		    key->type == CONF_USER ? "user" : "group", name);
	else
		*at = user != NULL ? user->pw_uid : group->gr_gid;
}

static void
set_list(struct reading *reading, const struct conf_key *key,
    const config_setting_t *from, struct conf_list *list)
{
	int line = (int)config_setting_source_line(from);
	int count = config_setting_length(from);

	if (!config_setting_is_array(from) && !config_setting_is_list(from)) {
		fault(reading, line, "%s must be a list of texts", key->name);
		return;
	}
	if (count > CONF_LIST_MAX) {
		fault(reading, line, "%s has more than %d values", key->name,
		    CONF_LIST_MAX);
		return;
	}
	list->items = calloc((size_t)count + 1, sizeof(char *));
	if (list->items == NULL)
		abort();
	for (int i = 0; i < count; i++) {
		const char *text = config_setting_get_string_elem(from, i);

		if (text == NULL)
			fault(reading, line, "%s must be a list of texts",
			    key->name);
		else if (text_ok(reading, line, key, text))
			list->items[list->count++] = copy(text);
	}
}

static void
set_text(struct reading *reading, const struct conf_key *key,
    const config_setting_t *from, void *at)
{
	int line = (int)config_setting_source_line(from);
	const char *text = config_setting_get_string(from);

	if (text == NULL) {
		fault(reading, line, "%s must be a text in quotes", key->name);
		return;
	}
	if (key->type == CONF_TEXT) {
		if (text_ok(reading, line, key, text))
			*(char **)at = copy(text);
		return;
	}
	*(int *)at = enum_index(key, text);
	if (*(int *)at < 0)
		enum_fault(reading, line, key);
}

static void
set_value(struct reading *reading, const struct conf_key *key,
    const config_setting_t *from, void *settings)
{
	void *at = place(key, settings);
	int line = (int)config_setting_source_line(from);

	switch (key->type) {
	case CONF_INT:
		set_int(reading, key, from, at);
		break;
	case CONF_USER:
	case CONF_GROUP:
		set_owner(reading, key, from, at);
		break;
	case CONF_BOOL:
		if (config_setting_type(from) != CONFIG_TYPE_BOOL)
			fault(reading, line, "%s must be true or false",
			    key->name);
		else
			*(bool *)at = config_setting_get_bool(from) != 0;
		break;
	case CONF_LIST:
		set_list(reading, key, from, at);
		break;
	case CONF_TEXT:
	case CONF_ENUM:
		set_text(reading, key, from, at);
		break;
	}
}

static void
refuse_unknown(struct reading *reading, const config_setting_t *root,
    const struct conf_key *keys, size_t count)
{
	for (int i = 0; i < config_setting_length(root); i++) {
		const config_setting_t *given =
		    config_setting_get_elem(root, (unsigned)i);
		const char *name = config_setting_name(given);
		size_t known = 0;

		while (known < count && strcmp(keys[known].name, name) != 0)
			known++;
		if (known == count)
			fault(reading, (int)config_setting_source_line(given),
			    "unknown key %s", name);
	}
}

static void
read_keys(struct reading *reading, const config_setting_t *root,
    const struct conf_key *keys, size_t count, void *settings)
{
	for (size_t i = 0; i < count; i++) {
		const config_setting_t *from =
		    config_setting_get_member(root, keys[i].name);

		if (from != NULL)
			set_value(reading, &keys[i], from, settings);
		else if (keys[i].fallback != NULL)
			set_fallback(reading, &keys[i], settings);
		else
			fault(reading, 0, "%s is missing", keys[i].name);
	}
	refuse_unknown(reading, root, keys, count);
}

/* libconfig calls exit() in its scanner on an over-long include chain and
 * follows @include: neither belongs into a daemon's settings. */
static enum rc
parse(config_t *config, FILE *file, struct reading *reading)
{
	static char text[CONF_FILE_MAX + 2];
	size_t len = fread(text, 1, sizeof(text) - 1, file);

	text[len] = '\0';
	if (ferror(file))
		fault(reading, 0, "cannot be read: %m");
	else if (len == sizeof(text) - 1)
		fault(
		    reading, 0, "longer than %zu bytes", (size_t)CONF_FILE_MAX);
	else if (strlen(text) != len || !text_is_utf8(text, len))
		fault(reading, 0, "not UTF-8 text");
	else if (strstr(text, "@include") != NULL)
		fault(reading, 0, "@include is not allowed");
	else if (config_read_string(config, text) != CONFIG_TRUE)
		fault(reading, config_error_line(config), "%s",
		    config_error_text(config));
	return reading->fault_count == 0 ? RC_OK : RC_INPUT;
}

static enum rc
judge(const char *path, unsigned fault_count, struct err *err)
{
	return fault_count == 0 ? RC_OK
				: err_set(err, RC_INPUT, "%s: %u fault%s", path,
				      fault_count, fault_count > 1 ? "s" : "");
}

enum rc
conf_load(const char *path, const struct conf_key *keys, size_t count,
    void *settings, FILE *faults, struct err *err)
{
	struct reading reading = {.path = path, .faults = faults};
	FILE *file = fopen(path, "re");
	config_t config;

	for (size_t i = 0; i < count; i++)
		if (keys[i].type == CONF_TEXT)
			*(char **)place(&keys[i], settings) = NULL;
		else if (keys[i].type == CONF_LIST)
			*(struct conf_list *)place(&keys[i], settings) =
			    (struct conf_list){0};
	if (file == NULL)
		return err_set(err, errno == ENOENT ? RC_ABSENT : RC_FAULT,
		    "%s: %m", path);
	config_init(&config);
	if (parse(&config, file, &reading) == RC_OK)
		read_keys(&reading, config_root_setting(&config), keys, count,
		    settings);
	config_destroy(&config);
	(void)fclose(file);
	return judge(path, reading.fault_count, err);
}

enum rc
conf_check_all(const char *path, conf_check *const *checks, size_t count,
    void *settings, FILE *faults, struct err *err)
{
	unsigned fault_count = 0;

	for (size_t i = 0; i < count; i++)
		if (checks[i](settings, err) != RC_OK) {
			(void)fprintf(faults, "%s: %s\n", path, err->text);
			fault_count++;
		}
	return judge(path, fault_count, err);
}

void
conf_wipe(const struct conf_key *keys, size_t count, void *settings)
{
	for (size_t i = 0; i < count; i++) {
		void *at = place(&keys[i], settings);

		if (keys[i].type == CONF_LIST)
			wipe_list(at);
		if (keys[i].type != CONF_TEXT)
			continue;
		free(*(char **)at);
		*(char **)at = NULL;
	}
}

void
conf_print_keys(const struct conf_key *keys, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++)
		(void)fprintf(out, "%s\t%s\t%s\n", keys[i].name,
		    keys[i].fallback != NULL ? keys[i].fallback : "(required)",
		    keys[i].meaning);
}
