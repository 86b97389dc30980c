/* names_file.c and state.c, killed or out of disk between any two steps. */
#include "labd/names_file.h"
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PEOPLE = 300, /* several buffers of cdb */
	UID_FIRST = 20000,
	STEPS_MAX = 1000,
	DIED = 99,
};

static char dir[] = "/tmp/names_file.XXXXXX";
static char passwd[64], group[64];

/* ------------------------------------------- what happens at which step */

static enum { GOES_WELL, DIES, DISK_IS_FULL } fate;
static int steps_left;

/* True when the fate comes now, as an error. */
static bool
step(void)
{
	if (fate == GOES_WELL || steps_left-- > 0)
		return false;
	if (fate == DIES)
		_exit(DIED);
	errno = ENOSPC;
	return true;
}

/* A step that can fail for lack of room. */
#define STEP(result, name, params, args)                         \
	result __real_##name params;                             \
	result __wrap_##name params;                             \
	result __wrap_##name params                              \
	{                                                        \
		return step() ? (result)-1 : __real_##name args; \
	}
/* One that cannot. */
#define STEP_ANYWAY(result, name, params, args) \
	result __real_##name params;            \
	result __wrap_##name params;            \
	result __wrap_##name params             \
	{                                       \
		if (fate == DIES)               \
			(void)step();           \
		return __real_##name args;      \
	}

STEP(ssize_t, write, (int fd, const void *bytes, size_t len), (fd, bytes, len))
STEP(int, fsync, (int fd), (fd))
STEP(int, rename, (const char *from, const char *to), (from, to))
STEP_ANYWAY(int, unlink, (const char *path), (path))
STEP_ANYWAY(int, fchmod, (int fd, mode_t mode), (fd, mode))
STEP_ANYWAY(int, close, (int fd), (fd))
STEP_ANYWAY(ssize_t, pwrite, (int fd, const void *bytes, size_t len, off_t at),
    (fd, bytes, len, at))

/* ------------------------------------------------------------ the files */

static void
path_of(char path[PATH_MAX], const char *name)
{
	(void)snprintf(path, PATH_MAX, "%s/%s", dir, name);
}

static int
start(void **state)
{
	FILE *file;

	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	(void)snprintf(passwd, sizeof(passwd), "%s/passwd", dir);
	(void)snprintf(group, sizeof(group), "%s/group", dir);
	file = fopen(passwd, "we");
	(void)fputs("root:x:0:0::/root:/bin/sh\n", file);
	(void)fclose(file);
	return symlink(passwd, group);
}

static int
stop(void **state)
{
	static const char *const names[] = {"passwd", "group", STATE_FILE,
	    NAMES_FILE, NAMES_SHADOW_FILE, STATE_FILE ".new", NAMES_FILE ".new",
	    NAMES_SHADOW_FILE ".new"};
	char path[PATH_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path_of(path, names[i]);
		(void)unlink(path);
	}
	return rmdir(dir);
}

static void
put_people(struct state_delta *delta, const char *shell)
{
	for (uint32_t i = 0; i < PEOPLE; i++) {
		uint8_t uuid[SYNC_UUID_SIZE] = {(uint8_t)(i >> 8), (uint8_t)i};
		char name[32], record[NAMES_RECORD_SIZE];
		const struct state_person person = {
		    .names = {.uid = UID_FIRST + i,
			.gid = UID_FIRST + i,
			.name = name,
			.gecos = "",
			.home = "/home/somebody",
			.shell = shell},
		    .dn = name,
		    .state = "active",
		    .changed = "20260101000000Z",
		};
		size_t len;

		(void)snprintf(name, sizeof(name), "somebody%u", i);
		len = state_person_print(record, sizeof(record), &person);
		assert_true(len > 0);
		state_delta_put(delta, SYNC_ENTRY, uuid, record, len);
	}
}

/* As labd does it after each answer of the directory. */
static enum rc
follow(const char *shell)
{
	const struct names_plan plan = {.dir = dir,
	    .id_min = 1000,
	    .shadow_gid = getegid(),
	    .passwd = passwd,
	    .group = group};
	struct state_delta delta = {.kind = STATE_PERSON, .cookie = shell};
	struct state known = {0};
	struct names_count count;
	bool is_changed;
	struct err err;
	enum rc rc;

	(void)state_open(&known, dir, &err);
	put_people(&delta, shell);
	rc = state_apply(&known, dir, &delta, &is_changed, &err);
	if (rc == RC_OK)
		rc = state_open(&known, dir, &err);
	if (rc == RC_OK)
		rc = names_file_build(&plan, &known, &count, &err);
	state_delta_wipe(&delta);
	state_close(&known);
	return rc;
}

