#include "mail/outbox_take.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WHO   "6f1c1e2a-0b1d-4c3e-9f00-0123456789ab"
#define OTHER "00000000-0b1d-4c3e-9f00-0123456789ab"
#define HOUR  3600

static const int64_t now_s = 1795768805;

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

/* ------------------------------------------------------------- the fixture */

static char top[64];

static int
make_dir(void **state)
{
	(void)state;
	trip = calls = 0;
	(void)snprintf(top, sizeof(top), "/tmp/outbox_test.XXXXXX");
	return mkdtemp(top) == NULL;
}

static int
remove_dir(void **state)
{
	char command[128];

	(void)state;
	trip = 0;
	(void)snprintf(command, sizeof(command), "rm -rf %s", top);
	return system(command);
}

static struct outbox
open_box(bool takes)
{
	struct outbox outbox;
	struct err err;

	assert_rc(RC_OK, outbox_open(&outbox, top, takes, now_s, &err), &err);
	return outbox;
}

static struct promise
reset_for(const char *who)
{
	struct promise promise = {.kind = LETTER_RESET, .created_s = now_s};

	(void)snprintf(promise.who, sizeof(promise.who), "%s", who);
	return promise;
}

static void
put_one(struct outbox *outbox, const char *who, int64_t due_s)
{
	struct promise promise = reset_for(who);
	struct err err;

	assert_rc(RC_OK, outbox_put(outbox, &promise, due_s, &err), &err);
}

/* How many files are in TOP/PLACE. */
static int
files_in(const char *place)
{
	char command[160], text[16] = "";
	FILE *pipe;

	(void)snprintf(
	    command, sizeof(command), "ls -A %s/%s | wc -l", top, place);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(text, sizeof(text), pipe));
	assert_int_equal(pclose(pipe), 0);
	return (int)strtol(text, NULL, 10);
}

/* Takes every due letter at `at_s`; how many there were. */
static int
take_all(struct outbox *outbox, int64_t at_s, int64_t *wait_s)
{
	struct outbox_item item;
	struct err err;
	int count = 0;

	while (
	    outbox_take(outbox, OUTBOX_DUE, at_s, &item, wait_s, &err) == RC_OK)
		count++;
	return count;
}

/* --------------------------------------------------------------- the tests */

static void
a_letter_is_taken_when_it_is_due_and_is_the_one_promised(void **state)
{
	struct outbox outbox = open_box(true);
	struct promise promise = reset_for(WHO), back;
	struct outbox_item item;
	int64_t wait_s = 0;
	struct err err;

	(void)state;
	assert_rc(RC_OK, outbox_put(&outbox, &promise, now_s + 9, &err), &err);
	assert_rc(RC_ABSENT,
	    outbox_take(&outbox, OUTBOX_DUE, now_s, &item, &wait_s, &err),
	    &err);
	assert_int_equal(wait_s, 9);
	assert_rc(RC_OK,
	    outbox_take(&outbox, OUTBOX_DUE, now_s + 9, &item, &wait_s, &err),
	    &err);
	assert_string_equal(item.id, promise.id);
	assert_rc(RC_OK, outbox_load(&outbox, item.name, &back, &err), &err);
	assert_string_equal(back.who, WHO);
	assert_rc(RC_OK, outbox_mark_sent(&outbox, &item, &err), &err);
	assert_rc(RC_OK, outbox_load(&outbox, item.name, &back, &err), &err);
	assert_int_equal(take_all(&outbox, now_s + 9, &wait_s), 0);
	assert_rc(RC_OK,
	    outbox_take(&outbox, OUTBOX_SENT, now_s, &item, &wait_s, &err),
	    &err);
	assert_rc(RC_OK, outbox_drop(&outbox, &item, &err), &err);
	assert_rc(
	    RC_ABSENT, outbox_load(&outbox, item.name, &back, &err), &err);
	assert_int_equal(files_in("due") + files_in("sent"), 0);
	outbox_close(&outbox);
}

static void
the_file_holds_who_and_what_and_is_closed_to_others(void **state)
{
	struct outbox outbox = open_box(true);
	struct outbox_item item;
	char path[512], text[PROMISE_MAX] = "";
	struct stat st;
	int64_t wait_s;
	struct err err;
	FILE *file;

	(void)state;
	put_one(&outbox, WHO, now_s);
	assert_rc(RC_OK,
	    outbox_take(&outbox, OUTBOX_DUE, now_s, &item, &wait_s, &err),
	    &err);
	(void)snprintf(path, sizeof(path), "%s/due/%s", top, item.name);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
	assert_int_equal(fclose(file), 0);
	assert_non_null(strstr(text, "kind reset\n"));
	assert_non_null(strstr(text, "who " WHO "\n"));
	assert_null(strchr(text, '@'));
	(void)snprintf(path, sizeof(path), "%s/due", top);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 02770);
	outbox_close(&outbox);
}

