#include "teller.h"

#include "asker.h"
#include "clock.h"
#include "listener.h"
#include "log.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	TELLER_MODE = 0666,
	IDLE_MS = 60000,
	DEAF_MS = 100, /* without descriptors: accept later */
};

struct teller {
	struct teller_conf conf;
	int fd;
	atomic_bool is_over;
	bool has_thread;
	pthread_t thread;
	struct askers askers;
	uint8_t answer[WIRE_MAX];
};

static void
welcome(struct teller *teller)
{
	struct relay_head head = {.door = DOOR_CTL};
	struct askers *askers = &teller->askers;
	struct ucred peer;
	socklen_t len = sizeof(peer);
	int fd = accept4(teller->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd < 0) {
		(void)poll(NULL, 0, DEAF_MS);
		return;
	}
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0) {
		(void)close(fd);
		return;
	}
	head.uid = peer.uid;
	if (askers_fill(askers, head.door, peer.uid, TELLER_UID_MAX) ||
	    askers_add(askers, fd, &head, false) == NULL)
		asker_turn_away(fd, RC_BUSY, "too_many_connections",
		    "too many connections");
}

static void
answer(struct teller *teller, struct asker *asker)
{
	struct wire_out out;
	struct wire_in in;
	struct err err;

	if (wire_parse_question(&in, asker->buf, asker->len, &err) != RC_OK) {
		asker_refuse(asker, RC_INPUT, "malformed", err.text);
		return;
	}
	if (in.kind != OP_METRICS) {
		asker_refuse(asker, RC_DENIED, "wrong_door",
		    "this operation is not offered here");
		return;
	}
	wire_begin(&out, teller->answer, sizeof(teller->answer), RC_OK);
	teller->conf.put(teller->conf.ctx, &out);
	if (wire_end(&out, &err) == RC_OK)
		asker_answer(asker, teller->answer, out.len, 0);
	else
		asker_refuse(asker, RC_FAULT, "answer_not_valid", err.text);
}

static void *
tell(void *ctx)
{
	struct teller *teller = ctx;
	struct askers *askers = &teller->askers;
	struct pollfd fds[1 + TELLER_ASKERS_MAX];
	uint32_t slots[TELLER_ASKERS_MAX];

	while (!atomic_load(&teller->is_over)) {
		int64_t now_ms = clock_mono_ms();
		int64_t until_ms = askers_until_ms(askers, now_ms + IDLE_MS);
		nfds_t count = askers_poll(askers, fds + 1, slots);
		struct asker *asker;

		fds[0] = (struct pollfd){teller->fd, POLLIN, 0};
		if (poll(fds, count + 1,
			until_ms > now_ms ? (int)(until_ms - now_ms) : 0) < 0)
			continue;
		for (nfds_t i = 0; i < count; i++)
			if (fds[1 + i].revents != 0)
				asker_act(askers, slots[i]);
		if (fds[0].revents == POLLIN) /* not shut down */
			welcome(teller);
		while ((asker = askers_next(askers)) != NULL)
			answer(teller, asker);
		askers_expire(askers, clock_mono_ms());
	}
	return NULL;
}

struct teller *
teller_open(const struct teller_conf *conf)
{
	const struct listener listener = {conf->path, TELLER_MODE, (gid_t)-1};
	struct teller *teller = calloc(1, sizeof(*teller));
	struct err err;

	if (teller == NULL)
		abort();
	teller->conf = *conf;
	teller->askers.max = TELLER_ASKERS_MAX;
	teller->askers.question_ms = TELLER_QUESTION_MS;
	if (listener_open(&listener, &teller->fd, &err) == RC_OK)
		return teller;
	log_warn("no numbers are told: %s", err.text);
	free(teller);
	return NULL;
}

void
teller_start(struct teller *teller)
{
	if (teller == NULL)
		return;
	teller->has_thread =
	    pthread_create(&teller->thread, NULL, tell, teller) == 0;
	if (!teller->has_thread)
		log_warn("no numbers are told: no thread");
}

void
teller_close(struct teller *teller)
{
	if (teller == NULL)
		return;
	atomic_store(&teller->is_over, true);
	(void)shutdown(teller->fd, SHUT_RDWR); /* wakes the thread */
	if (teller->has_thread)
		(void)pthread_join(teller->thread, NULL);
	(void)close(teller->fd);
	(void)unlink(teller->conf.path);
	askers_close(&teller->askers);
	free(teller);
}
