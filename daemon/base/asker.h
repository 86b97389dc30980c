/*
 * asker.h - those who have connected, from their question to their answer,
 * and at a door that keeps them to their next question.
 *
 * Shape:  a table of connections, each in one state; the acceptor reads their
 *         questions without blocking, hands them out in order of completion,
 *         and writes each answer when it is due. No worker is known here.
 * Units:  *_ms monotonic milliseconds; ASKERS_MAX connections at all doors.
 * Errors: none: who misbehaves is answered or closed.
 * Source: ours.
 */
#ifndef BASE_ASKER_H
#define BASE_ASKER_H

#include "relay.h"

#include <poll.h>

enum {
	ASKERS_MAX = 1024,
	ASKERS_KEPT =
	    32, /* slots whose memory stays, 2 MB: most need no more */
	ASKER_WRITE_MS = 2000, /* an answer must be taken in this time */
};

enum asker_state {
	ASKER_FREE,
	ASKER_READING,
	ASKER_QUEUED,
	ASKER_WORKING,
	ASKER_PARKED,
	ASKER_WRITING,
};

struct asker {
	enum asker_state state;
	int fd;
	struct relay_head head;
	bool is_kept; /* may ask again after its answer */
	uint8_t *buf; /* WIRE_MAX bytes: the question, then the answer; a free
			 slot may have them still */
	size_t len, done;
	int64_t until_ms; /* deadline of READING and WRITING, due of PARKED */
	uint64_t turn;    /* order of QUEUED */
};

struct askers {
	struct asker at[ASKERS_MAX];
	size_t used;      /* no slot at or above this is taken */
	size_t max;       /* as many descriptors as we may have */
	int question_ms;  /* a question must be complete after this */
	bool is_stopping; /* nobody is kept any more */
	uint64_t turns;
};

/* Owns `fd` afterwards; NULL, and `fd` still the caller's, when full. */
struct asker *askers_add(
    struct askers *askers, int fd, const struct relay_head *head, bool is_kept);

/* Are there `max` connections at one door, of one uid or ((uid_t)-1) of
 * anybody? */
bool askers_fill(
    const struct askers *askers, unsigned door, uid_t uid, int max);

/* The first in turn; one who has hung up is closed and passed over. */
struct asker *askers_next(struct askers *askers);

/* Has anybody asked who is not answered yet? */
bool askers_in_flight(const struct askers *askers);

/* When the next deadline or due time comes, `limit_ms` at most. */
int64_t askers_until_ms(const struct askers *askers, int64_t limit_ms);

/* Writes what is due and closes who is too slow. */
void askers_expire(struct askers *askers, int64_t now_ms);

/* The descriptors to wait for, and in `slots` whose they are. */
nfds_t askers_poll(
    const struct askers *askers, struct pollfd *fds, uint32_t *slots);
/* Reads or writes as its state says. */
void asker_act(struct askers *askers, uint32_t slot);

/* The question is in a worker's hands: forget it here. */
void asker_taken(struct asker *asker);
/* The worker has died. A kept asker may have had its answer, and have asked
 * again: it finds the connection closed, and its question unread. */
void asker_bereave(struct asker *asker);
/* It has had its answer from the worker, who says so. */
void asker_answered(const struct askers *askers, struct asker *asker);
void asker_answer(
    struct asker *asker, const void *frame, size_t len, int64_t due_ms);
void asker_refuse(
    struct asker *asker, enum rc rc, const char *reason, const char *text);

/* At the door: answers without having heard the question, and closes. */
void asker_turn_away(int fd, enum rc rc, const char *reason, const char *text);

/* Whoever is kept and has not begun to ask goes now; nobody is kept after. */
void askers_part(struct askers *askers);
void askers_close(struct askers *askers);

#endif