static void
the_earliest_letter_comes_first(void **state)
{
	struct outbox outbox = open_box(true);
	int64_t last_s = 0, wait_s;
	struct outbox_item item;
	struct err err;

	(void)state;
	for (int i = 0; i < 20; i++)
		put_one(&outbox, WHO, now_s - (i * 7) % 20);
	for (int i = 0; i < 20; i++) {
		assert_rc(RC_OK,
		    outbox_take(
			&outbox, OUTBOX_DUE, now_s, &item, &wait_s, &err),
		    &err);
		assert_true(item.due_s >= last_s);
		last_s = item.due_s;
	}
	outbox_close(&outbox);
}

static void
only_one_process_may_take(void **state)
{
	struct outbox first = open_box(true), second, writer;
	struct err err;

	(void)state;
	assert_rc(RC_BUSY, outbox_open(&second, top, true, now_s, &err), &err);
	assert_non_null(strstr(err.text, "another portal-mailer"));
	writer = open_box(false);
	put_one(&writer, WHO, now_s);
	outbox_close(&writer);
	outbox_close(&first);
	first = open_box(true);
	outbox_close(&first);
}

static void
a_deferred_letter_waits_longer_each_time(void **state)
{
	static const int64_t waits_s[] = {
	    60, 120, 240, 480, 960, 1920, 3600, 3600};
	struct outbox outbox = open_box(true);
	int64_t at_s = now_s, wait_s, age_s = 0;
	struct outbox_item item;
	struct err err;

	(void)state;
	put_one(&outbox, WHO, now_s);
	for (int i = 0; i < 8; i++) {
		assert_rc(RC_OK,
		    outbox_take(
			&outbox, OUTBOX_DUE, at_s, &item, &wait_s, &err),
		    &err);
		assert_int_equal(item.attempts, i);
		assert_rc(
		    RC_OK, outbox_defer(&outbox, &item, at_s, &err), &err);
		assert_int_equal(outbox_age_s(item.attempts), age_s);
		age_s += waits_s[i];
		/* The round ends, the next knows the time. */
		assert_int_equal(take_all(&outbox, at_s, &wait_s), 0);
		assert_int_equal(take_all(&outbox, at_s, &wait_s), 0);
		assert_int_equal(wait_s, waits_s[i]);
		at_s += waits_s[i];
	}
	outbox_close(&outbox);
}

/* The clock jumps by 25 h either way: the letter goes out, once, and its age
 * stays what it was. */
static void
a_clock_that_jumps_a_day_loses_no_letter(void **state)
{
	static const int64_t jumps_s[] = {25 * HOUR, -25 * HOUR};

	for (size_t i = 0; i < 2; i++) {
		struct outbox outbox;
		struct outbox_item item;
		int64_t wait_s, at_s = now_s + jumps_s[i];
		struct err err;

		assert_int_equal(make_dir(state), 0);
		outbox = open_box(true);
		put_one(&outbox, WHO, now_s);
		assert_rc(RC_OK,
		    outbox_take(
			&outbox, OUTBOX_DUE, now_s, &item, &wait_s, &err),
		    &err);
		assert_rc(
		    RC_OK, outbox_defer(&outbox, &item, now_s, &err), &err);
		assert_int_equal(take_all(&outbox, now_s, &wait_s), 0);
		assert_int_equal(take_all(&outbox, at_s, &wait_s), 1);
		assert_int_equal(outbox_age_s(item.attempts), 0);
		outbox_close(&outbox);
		assert_int_equal(remove_dir(state), 0);
	}
	assert_int_equal(make_dir(state), 0);
}

static void
a_strange_name_is_set_aside_and_the_rest_goes_on(void **state)
{
	static const char *const names[] = {"x", "README",
	    "00000000000a.000.0123456789abcdef0123456789abcdef",
	    "000000000001.000.0123456789abcdef0123456789abcdeX",
	    "000000000001-000.0123456789abcdef0123456789abcdef",
	    "000000000001.000.0123456789abcdef0123456789abcdef0"};
	struct outbox outbox = open_box(true);
	int strange = 0, taken = 0;
	struct outbox_item item;
	int64_t wait_s;
	struct err err;
	enum rc rc;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[256];

		(void)snprintf(path, sizeof(path), "%s/due/%s", top, names[i]);
		assert_int_equal(
		    close(open(path, O_CREAT | O_WRONLY, 0600)), 0);
	}
	put_one(&outbox, WHO, now_s);
	while ((rc = outbox_take(&outbox, OUTBOX_DUE, now_s, &item, &wait_s,
		    &err)) != RC_ABSENT) {
		strange += rc == RC_INPUT;
		taken += rc == RC_OK;
	}
	assert_int_equal(strange, 6);
	assert_int_equal(taken, 1);
	assert_int_equal(files_in("bad"), 6);
	assert_int_equal(files_in("due"), 1);
	outbox_close(&outbox);
}

