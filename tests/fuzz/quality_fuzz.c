/* quality_fuzz.c - a byte of rules, then a password; its first half is also
 * somebody's name. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dir/quality.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct quality_rules rules;
	char *name, *password, text[QUALITY_TEXT_SIZE];
	struct quality_parts parts;
	enum quality quality;
	struct err err;

	if (size == 0)
		return 0;
	rules =
	    quality_preset_rules(*data & 1 ? QUALITY_NIST : QUALITY_TW_COMMON);
	rules.unicode = *data & 2;
	password = malloc(size);
	memcpy(password, data + 1, size - 1);
	name = strndup(password, (size - 1) / 2);
	parts = (struct quality_parts){(const char *const *)&name, 1};
	quality = quality_check(&rules, password, size - 1, &parts);
	quality_text(text, sizeof(text), quality, &rules, QUALITY_ZH);
	assert(*text != '\0');
	if (quality == QUALITY_OK)
		assert(size - 1 >= 8 && size - 1 <= 4 * QUALITY_LEN_MAX);
	password[size - 1] = '\0';
	(void)quality_rules_parse(&rules, password, &err);
	free(name);
	free(password);
	return 0;
}
