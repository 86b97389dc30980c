/*
 * sync.h - what has changed in the directory since we last asked.
 *
 * Shape:  one search with the sync control over a kept connection. sync_poll()
 *         asks and is answered (refreshOnly); sync_watch() asks and the server
 *         goes on telling (refreshAndPersist), which sync_hear() takes in
 *         without waiting. Either way the answer is a list of events; the
 *         caller collects them and applies them only after RC_OK. An entry
 *         comes as a full new picture, never as a difference.
 * Units:  the cookie is the server's text, kept between polls and restarts.
 * Errors: as dir.h; nothing may be applied then, and the cookie is as before.
 *         RC_EXISTS: this server knows less than the cookie (it lags behind, or
 *         was restored from a backup): ask another one. RC_INPUT: it does not
 *         know the cookie: empty it and ask again.
 * Source: RFC 4533. libldap's ldap_sync_*(3) loses messages and does not return
 *         from a frozen server.
 */
#ifndef DIR_SYNC_H
#define DIR_SYNC_H

#include "dir.h"

enum { SYNC_UUID_SIZE = 16, SYNC_COOKIE_SIZE = 1024 };

struct sync_query {
	const char *base;
	const char *filter;
	const char *const *attrs; /* NULL-terminated */
	int timeout_ms;           /* for everything; 0: the connection's */
};

enum sync_event {
	SYNC_ENTRY,   /* new or changed: `entry` is how it is now */
	SYNC_PRESENT, /* unchanged */
	SYNC_GONE,    /* deleted, or no longer ours to see */
};

/* `entry` only with SYNC_ENTRY, and only until this returns. */
typedef enum rc sync_each(void *context, enum sync_event event,
    const uint8_t uuid[SYNC_UUID_SIZE], const struct dir_entry *entry,
    struct err *err);

/*
 * `cookie` "" asks for everything. On RC_OK it is the new one; is_complete says
 * that whatever was not mentioned is gone (always after an empty cookie).
 */
enum rc sync_poll(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    bool *is_complete, struct err *err);

/* A search that stays, on the connection it was asked on. Zeroed: none. */
struct sync_watch {
	int id;
	uint64_t connection;
};

/* As sync_poll(); on RC_OK `watch` stays. Other questions may be asked over the
 * same `dir`; several may stay. */
enum rc sync_watch(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    bool *is_complete, struct sync_watch *watch, struct err *err);

/* Does it, or was its connection lost? */
bool sync_is_watching(const struct dir *dir, const struct sync_watch *watch);

/* What has come since, some thousand events at most. Anything but RC_OK ends
 * the watch: ask sync_watch() again, with the old cookie. */
enum rc sync_hear(struct dir *dir, struct sync_watch *watch,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    struct err *err);

/* Ends it. */
void sync_unwatch(struct dir *dir, struct sync_watch *watch);

#endif
