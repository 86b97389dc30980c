#include "sync.h"

#include "base/text.h"
#include "entry.h"
#include "sync_message.h"

#include <string.h>

enum sync_mode { REFRESH_ONLY = 1, REFRESH_AND_PERSIST = 3 };

enum {
	REFRESH_REQUIRED = 4096, /* result code e-syncRefreshRequired */
	HEAR_MAX = 10000, /* events in one go; the rest comes next time */
};

struct sync {
	const struct sync_query *query;
	enum sync_mode mode;
	const char *old_cookie;
	struct sync_hearing hearing;
	int id;
	bool is_over; /* the result has come */
};

/* { mode ENUMERATED, cookie OPTIONAL, reloadHint BOOLEAN } */
static LDAPControl *
make_control(const struct sync *sync)
{
	BerElement *ber = ber_alloc_t(LBER_USE_DER);
	struct berval value = {0, NULL};
	LDAPControl *control = NULL;
	int printed;

	if (ber == NULL)
		return NULL;
	printed = *sync->old_cookie == '\0'
	    ? ber_printf(ber, "{eb}", (int)sync->mode, 0)
	    : ber_printf(ber, "{esb}", (int)sync->mode, sync->old_cookie, 0);
	if (printed != -1 && ber_flatten2(ber, &value, 0) != -1)
		(void)ldap_control_create(
		    LDAP_CONTROL_SYNC, true, &value, true, &control);
	ber_free(ber, 1);
	return control;
}

/* Until everything of the past is told: by the result, or by the message
 * before the search stays. */
static enum rc
take_refresh(struct dir *dir, struct sync *sync, int sent, struct err *err)
{
	bool is_staying = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !sync->is_over && !is_staying) {
		LDAPMessage *message;

		rc = talk_take(dir, sent, sync->id, &message, err);
		if (rc == RC_OK)
			rc = sync_message_take(
			    dir, &sync->hearing, message, err);
		sync->is_over = message != NULL &&
		    ldap_msgtype(message) == LDAP_RES_SEARCH_RESULT;
		is_staying = sync->mode == REFRESH_AND_PERSIST &&
		    sync->hearing.is_refreshed;
		ldap_msgfree(message);
	}
	if (rc == RC_OK && sync->is_over && sync->mode == REFRESH_AND_PERSIST)
		return err_set(err, RC_FAULT, "the server tells once only");
	return rc;
}

