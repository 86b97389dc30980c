#include "sync_message.h"

#include "base/text.h"
#include "entry.h"
#include "sync_cookie.h"

#include <string.h>

static enum rc
odd(struct err *err)
{
	return err_set(err, RC_FAULT, "the server's sync answer is odd");
}

/* An empty one means: keep the old. Once the refresh is done it tells of one
 * server alone. */
static enum rc
take_cookie(
    struct sync_hearing *sync, const struct berval *cookie, struct err *err)
{
	char news[SYNC_COOKIE_SIZE];

	if (cookie->bv_len == 0)
		return RC_OK;
	if (cookie->bv_len >= sizeof(news) ||
	    memchr(cookie->bv_val, '\0', cookie->bv_len) != NULL)
		return err_set(err, RC_FAULT, "the sync cookie is too long");
	memcpy(news, cookie->bv_val, cookie->bv_len);
	news[cookie->bv_len] = '\0';
	if (sync->is_refreshed
		? sync_cookie_merge(sync->cookie, SYNC_COOKIE_SIZE, news)
		: text_copy(sync->cookie, SYNC_COOKIE_SIZE, news))
		return RC_OK;
	return err_set(err, RC_FAULT, "the sync cookie is too long");
}

static enum rc
tell(struct sync_hearing *sync, enum sync_event event,
    const struct berval *uuid, const struct dir_entry *entry, struct err *err)
{
	if (uuid->bv_len != SYNC_UUID_SIZE)
		return odd(err);
	sync->is_told = true;
	return sync->each(
	    sync->context, event, (const uint8_t *)uuid->bv_val, entry, err);
}

/* { cookie OPTIONAL, a flag with a default }, as in every message. */
static bool
read_options(BerElement *ber, struct berval *cookie, ber_int_t *flag)
{
	ber_len_t len;

	if (ber_peek_tag(ber, &len) == LBER_OCTETSTRING &&
	    ber_scanf(ber, "m", cookie) == LBER_ERROR)
		return false;
	return flag == NULL || ber_peek_tag(ber, &len) != LBER_BOOLEAN ||
	    ber_scanf(ber, "b", flag) != LBER_ERROR;
}

/* Of what is cut short, liblber leaves the rest. */
static bool
is_read_up(BerElement *ber)
{
	ber_len_t left = 1;

	(void)ber_get_option(ber, LBER_OPT_BER_REMAINING_BYTES, &left);
	return left == 0;
}

/* ------------------------------------------------------------- messages */

/* Sync State: { state ENUMERATED, entryUUID, cookie OPTIONAL }. During a
 * refresh the cookie of an entry would promise what has not come yet. */
static enum rc
take_entry(struct dir *dir, struct sync_hearing *sync, LDAPMessage *message,
    struct err *err)
{
	static const enum sync_event events[] = {[0] = SYNC_PRESENT,
	    [1] = SYNC_ENTRY,
	    [2] = SYNC_ENTRY,
	    [3] = SYNC_GONE};
	LDAPControl **controls = NULL, *control;
	struct berval uuid = {0, NULL}, cookie = {0, NULL};
	ber_int_t state = -1;
	BerElement *ber = NULL;
	enum rc rc;

	if (ldap_get_entry_controls(dir->dial->ld, message, &controls) !=
		LDAP_SUCCESS ||
	    (control = ldap_control_find(
		 LDAP_CONTROL_SYNC_STATE, controls, NULL)) == NULL ||
	    (ber = entry_open_value(&control->ldctl_value)) == NULL ||
	    ber_scanf(ber, "{em" /*}*/, &state, &uuid) == LBER_ERROR ||
	    !read_options(ber, &cookie, NULL) || !is_read_up(ber) ||
	    state < 0 || (size_t)state >= sizeof(events) / sizeof(events[0]))
		rc = odd(err);
	else if (events[state] == SYNC_ENTRY &&
	    !entry_read(sync->entry, dir->dial->ld, message))
		rc = err_set(err, RC_FAULT, "cannot read an entry");
	else
		rc = tell(sync, events[state], &uuid,
		    events[state] == SYNC_ENTRY ? sync->entry : NULL, err);
	if (rc == RC_OK && sync->is_refreshed)
		rc = take_cookie(sync, &cookie, err);
	ber_free(ber, 1);
	ldap_controls_free(controls);
	return rc;
}

