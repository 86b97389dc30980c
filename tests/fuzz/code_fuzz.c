/* A typed code is twelve digits or refused; what is printed reads back. */
#include "identityd/code.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char text[256] = "", printed[CODE_PRINT_SIZE];
	char code[CODE_SIZE], again[CODE_SIZE];
	struct err err;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	if (code_parse(text, code, &err) != RC_OK) {
		assert(code[0] == '\0');
		return 0;
	}
	assert(strspn(code, "0123456789") == CODE_DIGITS);
	code_print(code, printed);
	assert(code_parse(printed, again, &err) == RC_OK);
	assert(code_is_equal(code, again));
	return 0;
}
