/* An outbox on a disk that dies or refuses at any call. */
#include "outbox_box.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the disk, which counts its calls and fails or kills at the k-th ---- */

enum { KILL_BEFORE, KILL_AFTER, FAIL, SHORT_WRITE };
static int calls, trip, trip_how;

ssize_t __real_write(int fd, const void *buf, size_t len);
int __real_fsync(int fd);
int __real_renameat(int a, const char *b, int c, const char *d);
int __real_unlinkat(int fd, const char *name, int flags);
ssize_t __wrap_write(int fd, const void *buf, size_t len);
int __wrap_fsync(int fd);
int __wrap_renameat(int a, const char *b, int c, const char *d);
int __wrap_unlinkat(int fd, const char *name, int flags);

static bool
is_tripped(int how)
{
	return trip > 0 && calls == trip && trip_how == how;
}

#define WRAPPED(result, real)                \
	do {                                 \
		calls++;                     \
		if (is_tripped(KILL_BEFORE)) \
			_exit(99);           \
		if (is_tripped(FAIL)) {      \
			errno = ENOSPC;      \
			return -1;           \
		}                            \
		result = real;               \
		if (is_tripped(KILL_AFTER))  \
			_exit(99);           \
		return result;               \
	} while (0)

ssize_t
__wrap_write(int fd, const void *buf, size_t len)
{
	ssize_t done;

	if (trip > 0 && trip_how == SHORT_WRITE)
		len = len > 40 ? 40 : len;
	WRAPPED(done, __real_write(fd, buf, len));
}

int
__wrap_fsync(int fd)
{
	int done;

	WRAPPED(done, __real_fsync(fd));
}

int
__wrap_renameat(int a, const char *b, int c, const char *d)
{
	int done;

	WRAPPED(done, __real_renameat(a, b, c, d));
}

int
__wrap_unlinkat(int fd, const char *name, int flags)
{
	int done;

	WRAPPED(done, __real_unlinkat(fd, name, flags));
}

static int
mend_disk(void **state)
{
	trip = calls = 0;
	return make_dir(state);
}

static int
leave_disk(void **state)
{
	trip = 0;
	return remove_dir(state);
}

/* --------------------------------------------------------------- the tests */

/* Runs `act` in a child that dies at its k-th disk call; true when it lived
 * to the end. */
static bool
survives(void (*act)(struct outbox *outbox), int k, int how)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		struct outbox outbox;
		struct err err;

		if (outbox_open(&outbox, outbox_top, true, now_s, &err) !=
		    RC_OK)
			_exit(98);
		calls = 0, trip = k, trip_how = how;
		act(&outbox);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_true(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 99);
	return WEXITSTATUS(status) == 0;
}

static void
act_put(struct outbox *outbox)
{
	struct promise promise = reset_for(WHO);
	struct err err;

	if (outbox_put(outbox, &promise, now_s, &err) != RC_OK)
		_exit(97);
}

/* How many whole letters are there? A broken one fails the test. */
static int
whole_letters(void)
{
	struct outbox outbox = open_box(true);
	struct outbox_item item;
	struct promise promise;
	int64_t wait_s;
	struct err err;
	int count = 0;
	enum rc rc;

	while ((rc = outbox_take(&outbox, OUTBOX_DUE, now_s + HOUR, &item,
		    &wait_s, &err)) != RC_ABSENT) {
		assert_rc(RC_OK, rc, &err);
		assert_rc(RC_OK,
		    outbox_load(&outbox, item.name, &promise, &err), &err);
		count++;
	}
	outbox_close(&outbox);
	return count;
}

static void
a_put_killed_anywhere_leaves_a_whole_letter_or_none(void **state)
{
	(void)state;
	for (int how = KILL_BEFORE; how <= KILL_AFTER; how++) {
		int before = whole_letters(), tries = 0, found = 0;
		bool is_done = false;

		for (int k = 1; !is_done; k++, tries++) {
			int now;

			is_done = survives(act_put, k, how);
			now = whole_letters();
			assert_in_range(now, before, before + 1);
			found += now > before;
			before = now;
		}
		assert_true(tries >= 4); /* write fsync rename fsync */
		assert_true(found >= 1 && found < tries);
	}
}

static void
act_send_cycle(struct outbox *outbox)
{
	struct outbox_item item;
	int64_t wait_s;
	struct err err;

	if (outbox_take(outbox, OUTBOX_DUE, now_s + HOUR, &item, &wait_s,
		&err) != RC_OK ||
	    outbox_defer(outbox, &item, now_s, &err) != RC_OK ||
	    outbox_take(outbox, OUTBOX_DUE, now_s, &item, &wait_s, &err) !=
		RC_ABSENT ||
	    outbox_take(outbox, OUTBOX_DUE, now_s + HOUR, &item, &wait_s,
		&err) != RC_OK ||
	    outbox_mark_sent(outbox, &item, &err) != RC_OK ||
	    outbox_drop(outbox, &item, &err) != RC_OK)
		_exit(97);
}

static void
a_mailer_killed_anywhere_loses_no_letter(void **state)
{
	(void)state;
	for (int how = KILL_BEFORE; how <= KILL_AFTER; how++) {
		bool is_done = false;

		for (int k = 1; !is_done; k++) {
			struct outbox outbox;
			int left;

			assert_int_equal(make_dir(state), 0);
			outbox = open_box(false);
			put_one(&outbox, WHO, now_s);
			outbox_close(&outbox);
			is_done = survives(act_send_cycle, k, how);
			left = files_in("due") + files_in("sent");
			/* Gone only when told, in sent/ only when out. */
			if (is_done)
				assert_int_equal(left, 0);
			else
				assert_in_range(left, k < 5 ? 1 : 0, 1);
			assert_int_equal(files_in("bad"), 0);
			assert_int_equal(files_in("due"), whole_letters());
			assert_int_equal(remove_dir(state), 0);
		}
	}
	assert_int_equal(make_dir(state), 0);
}

static void
a_disk_that_refuses_promises_nothing_and_leaves_nothing(void **state)
{
	(void)state;
	for (int k = 1; k <= 4; k++) {
		struct outbox outbox = open_box(true);
		struct promise promise = reset_for(WHO);
		struct err err;

		calls = 0, trip = k, trip_how = FAIL;
		assert_rc(
		    RC_FAULT, outbox_put(&outbox, &promise, now_s, &err), &err);
		trip = 0;
		assert_non_null(strstr(err.text, "No space left on device"));
		assert_non_null(strstr(err.text, "was not stored"));
		assert_int_equal(files_in("new") + files_in("due"), 0);
		outbox_close(&outbox);
	}
}

static void
a_disk_that_takes_bytes_in_pieces_is_fine(void **state)
{
	struct outbox outbox = open_box(false);

	(void)state;
	calls = 0, trip = 1000, trip_how = SHORT_WRITE;
	put_one(&outbox, WHO, now_s);
	assert_true(calls > 5);
	trip = 0;
	outbox_close(&outbox);
	assert_int_equal(whole_letters(), 1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, mend_disk, leave_disk)

static const struct CMUnitTest tests[] = {
    CASE(a_put_killed_anywhere_leaves_a_whole_letter_or_none),
    CASE(a_mailer_killed_anywhere_loses_no_letter),
    CASE(a_disk_that_refuses_promises_nothing_and_leaves_nothing),
    CASE(a_disk_that_takes_bytes_in_pieces_is_fine),
};

UNIT_MAIN(tests)
