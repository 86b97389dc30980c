#include "asker.h"

#include "clock.h"
#include "secret.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void
asker_close(struct asker *asker)
{
	(void)close(asker->fd);
	secret_wipe(asker->buf, asker->len);
	if (asker->head.slot >= ASKERS_KEPT) {
		free(asker->buf);
		asker->buf = NULL;
	}
	*asker =
	    (struct asker){.state = ASKER_FREE, .fd = -1, .buf = asker->buf};
}

struct asker *
askers_add(
    struct askers *askers, int fd, const struct relay_head *head, bool is_kept)
{
	size_t slot = 0;
	uint8_t *buf;

	while (slot < askers->used && askers->at[slot].state != ASKER_FREE)
		slot++;
	if (slot >= askers->max)
		return NULL;
	buf = askers->at[slot].buf;
	if (buf == NULL)
		buf = malloc(WIRE_MAX);
	if (buf == NULL)
		return NULL;
	if (slot == askers->used)
		askers->used++;
	askers->at[slot] = (struct asker){
	    .state = ASKER_READING,
	    .fd = fd,
	    .head = *head,
	    .is_kept = is_kept,
	    .buf = buf,
	    .until_ms = clock_mono_ms() + askers->question_ms,
	};
	askers->at[slot].head.slot = (uint32_t)slot;
	return &askers->at[slot];
}

/* Closed at both ends; a mere end of sending is no hanging up. */
static bool
has_hung_up(const struct asker *asker)
{
	struct pollfd poll_fd = {.fd = asker->fd};

	return poll(&poll_fd, 1, 0) > 0 &&
	    (poll_fd.revents & (POLLHUP | POLLERR)) != 0;
}

/* Whoever has had an answer and is not kept hangs up before the worker says
 * that it is done. */
static bool
is_there(const struct asker *asker)
{
	return asker->state != ASKER_FREE &&
	    (asker->state != ASKER_WORKING || !has_hung_up(asker));
}

static bool
is_taken(const struct asker *asker)
{
	return asker->state != ASKER_FREE;
}

static int
count(const struct askers *askers, unsigned door, uid_t uid,
    bool (*counts)(const struct asker *asker))
{
	int found = 0;

	for (size_t i = 0; i < askers->used; i++) {
		const struct asker *asker = &askers->at[i];

		found += asker->head.door == door &&
		    (uid == (uid_t)-1 || asker->head.uid == uid) &&
		    counts(asker);
	}
	return found;
}

/* Looking who is there costs a system call each: only when it matters. */
bool
askers_fill(const struct askers *askers, unsigned door, uid_t uid, int max)
{
	return count(askers, door, uid, is_taken) >= max &&
	    count(askers, door, uid, is_there) >= max;
}

static struct asker *
first_in_turn(struct askers *askers)
{
	struct asker *first = NULL;

	for (size_t i = 0; i < askers->used; i++) {
		struct asker *asker = &askers->at[i];

		if (asker->state == ASKER_QUEUED &&
		    (first == NULL || asker->turn < first->turn))
			first = asker;
	}
	return first;
}

struct asker *
askers_next(struct askers *askers)
{
	struct asker *first;

	while ((first = first_in_turn(askers)) != NULL && has_hung_up(first))
		asker_close(first);
	return first;
}

bool
askers_in_flight(const struct askers *askers)
{
	for (size_t i = 0; i < askers->used; i++)
		if (askers->at[i].state > ASKER_READING)
			return true;
	return false;
}

static bool
has_deadline(const struct asker *asker)
{
	return asker->state == ASKER_READING || asker->state == ASKER_PARKED ||
	    asker->state == ASKER_WRITING;
}

int64_t
askers_until_ms(const struct askers *askers, int64_t limit_ms)
{
	for (size_t i = 0; i < askers->used; i++)
		if (has_deadline(&askers->at[i]) &&
		    askers->at[i].until_ms < limit_ms)
			limit_ms = askers->at[i].until_ms;
	return limit_ms;
}

