#include "address.h"

#include "base/text.h"

#include <string.h>

bool
address_put(char *text, size_t size, const char *value)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
	size_t used = 0;

	text[0] = '\0';
	for (; *value != '\0'; value++) {
		bool is_plain = strchr(plain, *value) != NULL;

		if (!text_print(text + used, size - used,
			is_plain ? "%c" : "%%%02X", (unsigned char)*value))
			return false;
		used += is_plain ? 1 : 3;
	}
	return true;
}

bool
address_add(char *address, size_t size, const char *name, const char *value)
{
	size_t used = strlen(address);

	if (!text_print(address + used, size - used,
		"%c%s=", strchr(address, '?') == NULL ? '?' : '&', name))
		return false;
	used += strlen(address + used);
	return address_put(address + used, size - used, value);
}

bool
address_is_path(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-_/";

	return text[0] == '/' && text[1] != '/' &&
	    text[strspn(text, allowed)] == '\0';
}
