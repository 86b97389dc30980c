#include "seal/keyfile.h"

#include "unit.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Days since 1970 of 2026-09-01, -10-01. */
enum { SEPTEMBER = 20697, OCTOBER = 20727 };

enum { KILLED = 99, CALLS_MAX = 100, RING_COUNT = 3 };

static const char *const purposes[RING_COUNT] = {"id", "code", "audit"};

struct folder {
	char path[64], ring[128], temporary[192];
};

static int
folder_make(void **state)
{
	static struct folder folder;

	(void)snprintf(
	    folder.path, sizeof(folder.path), "/tmp/keyfile_test.XXXXXX");
	if (mkdtemp(folder.path) == NULL)
		return -1;
	snprintf(folder.ring, sizeof(folder.ring), "%s/id.keys", folder.path);
	snprintf(
	    folder.temporary, sizeof(folder.temporary), "%s.new", folder.ring);
	*state = &folder;
	return 0;
}

static void
path_of(char path[128], const struct folder *folder, const char *name)
{
	(void)snprintf(path, 128, "%s/%s", folder->path, name);
}

static int
folder_remove(void **state)
{
	struct folder *folder = *state;
	char path[128];

	for (int i = 0; i < RING_COUNT; i++) {
		path_of(path, folder, purposes[i]);
		(void)unlink(path);
	}
	(void)unlink(folder->ring);
	(void)unlink(folder->temporary);
	return rmdir(folder->path);
}

static void
the_first_key_makes_a_file_for_its_owner_alone(void **state)
{
	struct folder *folder = *state;
	struct keyring *ring;
	struct stat st;
	struct err err;
	uint32_t kid;

	assert_rc(
	    RC_ABSENT, keyfile_load(folder->ring, "id", &ring, &err), &err);
	assert_null(ring);
	assert_rc(RC_ABSENT, keyfile_retire(folder->ring, "id", 1, &err), &err);
	assert_rc(RC_OK, keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err),
	    &err);
	assert_int_equal(kid, 1);
	assert_int_equal(stat(folder->ring, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(access(folder->temporary, F_OK), -1);
	assert_rc(RC_OK, keyfile_load(folder->ring, "id", &ring, &err), &err);
	assert_int_equal(keyring_newest(ring)->kid, 1);
	keyring_free(ring);
}

static void
a_change_keeps_the_other_keys_and_the_mode(void **state)
{
	struct folder *folder = *state;
	unsigned char first[KEYRING_KEY_LEN];
	struct keyring *ring;
	struct stat st;
	struct err err;
	uint32_t kid;

	assert_rc(RC_OK, keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err),
	    &err);
	assert_rc(RC_OK, keyfile_load(folder->ring, "id", &ring, &err), &err);
	memcpy(first, keyring_newest(ring)->key, sizeof(first));
	keyring_free(ring);
	assert_int_equal(chmod(folder->ring, 0640), 0);
	assert_rc(
	    RC_OK, keyfile_add(folder->ring, "id", OCTOBER, &kid, &err), &err);
	assert_rc(RC_OK, keyfile_load(folder->ring, "id", &ring, &err), &err);
	assert_memory_equal(keyring_find(ring, 1)->key, first, sizeof(first));
	keyring_free(ring);
	assert_rc(RC_OK, keyfile_retire(folder->ring, "id", 1, &err), &err);
	assert_rc(RC_OK,
	    keyfile_prepare(folder->ring, "id", OCTOBER, &kid, &err), &err);
	assert_rc(RC_OK, keyfile_use(folder->ring, "id", kid, &err), &err);
	assert_rc(RC_OK, keyfile_load(folder->ring, "id", &ring, &err), &err);
	assert_null(keyring_find(ring, 1));
	assert_int_equal(keyring_newest(ring)->kid, 3);
	keyring_free(ring);
	assert_int_equal(stat(folder->ring, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
}

static void
a_file_that_others_can_read_is_refused(void **state)
{
	static const mode_t modes[] = {0604, 0660, 0602, 0644, 0666};
	struct folder *folder = *state;
	struct keyring *ring;
	struct err err;
	uint32_t kid;

	assert_rc(RC_OK, keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err),
	    &err);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(folder->ring, modes[i]), 0);
		assert_rc(RC_DENIED,
		    keyfile_load(folder->ring, "id", &ring, &err), &err);
		assert_null(ring);
		assert_non_null(strstr(err.text, "mode"));
	}
}

