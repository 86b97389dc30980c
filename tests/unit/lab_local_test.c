#include "labd/lab_local.h"
#include "unit.h"

#include <unistd.h>

static char path[] = "/tmp/lab_local.XXXXXX";

static int
write_passwd(void **state)
{
	static const char text[] = "root:x:0:0:root:/root:/bin/bash\n"
				   "# a comment\n"
				   "broken line\n"
				   "anna:x:20001:20001::/home/anna:/bin/sh\n";
	int fd = mkstemp(path);

	(void)state;
	return write(fd, text, sizeof(text) - 1) < 0 || close(fd) != 0;
}

static int
remove_passwd(void **state)
{
	(void)state;
	return unlink(path);
}

static void
a_local_account_is_known_by_name_or_by_number(void **state)
{
	static const struct {
		const char *name;
		int64_t uid;
		bool has;
	} cases[] = {
	    {"root", 30000, true},
	    {"anna", 30000, true},
	    {"berta", 20001, true},
	    {"berta", 0, true},
	    {"berta", 30000, false},
	    {"Anna", 30000, false},
	    {"broken line", 30000, false},
	    {"broken", 30000, false},
	};
	struct lab_local local;
	struct err err;

	(void)state;
	assert_rc(RC_OK, lab_local_load(path, &local, &err), &err);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    lab_local_has(&local, cases[i].name, cases[i].uid),
		    cases[i].has);
	}
	lab_local_wipe(&local);
}

static void
without_the_file_nothing_is_known(void **state)
{
	struct lab_local local;
	struct err err;

	(void)state;
	assert_rc(RC_FAULT, lab_local_load("/nonexistent/passwd", &local, &err),
	    &err);
	lab_local_wipe(&local);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(
	a_local_account_is_known_by_name_or_by_number, write_passwd,
	remove_passwd),
    cmocka_unit_test(without_the_file_nothing_is_known),
};

UNIT_MAIN(tests)
