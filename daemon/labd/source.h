/*
 * source.h - where the names come from: labd.conf(5), sync.
 *
 * Shape:  one question, "what has changed since that cookie?", and a way to
 *         answer it for each value of sync. Borrows the configuration and the
 *         connection, which is bound as the machine.
 * Units:  none.
 * Errors: as sync.h.
 * Source: RFC 4533.
 */
#ifndef LABD_SOURCE_H
#define LABD_SOURCE_H

#include "labd_conf.h"
#include "state.h"

struct source {
	const struct labd_conf *conf;
	struct dir *dir;
	struct sync_watch watches[STATE_KINDS];
};

enum rc source_ask(struct source *source, struct state_delta *delta,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    struct err *err);

enum { SOURCE_MARK_SIZE = 17 };

/* A cookie is good for the question that brought it and for no other: sixteen
 * letters for what is asked and what is made of the answer. */
void source_mark(const struct labd_conf *conf, enum state_kind kind,
    char mark[SOURCE_MARK_SIZE]);

/* The server tells by itself: asking costs nothing, at any time. */
bool source_is_telling(const struct source *source);

/* What it has told is lost or no longer wanted: the next question is a new
 * one. */
void source_restart(struct source *source);

#endif