static void
a_link_or_a_folder_is_refused(void **state)
{
	struct folder *folder = *state;
	struct keyring *ring;
	struct err err;

	assert_int_equal(symlink("/dev/null", folder->ring), 0);
	assert_rc(
	    RC_DENIED, keyfile_load(folder->ring, "id", &ring, &err), &err);
	assert_rc(
	    RC_DENIED, keyfile_load(folder->path, "id", &ring, &err), &err);
	assert_null(ring);
}

static void
another_purpose_or_a_huge_file_is_refused(void **state)
{
	struct folder *folder = *state;
	struct keyring *ring;
	struct err err;
	uint32_t kid;

	assert_rc(RC_OK, keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err),
	    &err);
	assert_rc(
	    RC_INPUT, keyfile_load(folder->ring, "code", &ring, &err), &err);
	assert_rc(RC_INPUT,
	    keyfile_add(folder->ring, "code", SEPTEMBER, &kid, &err), &err);
	assert_int_equal(truncate(folder->ring, 1 << 20), 0);
	assert_rc(
	    RC_INPUT, keyfile_load(folder->ring, "id", &ring, &err), &err);
	assert_non_null(strstr(err.text, "larger"));
}

static void
a_left_over_of_a_crash_is_no_hindrance(void **state)
{
	struct folder *folder = *state;
	struct err err;
	uint32_t kid;
	int fd = open(folder->temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	assert_return_code(fd, 0);
	assert_int_equal(write(fd, "half", 4), 4);
	assert_int_equal(close(fd), 0);
	assert_rc(RC_OK, keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err),
	    &err);
}

static void
two_changes_at_once_are_one_too_many(void **state)
{
	struct folder *folder = *state;
	struct err err;
	uint32_t kid;
	int fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_rc(RC_BUSY,
	    keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err), &err);
	assert_int_equal(kid, 0);
	assert_int_equal(close(fd), 0);
	assert_rc(RC_OK, keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err),
	    &err);
}

/* The disk: each call fails once in turn, and the old ring stays whole; or the
 * process dies before its k-th call. */
static const char *broken_call;
static int calls_left; /* 0: nobody dies */

int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
ssize_t __real_write(int fd, const void *bytes, size_t len);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
ssize_t __wrap_write(int fd, const void *bytes, size_t len);

static int
is_broken(const char *call)
{
	if (calls_left > 0 && --calls_left == 0)
		_exit(KILLED);
	return broken_call != NULL && strcmp(broken_call, call) == 0;
}

int
__wrap_unlink(const char *path)
{
	return is_broken("unlink") ? -1 : __real_unlink(path);
}

int
__wrap_fsync(int fd)
{
	return is_broken("fsync") ? -1 : __real_fsync(fd);
}

int
__wrap_rename(const char *from, const char *to)
{
	return is_broken("rename") ? -1 : __real_rename(from, to);
}

ssize_t
__wrap_write(int fd, const void *bytes, size_t len)
{
	return is_broken("write") ? -1 : __real_write(fd, bytes, len);
}

static void
a_failing_disk_leaves_the_old_ring(void **state)
{
	static const char *const calls[] = {"write", "fsync", "rename"};
	struct folder *folder = *state;
	struct keyring *ring;
	struct err err;
	uint32_t kid;

	assert_rc(RC_OK, keyfile_add(folder->ring, "id", SEPTEMBER, &kid, &err),
	    &err);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		enum rc rc;

		broken_call = calls[i];
		rc = keyfile_add(folder->ring, "id", OCTOBER, &kid, &err);
		broken_call = NULL;
		assert_int_equal(rc, RC_FAULT);
		assert_int_equal(access(folder->temporary, F_OK), -1);
		assert_rc(
		    RC_OK, keyfile_load(folder->ring, "id", &ring, &err), &err);
		assert_int_equal(ring->count, 1);
		keyring_free(ring);
	}
}

static enum rc
make_first(const struct folder *folder, struct err *err)
{
	return keyfile_make_first(
	    folder->path, purposes, RING_COUNT, SEPTEMBER, err);
}

/* In a child that dies before its k-th call; true when it completed. */
static bool
first_start_completes(const struct folder *folder, int k)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		struct err err;

		calls_left = k;
		_exit(make_first(folder, &err) == RC_OK ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == KILLED);
	return WEXITSTATUS(status) == 0;
}

