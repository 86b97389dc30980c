#include "outbox_take.h"

#include <errno.h>
#include <stdlib.h>
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

/* The name it has now, when identityd has hastened it meanwhile. */
static bool
find_again(struct outbox *outbox, struct outbox_item *item)
{
	struct dirent **list;
	struct err err;
	bool is_found = false;
	int count;

	if (item->place != OUTBOX_DUE ||
	    outbox_load_list(outbox, OUTBOX_DUE, &list, &count, &err) != RC_OK)
		return false;
	for (int i = 0; i < count; i++) {
		struct outbox_item other = {.place = OUTBOX_DUE};

		if (outbox_name_parse(&other, list[i]->d_name) &&
		    strcmp(other.id, item->id) == 0) {
			*item = other;
			is_found = true;
		}
		free(list[i]);
	}
	free(list);
	return is_found;
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

	while (rc == RC_ABSENT && find_again(outbox, item))
		rc = outbox_move(outbox, item, OUTBOX_SENT, err);
	if (rc == RC_OK &&
	    (fsync(outbox->place_fd[OUTBOX_SENT]) != 0 ||
		fsync(outbox->place_fd[OUTBOX_DUE]) != 0))
		return err_set(err, RC_FAULT, "letter %s: fsync: %s",
		    item->name, strerror(errno));
	return rc;
}

void
outbox_follow(struct outbox *outbox, struct outbox_item *item)
{
	if (faccessat(outbox->place_fd[item->place], item->name, F_OK, 0) != 0)
		(void)find_again(outbox, item);
}

enum rc
outbox_drop(
    struct outbox *outbox, const struct outbox_item *item, struct err *err)
{
	if (unlinkat(outbox->place_fd[item->place], item->name, 0) == 0 ||
	    errno == ENOENT)
		return RC_OK;
	return err_set(err, RC_FAULT, "letter %s: unlink: %s", item->name,
	    strerror(errno));
}

enum rc
outbox_set_aside(
    struct outbox *outbox, const struct outbox_item *item, struct err *err)
{
	struct outbox_item moved = *item;

	return outbox_move(outbox, &moved, OUTBOX_BAD, err);
}

void
outbox_hear(struct outbox *outbox)
{
	char events[4096];

	while (read(outbox->notify_fd, events, sizeof(events)) > 0)
		;
}
