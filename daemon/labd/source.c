#include "source.h"

#include "base/text.h"
#include "lab_entry.h"
#include "search.h"

#include <sodium.h>
#include <string.h>

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

static enum rc
ask_search(
    struct source *source, const struct question *question, struct err *err)
{
	return search_poll(source->dir, &question->query, question->cookie,
	    question->each, question->context, question->is_complete, err);
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
	    [LABD_SEARCH] = ask_search,
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

static void
add(crypto_generichash_state *hash, const char *text)
{
	(void)crypto_generichash_update(
	    hash, (const uint8_t *)text, strlen(text) + 1);
}

void
source_mark(const struct labd_conf *conf, enum state_kind kind,
    char mark[SOURCE_MARK_SIZE])
{
	const char *attrs[LAB_ENTRY_ATTRS];
	const struct sync_query query = lab_entry_query(conf, kind, attrs);
	crypto_generichash_state hash;
	uint8_t sum[crypto_generichash_BYTES_MIN];

	(void)crypto_generichash_init(&hash, NULL, 0, sizeof(sum));
	add(&hash, query.base);
	add(&hash, query.filter);
	for (size_t i = 0; attrs[i] != NULL; i++)
		add(&hash, attrs[i]);
	add(&hash, conf->shell);
	add(&hash, conf->home);
	add(&hash, conf->full_names ? "names" : "");
	(void)crypto_generichash_final(&hash, sum, sizeof(sum));
	(void)text_hex(mark, SOURCE_MARK_SIZE, sum, (SOURCE_MARK_SIZE - 1) / 2);
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
