/*
 * sync_message.h - what one message of a sync search says.
 *
 * Shape:  each message becomes events, a cookie, or the end of the refresh.
 *         Private to dir/.
 * Units:  none.
 * Errors: RC_FAULT for a message that RFC 4533 does not know; what the caller's
 *         function returns.
 * Source: RFC 4533 sections 2.2 to 2.5.
 */
#ifndef DIR_SYNC_MESSAGE_H
#define DIR_SYNC_MESSAGE_H

#include "sync.h"
#include "talk.h"

struct sync_hearing {
	sync_each *each;
	void *context;
	struct dir_entry *entry; /* where entries are read to */
	char *cookie;            /* SYNC_COOKIE_SIZE; as far as we have heard */
	bool is_from_nothing;    /* we came without a cookie */
	bool is_complete;        /* who was not mentioned is gone */
	bool is_told;            /* of anybody at all */
	bool is_refreshed;       /* all of the past was told */
};

enum rc sync_message_take(struct dir *dir, struct sync_hearing *sync,
    LDAPMessage *message, struct err *err);

#endif