/* syncIdSet: { cookie OPTIONAL, refreshDeletes DEFAULT FALSE, SET OF uuid } */
static enum rc
take_id_set(struct sync_hearing *sync, BerElement *ber, struct err *err)
{
	struct berval cookie = {0, NULL}, *uuids = NULL;
	ber_int_t are_deletes = 0;
	enum rc rc = RC_OK;

	if (ber_scanf(ber, "{" /*}*/) == LBER_ERROR ||
	    !read_options(ber, &cookie, &are_deletes) ||
	    ber_scanf(ber, "[W]", &uuids) == LBER_ERROR || !is_read_up(ber))
		rc = odd(err);
	for (struct berval *uuid = uuids;
	     rc == RC_OK && uuid != NULL && uuid->bv_val != NULL; uuid++)
		rc = tell(sync, are_deletes ? SYNC_GONE : SYNC_PRESENT, uuid,
		    NULL, err);
	if (rc == RC_OK)
		rc = take_cookie(sync, &cookie, err);
	ber_bvarray_free(uuids);
	return rc;
}

/* refreshDelete and refreshPresent: { cookie OPTIONAL, refreshDone DEFAULT
 * TRUE }. Only a search that stays has the last of them say "done". */
static enum rc
take_phase_end(
    struct sync_hearing *sync, BerElement *ber, ber_tag_t tag, struct err *err)
{
	struct berval cookie = {0, NULL};
	ber_int_t is_done = 1;
	enum rc rc;

	if (ber_scanf(ber, "{" /*}*/) == LBER_ERROR ||
	    !read_options(ber, &cookie, &is_done) || !is_read_up(ber))
		return odd(err);
	if (tag == LDAP_TAG_SYNC_REFRESH_PRESENT || sync->is_from_nothing)
		sync->is_complete = true;
	rc = take_cookie(sync, &cookie, err);
	sync->is_refreshed = is_done != 0;
	return rc;
}

static enum rc
take_intermediate(struct dir *dir, struct sync_hearing *sync,
    LDAPMessage *message, struct err *err)
{
	struct berval *value = NULL, cookie;
	char *oid = NULL;
	BerElement *ber = NULL;
	ber_tag_t tag;
	ber_len_t len;
	enum rc rc;

	if (ldap_parse_intermediate(dir->dial->ld, message, &oid, &value, NULL,
		false) != LDAP_SUCCESS ||
	    oid == NULL || strcmp(oid, LDAP_SYNC_INFO) != 0 || value == NULL ||
	    (ber = entry_open_value(value)) == NULL) {
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
		else
			rc = odd(err);
	}
	ber_free(ber, 1);
	ber_bvfree(value);
	ldap_memfree(oid);
	return rc;
}

/* Sync Done: { cookie OPTIONAL, refreshDeletes DEFAULT FALSE } */
static enum rc
take_done(struct dir *dir, struct sync_hearing *sync, LDAPMessage *message,
    struct err *err)
{
	LDAPControl **controls = NULL, *control;
	struct berval cookie = {0, NULL};
	ber_int_t are_deletes = 0;
	BerElement *ber = NULL;
	enum rc rc;

	if (ldap_parse_result(dir->dial->ld, message, NULL, NULL, NULL, NULL,
		&controls, false) != LDAP_SUCCESS ||
	    (control = ldap_control_find(
		 LDAP_CONTROL_SYNC_DONE, controls, NULL)) == NULL ||
	    (ber = entry_open_value(&control->ldctl_value)) == NULL ||
	    ber_scanf(ber, "{" /*}*/) == LBER_ERROR ||
	    !read_options(ber, &cookie, &are_deletes) || !is_read_up(ber)) {
		rc = odd(err);
	} else {
		if (!are_deletes || sync->is_from_nothing)
			sync->is_complete = true;
		rc = take_cookie(sync, &cookie, err);
		sync->is_refreshed = true;
	}
	ber_free(ber, 1);
	ldap_controls_free(controls);
	return rc;
}

enum rc
sync_message_take(struct dir *dir, struct sync_hearing *sync,
    LDAPMessage *message, struct err *err)
{
	switch (ldap_msgtype(message)) {
	case LDAP_RES_SEARCH_ENTRY:
		return take_entry(dir, sync, message, err);
	case LDAP_RES_INTERMEDIATE:
		return take_intermediate(dir, sync, message, err);
	case LDAP_RES_SEARCH_RESULT:
		return take_done(dir, sync, message, err);
	default: /* a reference to elsewhere is not ours to follow */
		return RC_OK;
	}
}
