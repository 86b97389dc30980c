#include "words.h"

#include <stdlib.h>
#include <string.h>

bool
words_are_zh(void)
{
	static const char *const variables[] = {
	    "LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i]);

		if (value != NULL && value[0] != '\0')
			return strncmp(value, "zh", 2) == 0;
	}
	return false;
}

const char *
words_lang(void)
{
	return words("zh-TW", "en");
}
