#include "response.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

void
response_add(struct response *response, const char *name, const char *value)
{
	if (value == NULL)
		return;
	assert(response->count < RESPONSE_PARAMS_MAX);
	response->params[response->count++] =
	    (struct response_param){name, value};
}

/* Every byte but letters, digits and "-._~" as %XX; the new length, or 0. */
static size_t
append_encoded(char url[RESPONSE_URL_SIZE], size_t used, const char *value)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-._~";

	for (; *value != '\0'; value++) {
		bool is_plain = strchr(plain, *value) != NULL;

		if (!text_print(url + used, RESPONSE_URL_SIZE - used,
			is_plain ? "%c" : "%%%02X", (unsigned char)*value))
			return 0;
		used += is_plain ? 1 : 3;
	}
	return used;
}

bool
response_print(const struct response *response, char url[RESPONSE_URL_SIZE])
{
	char separator = strchr(response->redirect, '?') != NULL ? '&' : '?';
	size_t used = strlen(response->redirect);

	if (!text_copy(url, RESPONSE_URL_SIZE, response->redirect))
		return false;
	for (size_t i = 0; i < response->count; i++) {
		if (!text_print(url + used, RESPONSE_URL_SIZE - used,
			"%c%s=", separator, response->params[i].name))
			return false;
		used =
		    append_encoded(url, strlen(url), response->params[i].value);
		if (used == 0)
			return false;
		separator = '&';
	}
	return true;
}
