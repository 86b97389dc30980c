#include "leave/leave_front_conf.h"
#include "unit.h"

#include <unistd.h>

static void
what_keys_cannot_say_is_told_at_once(void **state)
{
	char path[] = "/tmp/leave_front_conf.XXXXXX";
	struct leave_front_conf conf;
	struct err err;
	char *faults = NULL;
	size_t len;
	FILE *file = open_memstream(&faults, &len);
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	(void)dprintf(fd,
	    "hosts = [ \"leave.example.edu:443\" ];\n"
	    "portal = \"https://portal.example.edu/\";\n");
	(void)close(fd);
	assert_rc(
	    RC_INPUT, leave_front_conf_load(&conf, path, file, &err), &err);
	(void)fclose(file);
	(void)unlink(path);
	conf_wipe(leave_front_keys, leave_front_key_count, &conf);
	assert_non_null(strstr(faults, "a name without port"));
	assert_non_null(strstr(faults, "without a path"));
	free(faults);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_keys_cannot_say_is_told_at_once),
};

UNIT_MAIN(tests)
