#include "source.h"

#include "lab_entry.h"

enum {
	ANSWER_MS = 60000
}; /* a server without our last answer in its log looks
			       at every entry anew, in silence */

struct question {
	struct sync_query query;
	enum state_kind kind;
	char *cookie;
	sync_each *each;
	void *context;
	bool *is_complete;
};

static enum rc
ask_poll(
    struct source *source, const struct question *question, struct err *err)
{
	return sync_poll(source->dir, &question->query, question->cookie,
	    question->each, question->context, question->is_complete, err);
}

static enum rc
ask_persist(
    struct source *source, const struct question *question, struct err *err)
{
	struct sync_watch *watch = &source->watches[question->kind];

	if (sync_is_watching(source->dir, watch))
		return sync_hear(source->dir, watch, question->cookie,
		    question->each, question->context, err);
	return sync_watch(source->dir, &question->query, question->cookie,
	    question->each, question->context, question->is_complete, watch,
	    err);
}

enum rc
source_ask(struct source *source, struct state_delta *delta,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    struct err *err)
{
	static enum rc (*const ways[])(
	    struct source *, const struct question *, struct err *) = {
	    [LABD_POLL] = ask_poll,
	    [LABD_PERSIST] = ask_persist,
	};
	const char *attrs[LAB_ENTRY_ATTRS];
	struct question question = {
	    .query = lab_entry_query(source->conf, delta->kind, attrs),
	    .kind = delta->kind,
	    .cookie = cookie,
	    .each = each,
	    .context = context,
	    .is_complete = &delta->is_complete,
	};

	question.query.timeout_ms = ANSWER_MS;
	return ways[source->conf->sync](source, &question, err);
}

bool
source_is_telling(const struct source *source)
{
	for (int kind = 0; kind < STATE_KINDS; kind++) {
		if (!sync_is_watching(source->dir, &source->watches[kind]))
			return false;
	}
	return true;
}

void
source_restart(struct source *source)
{
	for (int kind = 0; kind < STATE_KINDS; kind++)
		sync_unwatch(source->dir, &source->watches[kind]);
}
