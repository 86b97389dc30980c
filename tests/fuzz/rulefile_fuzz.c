/*
 * rulefile_fuzz.c - rule, schedule and settings files.
 *
 * Shape:  one text; anything is read or refused with faults. Texts with '@'
 *         are passed over: libconfig would open the files they include.
 * Units:  bytes.
 * Errors: aborts when a text is refused without a fault.
 * Source: LLVM libFuzzer.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "leaved/rulefile.h"
#include "libconfig_heap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct faults faults;
	struct rules rules = {0};
	struct err err;
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	memset(&faults, 0, sizeof(faults));
	if (strchr(text, '@') == NULL &&
	    rulefile_parse(&rules, "fuzz", text, &faults, &err) != RC_OK)
		assert(faults.count > 0);
	rules_wipe(&rules);
	libconfig_heap_tidy();
	free(text);
	return 0;
}
