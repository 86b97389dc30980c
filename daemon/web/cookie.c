#include "cookie.h"

#include "base/text.h"

#include <stdbool.h>
#include <string.h>

/* RFC 6265 cookie-octet, without the quotes that nothing of ours needs. */
static bool
is_value(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)at[i];

		if (byte <= 0x20 || byte >= 0x7f || byte == '"' ||
		    byte == ',' || byte == ';' || byte == '\\')
			return false;
	}
	return true;
}

enum rc
cookie_get(const char *header, const char *name, char *value, size_t size,
    struct err *err)
{
	size_t name_len = strlen(name);
	bool is_found = false;

	value[0] = '\0';
	while (*header != '\0') {
		size_t len;

		header += strspn(header, "; ");
		len = strcspn(header, ";");
		if (len > name_len && header[name_len] == '=' &&
		    memcmp(header, name, name_len) == 0) {
			const char *at = header + name_len + 1;
			size_t value_len = len - name_len - 1;

			while (value_len > 0 && at[value_len - 1] == ' ')
				value_len--;
			if (is_found || value_len >= size ||
			    !is_value(at, value_len)) {
				value[0] = '\0';
				return err_set(
				    err, RC_INPUT, "cookie %s: no value", name);
			}
			memcpy(value, at, value_len);
			value[value_len] = '\0';
			is_found = true;
		}
		header += len;
	}
	return is_found ? RC_OK : err_set(err, RC_ABSENT, "no cookie %s", name);
}

enum rc
cookie_print(
    char *dst, size_t size, const struct cookie *cookie, struct err *err)
{
	char age[32] = "";

	if (cookie->max_age_s != 0)
		(void)text_print(age, sizeof(age), "; Max-Age=%d",
		    cookie->max_age_s < 0 ? 0 : cookie->max_age_s);
	if (is_value(cookie->value, strlen(cookie->value)) &&
	    text_print(dst, size,
		"%s=%s; Path=/; Secure; HttpOnly; SameSite=%s%s", cookie->name,
		cookie->value, cookie->is_posted ? "None" : "Lax", age))
		return RC_OK;
	dst[0] = '\0';
	return err_set(err, RC_INPUT, "cookie %s: no value", cookie->name);
}
