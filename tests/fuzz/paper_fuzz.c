/* What a browser says of a file: its first bytes and its name. */
#include "leaved/paper.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char given[1024], name[PAPER_NAME_SIZE];
	enum paper paper = paper_of(data, size);

	if (size >= sizeof(given))
		return 0;
	memcpy(given, data, size);
	given[size] = '\0';
	paper_name(name, given, paper);
	assert(strlen(name) > 0 && strlen(name) < sizeof(name));
	assert(text_is_utf8(name, strlen(name)));
	assert(!text_has_control(name, strlen(name)));
	assert(strpbrk(name, "/\\<>\"") == NULL);
	return 0;
}