static enum rc
sync_ask(struct dir *dir, void *question, struct err *err)
{
	struct sync *sync = question;
	const struct sync_query *query = sync->query;
	LDAPControl *control = make_control(sync);
	int sent;
	enum rc rc;

	if (control == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	if (query->timeout_ms > 0)
		dir->dial->deadline_ms +=
		    query->timeout_ms - dir->conf.timeout_ms;
	dir->is_spent = true; /* events are the caller's from the first on */
	sent = ldap_search_ext(dir->dial->ld, query->base, LDAP_SCOPE_SUBTREE,
	    query->filter, (char **)(uintptr_t)query->attrs, false,
	    (LDAPControl *[]){control, NULL}, NULL, NULL, LDAP_NO_LIMIT,
	    &sync->id);
	ldap_control_free(control);
	rc = take_refresh(dir, sync, sent, err);
	if (rc != RC_OK && dir->current >= 0 && !sync->is_over)
		(void)ldap_abandon_ext(dir->dial->ld, sync->id, NULL, NULL);
	return rc;
}

/* The two results that speak of the cookie, and the one of a server that can
 * do none of this. */
static enum rc
class_of(const struct dir *dir, enum rc rc, struct err *err)
{
	if (rc == RC_OK)
		return RC_OK;
	if (dir->code == LDAP_UNAVAILABLE_CRITICAL_EXTENSION)
		return err_set(err, RC_FAULT,
		    "%s has no content synchronisation (RFC 4533)",
		    dir->servers[dir->current].uri);
	if (dir->code == LDAP_UNWILLING_TO_PERFORM)
		return RC_EXISTS; /* "Consumer state is newer than provider" */
	return dir->code == REFRESH_REQUIRED ? RC_INPUT : rc;
}

static enum rc
refresh(struct dir *dir, struct sync *sync, char cookie[SYNC_COOKIE_SIZE],
    bool *is_complete, struct err *err)
{
	char news[SYNC_COOKIE_SIZE] = "";
	enum rc rc;

	sync->old_cookie = cookie;
	sync->hearing.cookie = news;
	sync->hearing.is_from_nothing = *cookie == '\0';
	sync->hearing.entry = entry_new();
	if (sync->hearing.entry == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	rc = talk_ask(dir, TALK_ONCE, sync_ask, sync, err);
	dir_entry_free(sync->hearing.entry);
	*is_complete = sync->hearing.is_complete;
	/* OpenLDAP tells of everybody when it cannot read the cookie, and gives
	 * none back; those who are gone would stay. */
	if (rc == RC_OK && *news == '\0' && *cookie != '\0' &&
	    sync->hearing.is_told)
		return err_set(err, RC_INPUT, "the cookie was ignored");
	if (rc == RC_OK && *news != '\0')
		memcpy(cookie, news, SYNC_COOKIE_SIZE);
	return class_of(dir, rc, err);
}

enum rc
sync_poll(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    bool *is_complete, struct err *err)
{
	struct sync sync = {.query = query,
	    .mode = REFRESH_ONLY,
	    .hearing = {.each = each, .context = context}};

	return refresh(dir, &sync, cookie, is_complete, err);
}

/* ------------------------------------------------------------- watching */

enum rc
sync_watch(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    bool *is_complete, struct sync_watch *watch, struct err *err)
{
	struct sync sync = {.query = query,
	    .mode = REFRESH_AND_PERSIST,
	    .hearing = {.each = each, .context = context}};
	enum rc rc = refresh(dir, &sync, cookie, is_complete, err);

	*watch = (struct sync_watch){0};
	if (rc != RC_OK)
		return rc;
	*watch = (struct sync_watch){sync.id, dir->connection};
	dir->is_watching = true;
	return RC_OK;
}

bool
sync_is_watching(const struct dir *dir, const struct sync_watch *watch)
{
	return watch->id != 0 && dir->current >= 0 &&
	    watch->connection == dir->connection;
}

static enum rc
hear_all(struct dir *dir, const struct sync_watch *watch,
    struct sync_hearing *hearing, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && i < HEAR_MAX; i++) {
		LDAPMessage *message;
		bool is_end;

		rc = talk_hear(dir, watch->id, &message, err);
		if (rc != RC_OK || message == NULL)
			return rc;
		is_end = ldap_msgtype(message) == LDAP_RES_SEARCH_RESULT;
		if (!is_end)
			rc = sync_message_take(dir, hearing, message, err);
		ldap_msgfree(message);
		if (is_end)
			return err_set(
			    err, RC_OFFLINE, "the server stops telling");
	}
	return rc;
}

enum rc
sync_hear(struct dir *dir, struct sync_watch *watch,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    struct err *err)
{
	char news[SYNC_COOKIE_SIZE];
	struct sync_hearing hearing = {.each = each,
	    .context = context,
	    .entry = entry_new(),
	    .cookie = news,
	    .is_refreshed = true};
	enum rc rc;

	if (hearing.entry == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	if (!sync_is_watching(dir, watch)) {
		dir_entry_free(hearing.entry);
		return err_set(err, RC_OFFLINE, "the connection was lost");
	}
	(void)text_copy(news, sizeof(news), cookie);
	rc = hear_all(dir, watch, &hearing, err);
	dir_entry_free(hearing.entry);
	if (rc == RC_OK)
		memcpy(cookie, news, SYNC_COOKIE_SIZE);
	else
		sync_unwatch(dir, watch);
	return class_of(dir, rc, err);
}

void
sync_unwatch(struct dir *dir, struct sync_watch *watch)
{
	if (sync_is_watching(dir, watch))
		(void)ldap_abandon_ext(dir->dial->ld, watch->id, NULL, NULL);
	*watch = (struct sync_watch){0};
}
