#include "sync.h"

#include "entry.h"
#include "talk.h"

#include <string.h>

enum { REFRESH_ONLY = 1, REFRESH_REQUIRED = 4096 };

struct sync {
	const struct sync_query *query;
	const char *old_cookie;
	char cookie[SYNC_COOKIE_SIZE];
	sync_each *each;
	void *context;
	bool is_complete;
	struct dir_entry *entry;
};

static enum rc
odd(struct err *err)
{
	return err_set(err, RC_FAULT, "the server's sync answer is odd");
}

/* An empty one means: keep the old. */
static enum rc
take_cookie(struct sync *sync, const struct berval *cookie, struct err *err)
{
	if (cookie->bv_len == 0)
		return RC_OK;
	if (cookie->bv_len >= sizeof(sync->cookie) ||
	    memchr(cookie->bv_val, '\0', cookie->bv_len) != NULL)
		return err_set(err, RC_FAULT, "the sync cookie is too long");
	memcpy(sync->cookie, cookie->bv_val, cookie->bv_len);
	sync->cookie[cookie->bv_len] = '\0';
	return RC_OK;
}

static enum rc
tell(struct sync *sync, enum sync_event event, const struct berval *uuid,
    const struct dir_entry *entry, struct err *err)
{
	if (uuid->bv_len != SYNC_UUID_SIZE)
		return odd(err);
	return sync->each(
	    sync->context, event, (const uint8_t *)uuid->bv_val, entry, err);
}

/* ------------------------------------------------------------- messages */

/* Sync State: { state ENUMERATED, entryUUID, cookie OPTIONAL }. The cookie of a
 * single entry is of its server alone and not taken. */
static enum rc
take_entry(
    struct dir *dir, struct sync *sync, LDAPMessage *message, struct err *err)
{
	static const enum sync_event events[] = {[0] = SYNC_PRESENT,
	    [1] = SYNC_ENTRY,
	    [2] = SYNC_ENTRY,
	    [3] = SYNC_GONE};
	LDAPControl **controls = NULL, *control;
	struct berval uuid = {0, NULL};
	ber_int_t state = -1;
	BerElement *ber = NULL;
	enum rc rc;

	if (ldap_get_entry_controls(dir->dial->ld, message, &controls) !=
		LDAP_SUCCESS ||
	    (control = ldap_control_find(
		 LDAP_CONTROL_SYNC_STATE, controls, NULL)) == NULL ||
	    (ber = ber_init(&control->ldctl_value)) == NULL ||
	    ber_scanf(ber, "{em" /*}*/, &state, &uuid) == LBER_ERROR ||
	    state < 0 || (size_t)state >= sizeof(events) / sizeof(events[0]))
		rc = odd(err);
	else if (events[state] == SYNC_ENTRY &&
	    !entry_read(sync->entry, dir->dial->ld, message))
		rc = err_set(err, RC_FAULT, "cannot read an entry");
	else
		rc = tell(sync, events[state], &uuid, sync->entry, err);
	ber_free(ber, 1);
	ldap_controls_free(controls);
	return rc;
}

/* syncIdSet: { cookie OPTIONAL, refreshDeletes DEFAULT FALSE, SET OF uuid } */
static enum rc
take_id_set(struct sync *sync, BerElement *ber, struct err *err)
{
	struct berval cookie = {0, NULL}, *uuids = NULL;
	ber_int_t are_deletes = 0;
	ber_len_t len;
	enum rc rc = RC_OK;

	if (ber_scanf(ber, "{" /*}*/) == LBER_ERROR)
		return odd(err);
	if (ber_peek_tag(ber, &len) == LBER_OCTETSTRING)
		(void)ber_scanf(ber, "m", &cookie);
	if (ber_peek_tag(ber, &len) == LBER_BOOLEAN)
		(void)ber_scanf(ber, "b", &are_deletes);
	if (ber_scanf(ber, "[W]", &uuids) == LBER_ERROR)
		return odd(err);
	for (struct berval *uuid = uuids;
	     rc == RC_OK && uuid != NULL && uuid->bv_val != NULL; uuid++)
		rc = tell(sync, are_deletes ? SYNC_GONE : SYNC_PRESENT, uuid,
		    NULL, err);
	if (rc == RC_OK)
		rc = take_cookie(sync, &cookie, err);
	ber_bvarray_free(uuids);
	return rc;
}

/* refreshDelete and refreshPresent: { cookie OPTIONAL, refreshDone } */
static enum rc
take_phase_end(
    struct sync *sync, BerElement *ber, ber_tag_t tag, struct err *err)
{
	struct berval cookie = {0, NULL};
	ber_len_t len;

	if (tag == LDAP_TAG_SYNC_REFRESH_PRESENT)
		sync->is_complete = true;
	if (ber_scanf(ber, "{" /*}*/) == LBER_ERROR)
		return odd(err);
	if (ber_peek_tag(ber, &len) == LBER_OCTETSTRING)
		(void)ber_scanf(ber, "m", &cookie);
	return take_cookie(sync, &cookie, err);
}

static enum rc
take_intermediate(
    struct dir *dir, struct sync *sync, LDAPMessage *message, struct err *err)
{
	struct berval *value = NULL, cookie;
	char *oid = NULL;
	BerElement *ber = NULL;
	ber_tag_t tag;
	ber_len_t len;
	enum rc rc = RC_OK;

