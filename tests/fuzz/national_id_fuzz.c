/*
 * Whatever the bytes: one verdict, and a canonical form that reads as itself
 * or none.
 */
#include "identityd/national_id.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char canonical[NATIONAL_ID_SIZE], again[NATIONAL_ID_SIZE];
	enum national_id_fault fault = national_id_parse(data, size, canonical);

	if (fault == NATIONAL_ID_OK || fault == NATIONAL_ID_CHECKSUM) {
		assert(strlen(canonical) == NATIONAL_ID_LEN);
		assert(national_id_parse(canonical, NATIONAL_ID_LEN, again) ==
		    fault);
		assert(strcmp(canonical, again) == 0);
	} else {
		assert(canonical[0] == '\0');
	}
	assert(national_id_fault_name(fault)[0] != '\0');
	return 0;
}
