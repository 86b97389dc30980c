/*
 * sync.h - what has changed in the directory since we last asked.
 *
 * Shape:  one search with the sync control (refreshOnly) over a kept
 *         connection. The answer is a list of events; the caller collects them
 *         and applies them only when sync_poll() has returned RC_OK. An entry
 *         comes as a full new picture, never as a difference.
 * Units:  the cookie is the server's text, kept between polls and restarts.
 * Errors: as dir.h; nothing may be applied then. RC_EXISTS: the cookie is of no
 *         use to this server; empty it and poll again.
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

#endif
