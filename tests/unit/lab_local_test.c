#include "labd/lab_local.h"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char template[] = "/tmp/lab_local.XXXXXX";
static char path[sizeof(template)];

static int
write_passwd(void **state)
{
	static const char text[] = "root:x:0:0:root:/root:/bin/bash\n"
				   "# a comment\n"
				   "broken line\n"
				   "anna:x:20001:20001::/home/anna:/bin/sh\n";
	int fd;

	(void)state;
	memcpy(path, template, sizeof(path));
	fd = mkstemp(path);
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

/* Its inode, size or time is another one: also that of a file put in place. */
static void
a_change_of_the_file_is_seen(void **state)
{
	static const char line[] = "berta:x:20002:20002::/home/berta:/bin/sh\n";
	struct lab_local local = {0};
	const struct lab_local_entry *before;
	struct err err;
	int fd;

	(void)state;
	assert_rc(RC_OK, lab_local_update(path, &local, &err), &err);
	before = local.entries;
	assert_rc(RC_OK, lab_local_update(path, &local, &err), &err);
	assert_ptr_equal(local.entries, before);
	assert_false(lab_local_has(&local, "berta", -1));
	fd = open(path, O_WRONLY | O_APPEND);
	assert_true(write(fd, line, sizeof(line) - 1) > 0 && close(fd) == 0);
	assert_rc(RC_OK, lab_local_update(path, &local, &err), &err);
	assert_true(lab_local_has(&local, "berta", -1));
	assert_int_equal(unlink(path), 0);
	assert_rc(RC_FAULT, lab_local_update(path, &local, &err), &err);
	assert_false(lab_local_has(&local, "berta", -1));
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(write(fd, line, sizeof(line) - 1) > 0 && close(fd) == 0);
	assert_rc(RC_OK, lab_local_update(path, &local, &err), &err);
	assert_true(lab_local_has(&local, "berta", -1));
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
    cmocka_unit_test_setup_teardown(
	a_change_of_the_file_is_seen, write_passwd, remove_passwd),
    cmocka_unit_test(without_the_file_nothing_is_known),
};

UNIT_MAIN(tests)