	if (ldap_parse_intermediate(dir->dial->ld, message, &oid, &value, NULL,
		false) != LDAP_SUCCESS ||
	    oid == NULL || strcmp(oid, LDAP_SYNC_INFO) != 0 || value == NULL ||
	    (ber = ber_init(value)) == NULL) {
		rc = odd(err);
	} else {
		tag = ber_peek_tag(ber, &len);
		if (tag == LDAP_TAG_SYNC_ID_SET)
			rc = take_id_set(sync, ber, err);
		else if (tag == LDAP_TAG_SYNC_REFRESH_DELETE ||
		    tag == LDAP_TAG_SYNC_REFRESH_PRESENT)
			rc = take_phase_end(sync, ber, tag, err);
		else if (tag == LDAP_TAG_SYNC_NEW_COOKIE &&
		    ber_scanf(ber, "m", &cookie) != LBER_ERROR)
			rc = take_cookie(sync, &cookie, err);
	}
	ber_free(ber, 1);
	ber_bvfree(value);
	ldap_memfree(oid);
	return rc;
}

/* Sync Done: { cookie OPTIONAL, refreshDeletes DEFAULT FALSE } */
static enum rc
take_done(
    struct dir *dir, struct sync *sync, LDAPMessage *message, struct err *err)
{
	LDAPControl **controls = NULL, *control;
	struct berval cookie = {0, NULL};
	ber_int_t are_deletes = 0;
	BerElement *ber = NULL;
	ber_len_t len;
	enum rc rc;

	if (ldap_parse_result(dir->dial->ld, message, NULL, NULL, NULL, NULL,
		&controls, false) != LDAP_SUCCESS ||
	    (control = ldap_control_find(
		 LDAP_CONTROL_SYNC_DONE, controls, NULL)) == NULL ||
	    (ber = ber_init(&control->ldctl_value)) == NULL ||
	    ber_scanf(ber, "{" /*}*/) == LBER_ERROR) {
		rc = odd(err);
	} else {
		if (ber_peek_tag(ber, &len) == LBER_OCTETSTRING)
			(void)ber_scanf(ber, "m", &cookie);
		if (ber_peek_tag(ber, &len) == LBER_BOOLEAN)
			(void)ber_scanf(ber, "b", &are_deletes);
		if (!are_deletes || *sync->old_cookie == '\0')
			sync->is_complete = true;
		rc = take_cookie(sync, &cookie, err);
	}
	ber_free(ber, 1);
	ldap_controls_free(controls);
	return rc;
}

/* --------------------------------------------------------------- asking */

static LDAPControl *
make_control(const char *cookie)
{
	BerElement *ber = ber_alloc_t(LBER_USE_DER);
	struct berval value = {0, NULL};
	LDAPControl *control = NULL;
	int printed;

	if (ber == NULL)
		return NULL;
	printed = *cookie == '\0'
	    ? ber_printf(ber, "{eb}", REFRESH_ONLY, 0)
	    : ber_printf(ber, "{esb}", REFRESH_ONLY, cookie, 0);
	if (printed != -1 && ber_flatten2(ber, &value, 0) != -1)
		(void)ldap_control_create(
		    LDAP_CONTROL_SYNC, true, &value, true, &control);
	ber_free(ber, 1);
	return control;
}

static enum rc
take_message(struct dir *dir, struct sync *sync, LDAPMessage *message,
    bool *is_last, struct err *err)
{
	switch (ldap_msgtype(message)) {
	case LDAP_RES_SEARCH_ENTRY:
		return take_entry(dir, sync, message, err);
	case LDAP_RES_INTERMEDIATE:
		return take_intermediate(dir, sync, message, err);
	case LDAP_RES_SEARCH_RESULT:
		*is_last = true;
		return take_done(dir, sync, message, err);
	default: /* a reference to elsewhere is not ours to follow */
		return RC_OK;
	}
}

static enum rc
sync_ask(struct dir *dir, void *question, struct err *err)
{
	struct sync *sync = question;
	const struct sync_query *query = sync->query;
	LDAPControl *control = make_control(sync->old_cookie);
	LDAPMessage *message;
	bool is_last = false;
	int sent, id = 0;
	enum rc rc = RC_OK;

	if (control == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	if (query->timeout_ms > 0)
		dir->dial->deadline_ms +=
		    query->timeout_ms - dir->conf.timeout_ms;
	dir->is_spent = true; /* events are the caller's from the first on */
	sent = ldap_search_ext(dir->dial->ld, query->base, LDAP_SCOPE_SUBTREE,
	    query->filter, (char **)(uintptr_t)query->attrs, false,
	    (LDAPControl *[]){control, NULL}, NULL, NULL, LDAP_NO_LIMIT, &id);
	ldap_control_free(control);
	while (rc == RC_OK && !is_last) {
		rc = talk_take(dir, sent, id, &message, err);
		if (rc == RC_OK)
			rc = take_message(dir, sync, message, &is_last, err);
		ldap_msgfree(message);
	}
	if (rc != RC_OK && dir->current >= 0 && !is_last)
		(void)ldap_abandon_ext(dir->dial->ld, id, NULL, NULL);
	return rc;
}

enum rc
sync_poll(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    bool *is_complete, struct err *err)
{
	struct sync sync = {.query = query,
	    .old_cookie = cookie,
	    .each = each,
	    .context = context,
	    .entry = entry_new()};
	enum rc rc;

	if (sync.entry == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	rc = talk_ask(dir, TALK_ONCE, sync_ask, &sync, err);
	dir_entry_free(sync.entry);
	*is_complete = sync.is_complete;
	if (rc == RC_OK && sync.cookie[0] != '\0')
		memcpy(cookie, sync.cookie, SYNC_COOKIE_SIZE);
	/* "Consumer state is newer than provider", or it wants a reload. */
	if (rc != RC_OK &&
	    (dir->code == LDAP_UNWILLING_TO_PERFORM ||
		dir->code == REFRESH_REQUIRED))
		return RC_EXISTS;
	return rc;
}
