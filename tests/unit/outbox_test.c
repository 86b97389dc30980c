#include "outbox_box.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OTHER "00000000-0b1d-4c3e-9f00-0123456789ab"

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
	(void)snprintf(path, sizeof(path), "%s/due/%s", outbox_top, item.name);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
	assert_int_equal(fclose(file), 0);
	assert_non_null(strstr(text, "kind reset\n"));
	assert_non_null(strstr(text, "who " WHO "\n"));
	assert_null(strchr(text, '@'));
	(void)snprintf(path, sizeof(path), "%s/due", outbox_top);
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
	assert_rc(
	    RC_BUSY, outbox_open(&second, outbox_top, true, now_s, &err), &err);
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

		(void)snprintf(
		    path, sizeof(path), "%s/due/%s", outbox_top, names[i]);
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
		    command, sizeof(command), commands[i], outbox_top, name);
		assert_int_equal(system(command), 0);
		err.text[0] = '\0';
		assert_rc(
		    RC_INPUT, outbox_load(&outbox, name, &promise, &err), &err);
		(void)snprintf(command, sizeof(command), "rm -rf %s/due/%s",
		    outbox_top, name);
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
	    "cd %s/due && seq -f %%032.0f %d | xargs touch", outbox_top,
	    OUTBOX_MAX);
	assert_int_equal(system(command), 0);
	assert_rc(RC_BUSY, outbox_put(&outbox, &promise, now_s, &err), &err);
	assert_non_null(strstr(err.text, "letters wait already"));
	assert_rc(RC_OK, outbox_count(&outbox, OUTBOX_DUE, &count, &err), &err);
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
	    (long long)now_s - 2 * HOUR, outbox_top, (long long)now_s - 60,
	    outbox_top);
	assert_int_equal(system(command), 0);
	outbox = open_box(true);
	assert_int_equal(files_in("new"), 1);
	outbox_close(&outbox);
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
    CASE(a_new_letter_ends_the_wait),
    CASE(a_missing_directory_is_named),
};

UNIT_MAIN(tests)
