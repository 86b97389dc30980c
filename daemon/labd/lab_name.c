#include "lab_name.h"

#include "base/text.h"

#include <string.h>

static bool
is_ordinary(unsigned char byte)
{
	return byte >= 0x80 || (byte >= 'a' && byte <= 'z') ||
	    (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
	    strchr("._-", byte) != NULL;
}

bool
lab_name_is_good(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > LAB_NAME_MAX || name[0] == '-' ||
	    name[strspn(name, ".")] == '\0' ||
	    name[strspn(name, "0123456789")] == '\0')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!is_ordinary((unsigned char)name[i]))
			return false;
	}
	return text_is_utf8(name, len) && !text_has_control(name, len);
}

bool
lab_name_is_free_number(int64_t number, int64_t min)
{
	static const struct {
		int64_t first;
		int64_t last;
	} reserved[] = {
	    {61184, 65519},
	    {65534, 65535},
	    {4294967295, INT64_MAX},
	};

	if (number < min)
		return false;
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
		if (number >= reserved[i].first && number <= reserved[i].last)
			return false;
	}
	return true;
}

bool
lab_name_is_free_gid(int64_t gid, int64_t min, int64_t users_gid)
{
	return (users_gid > 0 && gid == users_gid) ||
	    lab_name_is_free_number(gid, min);
}
