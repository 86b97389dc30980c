/*
 * follow.h - keeps the machine's names as the directory has them.
 *
 * Shape:  every poll_s, more or less, asks for what has changed (source.h),
 *         keeps it (state.h) and makes a new file of names (names_file.h) if
 *         anything has; a source that tells by itself is heard at every call.
 *         Everything is asked for anew once a day: a changed access rule is
 *         never reported. When the directory is away, the names stay.
 * Units:  now_ms monotonic.
 * Errors: RC_OFFLINE, and the rest as dir.h; the next turn tries again.
 * Source: RFC 4533, FACTS of its use.
 */
#ifndef LABD_FOLLOW_H
#define LABD_FOLLOW_H

#include "labd_conf.h"
#include "names_file.h"
#include "source.h"

struct follow {
	const struct labd_conf *conf;
	struct source source;
	struct state state;
	char cookies[STATE_KINDS][SYNC_COOKIE_SIZE];
	int64_t next_ms;
	int64_t full_ms; /* when everything is asked for */
	bool is_built;
	size_t turns; /* that asked and were answered */
	struct names_count count;
};

/* Borrows `dir`, bound as the machine. */
void follow_open(struct follow *follow, const struct labd_conf *conf,
    struct dir *dir, int64_t now_ms);
void follow_close(struct follow *follow);

/* The next turn is now, asks for everything and makes the file anew. */
void follow_flush(struct follow *follow);

/* One turn, if it is time; *is_changed when there is a new file of names. */
enum rc follow_turn(
    struct follow *follow, int64_t now_ms, bool *is_changed, struct err *err);

#endif
