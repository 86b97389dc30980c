#include "form.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

void
form_init(struct form *form, const struct form_field *fields, size_t count)
{
	assert(count <= FORM_FIELDS_MAX);
	*form = (struct form){.fields = fields, .count = count};
}

static size_t
find(const struct form *form, const char *name)
{
	size_t i;

	for (i = 0; i < form->count; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			break;
	return i;
}

static void
set_fault(struct form *form, enum form_fault fault, size_t at)
{
	if (form->fault != FORM_FINE)
		return;
	form->fault = fault;
	form->fault_at = at;
}

/* CR LF, as forms send line ends, becomes LF. */
static size_t
tidy_lines(char *value)
{
	char *to = value;

	for (const char *at = value; *at != '\0'; at++)
		if (at[0] != '\r' || at[1] != '\n')
			*to++ = *at;
	*to = '\0';
	return (size_t)(to - value);
}

/* Control characters, but those that a text of several lines has. */
static bool
has_control(const char *value, size_t len, enum form_kind kind)
{
	while (kind == FORM_LINES && len > 0) {
		size_t plain = strcspn(value, "\n\t");

		if (text_has_control(value, plain < len ? plain : len))
			return true;
		if (plain >= len)
			return false;
		value += plain + 1;
		len -= plain + 1;
	}
	return text_has_control(value, len);
}

static bool
is_file(enum form_kind kind)
{
	return kind == FORM_FILE || kind == FORM_BYTES;
}

enum rc
form_take(struct form *form, const char *name, char *value, size_t len,
    bool is_multipart, struct err *err)
{
	size_t at = find(form, name);
	enum form_kind kind;

	if (at == form->count && form->takes_others)
		return RC_OK;
	if (at == form->count)
		return err_set(err, RC_INPUT, "no field %.64s here", name);
	if (form->values[at] != NULL)
		return err_set(err, RC_INPUT, "%s: sent twice", name);
	kind = form->fields[at].kind;
	if (kind != FORM_BYTES && memchr(value, '\0', len) != NULL)
		return err_set(err, RC_INPUT, "%s: a NUL byte", name);
	if (is_file(kind)) {
		if (!is_multipart)
			return err_set(err, RC_INPUT, "%s: no file", name);
	} else if (!text_is_utf8(value, len)) {
		return err_set(err, RC_INPUT, "%s: not UTF-8", name);
	}
	if (kind == FORM_LINES)
		len = tidy_lines(value);
	if (!is_file(kind) && has_control(value, len, kind))
		return err_set(err, RC_INPUT, "%s: a control character", name);
	if (kind == FORM_TEXT) {
		text_trim(value);
		len = strlen(value);
	}
	if (len > form->fields[at].max) {
		set_fault(form, FORM_LONG, at);
		value[0] = '\0'; /* too long to go on with */
		len = 0;
	}
	form->values[at] = value;
	form->lens[at] = len;
	return RC_OK;
}

void
form_take_name(struct form *form, const char *name, char *file_name)
{
	size_t at = find(form, name), len = strlen(file_name);

	if (at < form->count && is_file(form->fields[at].kind) &&
	    text_is_utf8(file_name, len) && !text_has_control(file_name, len))
		form->file_names[at] = file_name;
}

static int
hex(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = digit != '\0' ? strchr(digits, digit | 0x20) : NULL;

	return at != NULL && (digit < 'P' || digit >= 'a') ? (int)(at - digits)
							   : -1;
}

/* + and %XX, in place. */
static bool
decode(char *text, size_t *len)
{
	size_t to = 0;

	for (size_t from = 0; from < *len; from++) {
		int high, low;

		if (text[from] != '%') {
			text[to++] = text[from] == '+' ? ' ' : text[from];
			continue;
		}
		if (*len - from < 3)
			return false;
		high = hex(text[from + 1]);
		low = hex(text[from + 2]);
		if (high < 0 || low < 0)
			return false;
		text[to++] = (char)(high << 4 | low);
		from += 2;
	}
	text[to] = '\0';
	*len = to;
	return true;
}

static enum rc
take_pair(struct form *form, char *pair, size_t len, struct err *err)
{
	char *equals = memchr(pair, '=', len), *value;
	size_t name_len, value_len;

	if (equals == NULL)
		return err_set(err, RC_INPUT, "a field without =");
	name_len = (size_t)(equals - pair);
	value = equals + 1;
	value_len = len - name_len - 1;
	if (!decode(value, &value_len) || !decode(pair, &name_len))
		return err_set(err, RC_INPUT, "a broken %%");
	if (name_len == 0 || name_len > FORM_NAME_MAX ||
	    !text_is_printable_ascii(pair, name_len))
		return err_set(err, RC_INPUT, "a field without a name");
	return form_take(form, pair, value, value_len, false, err);
}

enum rc
form_parse_urlencoded(
    struct form *form, char *bytes, size_t len, struct err *err)
{
	char *at = bytes, *end = bytes + len;

	*end = '\0';
	while (at < end) {
		char *amp = memchr(at, '&', (size_t)(end - at));
		size_t pair = (size_t)((amp != NULL ? amp : end) - at);
		enum rc rc;

		at[pair] = '\0';
		rc = take_pair(form, at, pair, err);
		if (rc != RC_OK)
			return rc;
		at += pair + 1;
	}
	return RC_OK;
}

/* multipart/form-data; boundary=... */
static bool
find_boundary(const char *type, char boundary[FORM_BOUNDARY_MAX + 1])
{
	static const char key[] = "boundary=";
	const char *at = strcasestr(type, key);
	size_t len;

	if (at == NULL)
		return false;
	at += sizeof(key) - 1;
	if (*at == '"')
		at++;
	len = strcspn(at, "\"; ");
	if (len == 0 || len > FORM_BOUNDARY_MAX)
		return false;
	memcpy(boundary, at, len);
	boundary[len] = '\0';
	return text_is_printable_ascii(boundary, len);
}

bool
form_is_type(const char *content_type, const char *type)
{
	size_t len = strlen(type);

	return strncasecmp(content_type, type, len) == 0 &&
	    strchr("; \t", content_type[len]) != NULL;
}

enum rc
form_parse(struct form *form, const char *content_type, char *bytes, size_t len,
    struct err *err)
{
	char boundary[FORM_BOUNDARY_MAX + 1];

	if (form_is_type(content_type, "application/x-www-form-urlencoded"))
		return form_parse_urlencoded(form, bytes, len, err);
	if (form_is_type(content_type, "multipart/form-data") &&
	    find_boundary(content_type, boundary))
		return form_parse_multipart(form, boundary, bytes, len, err);
	return err_set(err, RC_INPUT, "not the type of a form");
}

void
form_check(struct form *form)
{
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].is_required && form->lens[i] == 0)
			set_fault(form, FORM_MISSING, i);
}

const char *
form_text(const struct form *form, const char *name)
{
	size_t at = find(form, name);

	return at < form->count && form->values[at] != NULL ? form->values[at]
							    : "";
}

bool
form_has(const struct form *form, const char *name)
{
	size_t at = find(form, name);

	return at < form->count && form->values[at] != NULL;
}

bool
form_has_file(const struct form *form)
{
	for (size_t i = 0; i < form->count; i++)
		if (is_file(form->fields[i].kind) && form->lens[i] > 0)
			return true;
	return false;
}

const char *
form_file(const struct form *form, const char *name, size_t *len)
{
	size_t at = find(form, name);

	*len = at < form->count ? form->lens[at] : 0;
	return *len > 0 ? form->values[at] : NULL;
}

const char *
form_file_name(const struct form *form, const char *name)
{
	size_t at = find(form, name);

	return at < form->count && form->file_names[at] != NULL
	    ? form->file_names[at]
	    : "";
}