static void
asker_write(struct asker *asker)
{
	ssize_t count = send(asker->fd, asker->buf + asker->done,
	    asker->len - asker->done, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (count < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (count > 0)
		asker->done += (size_t)count;
	if (count < 0 || asker->done == asker->len)
		asker_close(asker);
}

void
askers_expire(struct askers *askers, int64_t now_ms)
{
	for (size_t i = 0; i < askers->used; i++) {
		struct asker *asker = &askers->at[i];

		if (!has_deadline(asker) || asker->until_ms > now_ms)
			continue;
		if (asker->state != ASKER_PARKED) {
			asker_close(asker);
			continue;
		}
		asker->state = ASKER_WRITING;
		asker->until_ms = now_ms + ASKER_WRITE_MS;
		asker_write(asker);
	}
	while (askers->used > 0 &&
	    askers->at[askers->used - 1].state == ASKER_FREE)
		askers->used--;
}

/* Kept, and has not begun to ask. */
static bool
is_idle(const struct asker *asker)
{
	return asker->state == ASKER_READING && asker->until_ms == INT64_MAX;
}

/* Takes what has come; more than one question is none. */
static void
asker_read(struct askers *askers, struct asker *asker)
{
	ssize_t count = recv(asker->fd, asker->buf + asker->len,
	    WIRE_MAX - asker->len, MSG_DONTWAIT);
	size_t want;

	if (count < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (count <= 0) {
		asker_close(asker);
		return;
	}
	if (is_idle(asker))
		asker->until_ms = clock_mono_ms() + askers->question_ms;
	asker->len += (size_t)count;
	if (asker->len < 4)
		return;
	want = wire_length(asker->buf);
	if (want < asker->len) {
		asker_refuse(
		    asker, RC_INPUT, "malformed", "malformed question");
	} else if (want == asker->len) {
		asker->state = ASKER_QUEUED;
		asker->turn = askers->turns++;
		asker->head.asked_ms = clock_mono_ms();
	}
}

nfds_t
askers_poll(const struct askers *askers, struct pollfd *fds, uint32_t *slots)
{
	nfds_t count = 0;

	for (size_t i = 0; i < askers->used; i++) {
		const struct asker *asker = &askers->at[i];

		if (asker->state != ASKER_READING &&
		    asker->state != ASKER_WRITING)
			continue;
		slots[count] = (uint32_t)i;
		fds[count++] = (struct pollfd){asker->fd,
		    asker->state == ASKER_READING ? POLLIN : POLLOUT, 0};
	}
	return count;
}

void
asker_act(struct askers *askers, uint32_t slot)
{
	struct asker *asker = &askers->at[slot];

	if (asker->state == ASKER_READING)
		asker_read(askers, asker);
	else if (asker->state == ASKER_WRITING)
		asker_write(asker);
}

void
asker_taken(struct asker *asker)
{
	secret_wipe(asker->buf, asker->len);
	asker->len = 0;
	asker->state = ASKER_WORKING;
}

void
asker_answered(const struct askers *askers, struct asker *asker)
{
	if (!asker->is_kept || askers->is_stopping) {
		asker_close(asker);
		return;
	}
	asker->state = ASKER_READING;
	asker->until_ms = INT64_MAX;
}

void
asker_answer(struct asker *asker, const void *frame, size_t len, int64_t due_ms)
{
	secret_wipe(asker->buf, asker->len);
	memcpy(asker->buf, frame, len);
	asker->len = len;
	asker->done = 0;
	asker->state = ASKER_PARKED;
	asker->until_ms = due_ms;
}

void
asker_bereave(struct asker *asker)
{
	if (asker->is_kept)
		asker_close(asker);
	else
		asker_refuse(asker, RC_FAULT, "worker_died",
		    "the worker ended; please try again");
}

enum { REFUSAL_SIZE = 512 }; /* a reason and a sentence of ours */

void
asker_refuse(
    struct asker *asker, enum rc rc, const char *reason, const char *text)
{
	uint8_t frame[REFUSAL_SIZE];
	struct wire_out out;
	struct err err;

	wire_fail(&out, frame, sizeof(frame), rc, reason, text);
	(void)wire_end(&out, &err);
	asker_answer(asker, frame, out.len, 0);
}

void
asker_turn_away(int fd, enum rc rc, const char *reason, const char *text)
{
	uint8_t frame[REFUSAL_SIZE];
	struct wire_out out;
	struct err err;

	wire_fail(&out, frame, sizeof(frame), rc, reason, text);
	(void)wire_end(&out, &err);
	(void)!send(fd, frame, out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)close(fd);
}

void
askers_part(struct askers *askers)
{
	askers->is_stopping = true;
	for (size_t i = 0; i < askers->used; i++)
		if (is_idle(&askers->at[i]))
			asker_close(&askers->at[i]);
}

void
askers_close(struct askers *askers)
{
	for (size_t i = 0; i < askers->used; i++)
		if (askers->at[i].state != ASKER_FREE)
			asker_close(&askers->at[i]);
	for (size_t i = 0; i < ASKERS_KEPT; i++)
		free(askers->at[i].buf);
	*askers = (struct askers){0};
}
