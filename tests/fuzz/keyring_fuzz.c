/* A ring that reads prints the very same text; any other leaves none. */
#include "seal/keyring.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static struct keyring ring = {.purpose = "id"};
	static char text[KEYRING_TEXT_SIZE];
	struct err err;

	if (keyring_parse(&ring, (const char *)data, size, &err) != RC_OK) {
		assert(ring.count == 0);
		return 0;
	}
	assert(ring.count == 0 || keyring_newest(&ring) != NULL);
	assert(keyring_print(&ring, text) == size);
	assert(memcmp(text, data, size) == 0);
	return 0;
}