/* What portal-mailer's rights on the directory could be used for. */
static void
only_files_of_our_own_are_promises(void **state)
{
	static const char name[] =
	    "000000000001.000.0123456789abcdef0123456789abcdef";
	static const char *const commands[] = {
	    "ln -s /etc/passwd %1$s/due/%2$s",
	    "mkfifo %1$s/due/%2$s",
	    "mkdir %1$s/due/%2$s",
	    "f=$(ls %1$s/due); ln %1$s/due/$f %1$s/due/%2$s",
	    "f=$(ls %1$s/due); cp -p %1$s/due/$f %1$s/due/%2$s",
	    "f=$(ls %1$s/due); cp %1$s/due/$f %1$s/due/%2$s; "
	    "chmod 666 %1$s/due/%2$s",
	    "head -c 2000 /dev/zero >%1$s/due/%2$s",
	    "echo portal-letter 1 >%1$s/due/%2$s",
	    ": >%1$s/due/%2$s",
	};
	struct outbox outbox = open_box(true);
	struct promise promise;
	struct err err;

	(void)state;
	put_one(&outbox, WHO, now_s);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		char command[512];

		(void)snprintf(
		    command, sizeof(command), commands[i], top, name);
		assert_int_equal(system(command), 0);
		err.text[0] = '\0';
		assert_rc(
		    RC_INPUT, outbox_load(&outbox, name, &promise, &err), &err);
		(void)snprintf(
		    command, sizeof(command), "rm -rf %s/due/%s", top, name);
		assert_int_equal(system(command), 0);
	}
	assert_rc(RC_ABSENT, outbox_load(&outbox, name, &promise, &err), &err);
	assert_rc(RC_INPUT,
	    outbox_load(&outbox, "../../../etc/passwd", &promise, &err), &err);
	outbox_close(&outbox);
}

static void
hastening_makes_one_persons_letters_due(void **state)
{
	struct outbox outbox = open_box(true);
	int64_t wait_s;
	struct err err;
	int count;

	(void)state;
	put_one(&outbox, WHO, now_s + 500);
	put_one(&outbox, WHO, now_s + 600);
	put_one(&outbox, OTHER, now_s + 700);
	assert_rc(
	    RC_OK, outbox_hasten(&outbox, WHO, now_s, &count, &err), &err);
	assert_int_equal(count, 2);
	assert_int_equal(take_all(&outbox, now_s, &wait_s), 2);
	assert_int_equal(wait_s, 700);
	assert_rc(
	    RC_OK, outbox_hasten(&outbox, NULL, now_s, &count, &err), &err);
	assert_int_equal(count, 3);
	assert_int_equal(take_all(&outbox, now_s, &wait_s), 3);
	outbox_close(&outbox);
}

/* Whoever hastens letters may hasten one that is on its way. */
static void
a_letter_hastened_on_its_way_is_found_again(void **state)
{
	struct outbox outbox = open_box(true);
	int64_t wait_s;
	struct err err;
	int count;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct outbox_item item;

		put_one(&outbox, WHO, now_s);
		assert_rc(RC_OK,
		    outbox_take(
			&outbox, OUTBOX_DUE, now_s, &item, &wait_s, &err),
		    &err);
		assert_rc(
		    RC_OK, outbox_defer(&outbox, &item, now_s, &err), &err);
		assert_rc(RC_OK,
		    outbox_hasten(&outbox, WHO, now_s + 9, &count, &err), &err);
		assert_int_equal(count, 1);
		if (i == 1)
			outbox_follow(&outbox, &item);
		assert_rc(RC_OK,
		    i == 0 ? outbox_mark_sent(&outbox, &item, &err)
			   : outbox_drop(&outbox, &item, &err),
		    &err);
		assert_int_equal(files_in("due"), 0);
		assert_int_equal(files_in("sent"), 1);
		assert_int_equal(take_all(&outbox, now_s + 9, &wait_s), 0);
	}
	outbox_close(&outbox);
}