/* The only key of a ring; false when there is no ring. */
static bool
load_only_key(const struct folder *folder, const char *purpose,
    unsigned char key[KEYRING_KEY_LEN])
{
	struct keyring *ring;
	char path[128];
	struct err err;

	path_of(path, folder, purpose);
	if (access(path, F_OK) != 0)
		return false;
	assert_rc(RC_OK, keyfile_load(path, purpose, &ring, &err), &err);
	assert_int_equal(ring->count, 1);
	memcpy(key, ring->keys[0].key, KEYRING_KEY_LEN);
	keyring_free(ring);
	return true;
}

/* What is there after the kill is whole and stays as it is. */
static void
a_first_start_killed_anywhere_is_finished_by_the_next(void **state)
{
	bool done = false;

	(void)folder_remove(state);
	for (int k = 1; !done; k++) {
		unsigned char before[RING_COUNT][KEYRING_KEY_LEN];
		unsigned char after[KEYRING_KEY_LEN];
		bool was_there[RING_COUNT];
		struct folder *folder;
		char mark[128];
		struct err err;

		assert_true(k < CALLS_MAX);
		assert_int_equal(folder_make(state), 0);
		folder = *state;
		path_of(mark, folder, ".first");
		done = first_start_completes(folder, k);
		for (int i = 0; i < RING_COUNT; i++)
			was_there[i] =
			    load_only_key(folder, purposes[i], before[i]);
		assert_rc(RC_OK, make_first(folder, &err), &err);
		for (int i = 0; i < RING_COUNT; i++) {
			assert_true(load_only_key(folder, purposes[i], after));
			if (was_there[i])
				assert_memory_equal(
				    before[i], after, KEYRING_KEY_LEN);
		}
		assert_int_equal(access(mark, F_OK), -1);
		assert_rc(RC_OK, make_first(folder, &err), &err);
		if (!done)
			assert_int_equal(folder_remove(state), 0);
	}
}

static bool
is_first(const struct folder *folder)
{
	return keyfile_is_first(folder->path, purposes, RING_COUNT);
}

/* Neither after one that was cut short, nor when most rings are lost. */
static void
a_first_start_is_told_from_any_other(void **state)
{
	struct folder *folder = *state;
	char path[128];
	struct err err;

	assert_true(is_first(folder));
	path_of(path, folder, ".first");
	assert_int_equal(close(open(path, O_WRONLY | O_CREAT, 0600)), 0);
	assert_false(is_first(folder));
	assert_rc(RC_OK, make_first(folder, &err), &err);
	for (int i = 0; i < RING_COUNT; i++) {
		assert_false(is_first(folder));
		path_of(path, folder, purposes[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_true(is_first(folder));
}

static void
a_ring_that_is_lost_is_never_made_anew(void **state)
{
	struct folder *folder = *state;
	char path[128];
	struct err err;

	assert_rc(RC_OK, make_first(folder, &err), &err);
	path_of(path, folder, purposes[1]);
	assert_int_equal(unlink(path), 0);
	assert_rc(RC_FAULT, make_first(folder, &err), &err);
	assert_non_null(strstr(err.text, "key ring code is gone"));
	assert_int_equal(access(path, F_OK), -1);
}

#define FOLDER_TEST(test) \
	cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

static const struct CMUnitTest tests[] = {
    FOLDER_TEST(the_first_key_makes_a_file_for_its_owner_alone),
    FOLDER_TEST(a_change_keeps_the_other_keys_and_the_mode),
    FOLDER_TEST(a_file_that_others_can_read_is_refused),
    FOLDER_TEST(a_link_or_a_folder_is_refused),
    FOLDER_TEST(another_purpose_or_a_huge_file_is_refused),
    FOLDER_TEST(a_left_over_of_a_crash_is_no_hindrance),
    FOLDER_TEST(two_changes_at_once_are_one_too_many),
    FOLDER_TEST(a_failing_disk_leaves_the_old_ring),
    FOLDER_TEST(a_first_start_killed_anywhere_is_finished_by_the_next),
    FOLDER_TEST(a_first_start_is_told_from_any_other),
    FOLDER_TEST(a_ring_that_is_lost_is_never_made_anew),
};

UNIT_MAIN(tests)
