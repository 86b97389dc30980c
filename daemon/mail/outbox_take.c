#include "outbox_take.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum rc
outbox_take(struct outbox *outbox, enum outbox_place place, int64_t now_s,
    struct outbox_item *item, int64_t *wait_s, struct err *err)
{
	enum rc rc;

	if (outbox->list == NULL || outbox->list_place != place) {
		outbox_forget_list(outbox);
		outbox->list_place = place;
		outbox->list_wait_s = OUTBOX_WAIT_MAX_S;
		if ((rc = outbox_load_list(outbox, place, &outbox->list,
			 &outbox->list_count, err)) != RC_OK)
			return rc;
	}
	while (outbox->list_next < outbox->list_count) {
		const char *name = outbox->list[outbox->list_next++]->d_name;
		int64_t item_wait_s;

		*item = (struct outbox_item){.place = place};
		if (!outbox_name_parse(item, name)) {
			if (outbox_set_aside(outbox, item, err) != RC_OK)
				return RC_INPUT;
			return err_set(err, RC_INPUT,
			    "%s is not the name of a letter; now in bad/",
			    name);
		}
		item_wait_s = outbox_name_until_s(item, now_s);
		if (place != OUTBOX_DUE || item_wait_s == 0)
			return RC_OK;
		if (item_wait_s < outbox->list_wait_s)
			outbox->list_wait_s = item_wait_s;
	}
	*wait_s = outbox->list_wait_s;
	outbox_forget_list(outbox);
	return err_set(err, RC_ABSENT, "no letter is due");
}

enum rc
outbox_defer(struct outbox *outbox, struct outbox_item *item, int64_t now_s,
    struct err *err)
{
	if (item->attempts < OUTBOX_ATTEMPTS_MAX)
		item->attempts++;
	item->due_s = now_s + outbox_wait_s(item->attempts);
	return outbox_move(outbox, item, OUTBOX_DUE, err);
}

enum rc
outbox_mark_sent(
    struct outbox *outbox, struct outbox_item *item, struct err *err)
{
	enum rc rc = outbox_move(outbox, item, OUTBOX_SENT, err);

	if (rc == RC_OK &&
	    (fsync(outbox->place_fd[OUTBOX_SENT]) != 0 ||
		fsync(outbox->place_fd[OUTBOX_DUE]) != 0))
		return err_set(err, RC_FAULT, "letter %s: fsync: %s",
		    item->name, strerror(errno));
	return rc;
}

enum rc
outbox_drop(
    struct outbox *outbox, const struct outbox_item *item, struct err *err)
{
	if (unlinkat(outbox->place_fd[item->place], item->name, 0) != 0)
		return err_set(err, RC_FAULT, "letter %s: unlink: %s",
		    item->name, strerror(errno));
	return RC_OK;
}

enum rc
outbox_set_aside(
    struct outbox *outbox, const struct outbox_item *item, struct err *err)
{
	struct outbox_item moved = *item;

	return outbox_move(outbox, &moved, OUTBOX_BAD, err);
}

static int
sleep_on(struct pollfd *pfd, int count, int timeout_ms, const sigset_t *mask)
{
	struct timespec timeout = {.tv_sec = timeout_ms / 1000,
	    .tv_nsec = timeout_ms % 1000 * 1000000L};

	return ppoll(pfd, (nfds_t)count, &timeout, mask);
}

void
outbox_wait(struct outbox *outbox, int timeout_ms, const sigset_t *while_asleep)
{
	struct pollfd pfd = {.fd = outbox->notify_fd, .events = POLLIN};
	char events[4096];

	if (sleep_on(&pfd, 1, timeout_ms, while_asleep) > 0)
		while (read(outbox->notify_fd, events, sizeof(events)) > 0)
			;
}

void
outbox_pause(int timeout_ms, const sigset_t *while_asleep)
{
	(void)sleep_on(NULL, 0, timeout_ms, while_asleep);
}