/* Everybody's shell: the same, or the file is not whole. */
static const char *
shell_of_all(void)
{
	static char first[64];
	char path[PATH_MAX], name[32], key[NAMES_KEY_SIZE];
	struct names_person person;
	struct cdb cdb;
	int fd;

	path_of(path, NAMES_FILE);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(cdb_init(&cdb, fd), 0);
	for (unsigned i = 0; i < PEOPLE; i++) {
		size_t key_len;

		(void)snprintf(name, sizeof(name), "somebody%u", i);
		key_len = names_key(key, NAMES_PERSON, name);
		assert_int_equal(cdb_find(&cdb, key, (unsigned)key_len), 1);
		assert_true(names_person_parse(
		    &person, cdb_getdata(&cdb), cdb_datalen(&cdb)));
		if (i == 0)
			(void)snprintf(
			    first, sizeof(first), "%s", person.shell);
		assert_string_equal(person.shell, first);
	}
	cdb_free(&cdb);
	(void)close(fd);
	return first;
}

static size_t
count_files(void)
{
	DIR *files = opendir(dir);
	struct dirent *file;
	size_t count = 0;

	assert_non_null(files);
	while ((file = readdir(files)) != NULL)
		count += file->d_name[0] != '.';
	closedir(files);
	return count;
}

/* --------------------------------------------------------------- tests */

/* Follows to a new shell in a child of that fate; its exit code. */
static int
follow_to(const char *shell, int steps, int what)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		fate = what;
		steps_left = steps;
		_exit((int)follow(shell));
	}
	assert_true(waitpid(pid, &status, 0) == pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
killed_between_any_two_steps_the_names_are_whole(void **state)
{
	char old[32], new[32];
	int steps, ended = DIED;

	(void)state;
	for (steps = 0; ended == DIED && steps < STEPS_MAX; steps++) {
		(void)snprintf(old, sizeof(old), "/bin/old%d", steps);
		(void)snprintf(new, sizeof(new), "/bin/new%d", steps);
		assert_int_equal(follow(old), RC_OK);
		assert_string_equal(shell_of_all(), old);
		ended = follow_to(new, steps, DIES);
		if (strcmp(shell_of_all(), new) != 0)
			assert_string_equal(shell_of_all(), old);
	}
	assert_int_equal(ended, 0);
	assert_string_equal(shell_of_all(), new);
	assert_in_range(steps, 20, STEPS_MAX - 1);
}

static void
on_a_full_disk_the_old_names_stay(void **state)
{
	size_t files;
	int steps, ended = RC_FAULT;

	(void)state;
	assert_int_equal(follow("/bin/old"), RC_OK);
	files = count_files();
	for (steps = 0; ended == RC_FAULT && steps < STEPS_MAX; steps++) {
		ended = follow_to("/bin/new", steps, DISK_IS_FULL);
		if (strcmp(shell_of_all(), "/bin/new") != 0)
			assert_string_equal(shell_of_all(), "/bin/old");
		assert_int_equal(count_files(), files);
	}
	assert_int_equal(ended, 0);
	assert_string_equal(shell_of_all(), "/bin/new");
	assert_in_range(steps, 5, STEPS_MAX - 1);
}

/* Lengths of the first record that lead round in a circle, and out of it. */
static void
a_damaged_file_is_found_out(void **state)
{
	static const uint32_t lengths[][2] = {
	    {0xfffffff0, 8}, {0x7fffffff, 8}, {0xffffffff, 16}};
	char path[PATH_MAX], bytes[8];
	struct state known = {0};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		int fd;

		assert_int_equal(follow(i % 2 ? "/bin/sh" : "/bin/bash"), 0);
		path_of(path, STATE_FILE);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		names_put_number(bytes, lengths[i][0]);
		names_put_number(bytes + 4, lengths[i][1]);
		assert_int_equal(pwrite(fd, bytes, sizeof(bytes), 2048), 8);
		(void)close(fd);
		assert_rc(RC_OK, state_open(&known, dir, &err), &err);
		assert_rc(RC_FAULT, state_check(&known, &err), &err);
		state_drop(&known, dir);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(killed_between_any_two_steps_the_names_are_whole),
    cmocka_unit_test(on_a_full_disk_the_old_names_stay),
    cmocka_unit_test(a_damaged_file_is_found_out),
};

UNIT_MAIN_IN(tests, start, stop)
