/* How much of what a browser sends is held, and for how long. */
#include "web/upload.h"
#include "unit.h"

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SHORT = UPLOAD_SHORT_MAX, LONG = UPLOAD_SHORT_MAX + 1 };

static char bytes[UPLOAD_MAX];

static void
no_more_comes_in_than_was_said_or_may_come(void **state)
{
	static const struct {
		size_t said, max, sent;
		bool begins, fits, is_long;
	} cases[] = {
	    {10, 100, 10, true, true, false},
	    {100, 100, 100, true, true, false},
	    {10, 100, 11, true, false, false},
	    {101, 100, 0, false, false, false},
	    {1, 0, 0, false, false, false},
	    {0, 0, 0, true, true, false},
	    {0, 0, 1, true, false, false},
	    {SHORT, UPLOAD_MAX, SHORT, true, true, false},
	    {LONG, UPLOAD_MAX, LONG, true, true, true},
	    {UPLOAD_MAX, UPLOAD_MAX, UPLOAD_MAX, true, true, true},
	    {UPLOAD_MAX + 1, (size_t)UPLOAD_MAX * 2, 0, false, false, false},
	    /* without a length: a short one */
	    {0, 100, 100, true, true, false},
	    {0, 100, 101, true, false, false},
	    {0, UPLOAD_MAX, SHORT, true, true, false},
	    {0, UPLOAD_MAX, LONG, true, false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct upload upload = {0};

		assert_int_equal(
		    upload_begin(&upload, cases[i].said, cases[i].max),
		    cases[i].begins);
		if (!cases[i].begins)
			continue;
		assert_int_equal(upload.is_long, cases[i].is_long);
		assert_int_equal(
		    upload_put(&upload, bytes, cases[i].sent), cases[i].fits);
		upload_end(&upload);
	}
}

static void
what_comes_in_pieces_is_there_as_a_whole(void **state)
{
	static const size_t said[] = {0, 50000};

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i % 251);
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		struct upload upload = {0};

		assert_true(upload_begin(&upload, said[i], 50000));
		for (size_t at = 0; at < 50000; at += 1000)
			assert_true(upload_put(&upload, bytes + at, 1000));
		assert_int_equal(upload.len, 50000);
		assert_memory_equal(upload.bytes, bytes, 50000);
		upload.bytes[upload.len] = '\0'; /* there is room for it */
		upload_end(&upload);
	}
}

static void
the_places_of_long_ones_are_counted(void **state)
{
	struct upload uploads[UPLOAD_PLACES + 1] = {{0}};
	atomic_int places = 0;

	(void)state;
	for (int i = 0; i < UPLOAD_PLACES; i++)
		assert_true(upload_place(&uploads[i], &places));
	assert_false(upload_place(&uploads[UPLOAD_PLACES], &places));
	upload_end(&uploads[UPLOAD_PLACES]); /* had none */
	assert_false(upload_place(&uploads[UPLOAD_PLACES], &places));
	upload_end(&uploads[3]);
	assert_true(upload_place(&uploads[UPLOAD_PLACES], &places));
	for (int i = 0; i <= UPLOAD_PLACES; i++)
		upload_end(&uploads[i]);
	assert_int_equal(places, 0);
}

static void *
send_all(void *own)
{
	const int *fd = own;

	for (size_t sent = 0; sent < sizeof(bytes);) {
		ssize_t len =
		    send(*fd, bytes + sent, sizeof(bytes) - sent, MSG_NOSIGNAL);

		if (len <= 0)
			return NULL;
		sent += (size_t)len;
	}
	(void)shutdown(*fd, SHUT_WR);
	return own;
}

static void
who_still_sends_is_heard_out(void **state)
{
	int ends[2];
	pthread_t sender;
	void *all_sent;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(pthread_create(&sender, NULL, send_all, &ends[0]), 0);
	upload_drop(ends[1]);
	(void)close(ends[1]);
	assert_int_equal(pthread_join(sender, &all_sent), 0);
	assert_ptr_equal(all_sent, &ends[0]);
	(void)close(ends[0]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(no_more_comes_in_than_was_said_or_may_come),
    cmocka_unit_test(what_comes_in_pieces_is_there_as_a_whole),
    cmocka_unit_test(the_places_of_long_ones_are_counted),
    cmocka_unit_test(who_still_sends_is_heard_out),
};

UNIT_MAIN(tests)
