/*
 * upload.h - the body of one question, while it comes.
 *
 * Shape:  a short one is held for whoever sends it. A long one says its length
 *         beforehand and wants a place, of which there are UPLOAD_PLACES. One
 *         that does not say its length is a short one. Memory is taken by the
 *         length that was said, and used as bytes come.
 * Units:  bytes. All that can be held at once, whoever sends it, is
 *         HTTP_CONNECTIONS_MAX * UPLOAD_SHORT_MAX +
 *         UPLOAD_PLACES * UPLOAD_MAX = 64 MiB + 192 MiB; no more than the
 *         first of the two for senders whom the program did not let in
 *         (http.h, knock).
 * Errors: false, where more comes than may.
 * Source: ours.
 */
#ifndef WEB_UPLOAD_H
#define WEB_UPLOAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	UPLOAD_SHORT_MAX = 64 * 1024, /* whatever somebody types into a form */
	UPLOAD_MAX = 12 * 1024 * 1024,
	UPLOAD_PLACES = 16,
	UPLOAD_DROP_MS = 2000,
};

struct upload {
	char *bytes; /* NULL before the first; one more than `len` is there */
	size_t len;
	size_t size, max;
	bool is_long;
	atomic_int *places; /* where it has one, NULL: none */
};

/* `said` bytes are to come, 0: not said; false when that is more than `max`. */
bool upload_begin(struct upload *upload, size_t said, size_t max);
/* A place for a long one, of those that `places` counts as taken. */
bool upload_place(struct upload *upload, atomic_int *places);
bool upload_put(struct upload *upload, const char *bytes, size_t len);
/* Gives its place back. */
void upload_end(struct upload *upload);

/* What is still on its way after an answer that did not wait for it: closed
 * before, the connection would take the answer back from who still sends. Read
 * and dropped until the other end has closed, UPLOAD_DROP_MS at most. */
void upload_drop(int fd);

#endif
