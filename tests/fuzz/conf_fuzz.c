/* Any bytes as a settings file: taken whole or refused with a reason. */
#include "base/conf.h"
#include "libconfig_heap.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct settings {
	int64_t number;
	bool truth;
	char *text;
	struct conf_list list;
	int choice;
};

#define AT(member) offsetof(struct settings, member)

static const char *const choices[] = {"one", "two", NULL};
static const struct conf_key keys[] = {
    {"number", CONF_INT, AT(number), "5", 1, 100, NULL, "a number"},
    {"truth", CONF_BOOL, AT(truth), "false", 0, 0, NULL, "yes or no"},
    {"text", CONF_TEXT, AT(text), "", 0, 32, NULL, "a text"},
    {"list", CONF_LIST, AT(list), "", 1, 32, NULL, "texts"},
    {"choice", CONF_ENUM, AT(choice), "one", 0, 0, choices, "one of two"},
};
#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	static char path[64], faults_text[65536];
	struct settings settings;
	struct err err;
	FILE *faults;
	enum rc rc;

	if (fd < 0) {
		fd = memfd_create("conf", MFD_CLOEXEC);
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	assert(ftruncate(fd, 0) == 0);
	assert(pwrite(fd, data, size, 0) == (ssize_t)size);
	faults = fmemopen(faults_text, sizeof(faults_text), "w");
	assert(faults != NULL);
	rc = conf_load(path, keys, KEY_COUNT, &settings, faults, &err);
	assert((rc == RC_INPUT) == (ftell(faults) > 0));
	(void)fclose(faults);
	if (rc == RC_OK) {
		assert(settings.number >= 1 && settings.number <= 100);
		assert(settings.text != NULL && strlen(settings.text) <= 32);
		assert(settings.choice == 0 || settings.choice == 1);
		assert(settings.list.count <= CONF_LIST_MAX);
	}
	conf_wipe(keys, KEY_COUNT, &settings);
	libconfig_heap_tidy();
	return 0;
}