/* Of the name in hand nobody knows a letter; of the letter itself one does. */
static void
a_letter_hastened_before_its_turn_is_not_dropped_for_dead(void **state)
{
	struct outbox outbox = open_box(true);
	struct outbox_item item;
	int64_t wait_s;
	struct err err;
	int count;

	(void)state;
	put_one(&outbox, WHO, now_s);
	assert_rc(RC_OK,
	    outbox_take(&outbox, OUTBOX_DUE, now_s, &item, &wait_s, &err),
	    &err);
	assert_rc(
	    RC_OK, outbox_hasten(&outbox, WHO, now_s + 9, &count, &err), &err);
	assert_rc(RC_OK, outbox_drop(&outbox, &item, &err), &err);
	assert_int_equal(files_in("due"), 1);
	outbox_close(&outbox);
}

static void
a_full_outbox_says_so(void **state)
{
	struct outbox outbox = open_box(false);
	struct promise promise = reset_for(WHO);
	char command[256];
	struct err err;
	int count;

	(void)state;
	(void)snprintf(command, sizeof(command),
	    "cd %s/due && seq -f %%032.0f %d | xargs touch", top, OUTBOX_MAX);
	assert_int_equal(system(command), 0);
	assert_rc(RC_BUSY, outbox_put(&outbox, &promise, now_s, &err), &err);
	assert_non_null(strstr(err.text, "letters wait already"));
	assert_rc(RC_OK, outbox_count(&outbox, &count, &err), &err);
	assert_int_equal(count, OUTBOX_MAX);
	assert_int_equal(files_in("new"), 0);
	outbox_close(&outbox);
}

static void
new_files_of_a_dead_writer_are_swept_when_they_are_old(void **state)
{
	struct outbox outbox = open_box(false);
	char command[256];

	(void)state;
	outbox_close(&outbox);
	(void)snprintf(command, sizeof(command),
	    "touch -d @%lld %s/new/old && touch -d @%lld %s/new/young",
	    (long long)now_s - 2 * HOUR, top, (long long)now_s - 60, top);
	assert_int_equal(system(command), 0);
	outbox = open_box(true);
	assert_int_equal(files_in("new"), 1);
	outbox_close(&outbox);
}

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

		if (outbox_open(&outbox, top, true, now_s, &err) != RC_OK)
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

static void
a_new_letter_ends_the_wait(void **state)
{
	struct outbox outbox = open_box(true);
	struct pollfd pfd = {.fd = outbox.notify_fd, .events = POLLIN};

	(void)state;
	put_one(&outbox, WHO, now_s);
	alarm(20); /* fails by signal, should it sleep on */
	assert_int_equal(poll(&pfd, 1, -1), 1);
	alarm(0);
	outbox_hear(&outbox);
	assert_int_equal(poll(&pfd, 1, 0), 0);
	outbox_close(&outbox);
}

static void
a_missing_directory_is_named(void **state)
{
	struct outbox outbox;
	struct err err;

	(void)state;
	assert_rc(RC_FAULT,
	    outbox_open(&outbox, "/nonexistent/outbox", true, now_s, &err),
	    &err);
	assert_non_null(strstr(err.text, "/nonexistent/outbox"));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, make_dir, remove_dir)

static const struct CMUnitTest tests[] = {
    CASE(a_letter_is_taken_when_it_is_due_and_is_the_one_promised),
    CASE(the_file_holds_who_and_what_and_is_closed_to_others),
    CASE(the_earliest_letter_comes_first),
    CASE(only_one_process_may_take),
    CASE(a_deferred_letter_waits_longer_each_time),
    CASE(a_clock_that_jumps_a_day_loses_no_letter),
    CASE(a_strange_name_is_set_aside_and_the_rest_goes_on),
    CASE(only_files_of_our_own_are_promises),
    CASE(hastening_makes_one_persons_letters_due),
    CASE(a_letter_hastened_on_its_way_is_found_again),
    CASE(a_letter_hastened_before_its_turn_is_not_dropped_for_dead),
    CASE(a_full_outbox_says_so),
    CASE(new_files_of_a_dead_writer_are_swept_when_they_are_old),
    CASE(a_put_killed_anywhere_leaves_a_whole_letter_or_none),
    CASE(a_mailer_killed_anywhere_loses_no_letter),
    CASE(a_disk_that_refuses_promises_nothing_and_leaves_nothing),
    CASE(a_disk_that_takes_bytes_in_pieces_is_fine),
    CASE(a_new_letter_ends_the_wait),
    CASE(a_missing_directory_is_named),
};

UNIT_MAIN(tests)
