#include "scope.h"

#include "base/text.h"

#include <stdbool.h>
#include <string.h>

static const struct {
	enum scope bit;
	const char *name;
} scopes[] = {
    {SCOPE_OPENID, "openid"},
    {SCOPE_PROFILE, "profile"},
    {SCOPE_EMAIL, "email"},
    {SCOPE_SCHOOL, "school"},
    {SCOPE_KIND, "kind"},
    {SCOPE_GROUPS, "groups"},
    {SCOPE_LEAVE, "leave"},
};
enum { SCOPES = sizeof(scopes) / sizeof(scopes[0]) };

static unsigned
bit_of(const char *name, size_t len)
{
	for (int i = 0; i < SCOPES; i++)
		if (strlen(scopes[i].name) == len &&
		    memcmp(scopes[i].name, name, len) == 0)
			return scopes[i].bit;
	return 0;
}

static unsigned
parse(const char *text, bool *are_known)
{
	unsigned found = 0;

	*are_known = true;
	for (text += strspn(text, " "); *text != '\0';
	     text += strspn(text, " ")) {
		size_t len = strcspn(text, " ");
		unsigned bit = bit_of(text, len);

		*are_known &= bit != 0;
		found |= bit;
		text += len;
	}
	return found;
}

unsigned
scope_parse(const char *text)
{
	bool are_known;

	return parse(text, &are_known);
}

unsigned
scope_parse_known(const char *text)
{
	bool are_known;
	unsigned found = parse(text, &are_known);

	return are_known ? found : 0;
}

const char *
scope_print(unsigned wanted, char text[SCOPE_TEXT_SIZE])
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < SCOPES; i++)
		if ((wanted & scopes[i].bit) != 0) {
			(void)text_print(text + used, SCOPE_TEXT_SIZE - used,
			    "%s%s", used > 0 ? " " : "", scopes[i].name);
			used += strlen(text + used);
		}
	return text;
}
