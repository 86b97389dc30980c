#include "walk.h"

#include "base/text.h"
#include "entry.h"
#include "talk.h"

#include <string.h>

enum {
	PAGE = 500, /* entries; what servers give at once without being asked */
	PAGES_MAX = 20000, /* of a server that never comes to an end */
	PLACES_MAX = 256,
	URI_SIZE = 512,
};

struct walk {
	const struct dir_query *query;
	dir_each *each;
	void *context;
	struct dir_entry *entry;
	char **places[PLACES_MAX]; /* URLs of one place each */
	size_t count;
	/* of the page being asked for */
	const char *base;
	int scope;
	struct berval cookie; /* bv_val NULL: the first */
};

static const int scopes[] = {
    [DIR_BASE] = LDAP_SCOPE_BASE,
    [DIR_ONE] = LDAP_SCOPE_ONELEVEL,
    [DIR_SUBTREE] = LDAP_SCOPE_SUBTREE,
};

/* ------------------------------------------------------------- elsewhere */

static bool
is_known(const struct walk *walk, const char *url)
{
	for (size_t i = 0; i < walk->count; i++) {
		if (strcmp(*walk->places[i], url) == 0)
			return true;
	}
	return false;
}

/* Owns `urls` from here on. */
static enum rc
note_place(struct walk *walk, char **urls, struct err *err)
{
	bool is_new = urls != NULL && *urls != NULL && !is_known(walk, *urls);

	if (is_new && walk->count < PLACES_MAX) {
		walk->places[walk->count++] = urls;
		return RC_OK;
	}
	ldap_memvfree((void **)urls);
	return !is_new
	    ? RC_OK
	    : err_set(err, RC_FAULT, "more than %d referrals", PLACES_MAX);
}

static enum rc
take_reference(
    struct dir *dir, struct walk *walk, LDAPMessage *message, struct err *err)
{
	char **urls = NULL;

	if (ldap_parse_reference(dir->dial->ld, message, &urls, NULL, false) !=
	    LDAP_SUCCESS)
		return err_set(err, RC_FAULT, "cannot read a referral");
	return note_place(walk, urls, err);
}

/* ---------------------------------------------------------------- a page */

/* Where the next page begins; what lies elsewhere altogether. */
static enum rc
take_end(struct dir *dir, struct walk *walk, LDAPMessage *message, enum rc rc,
    struct err *err)
{
	LDAPControl **controls = NULL, *control;
	char **urls = NULL;
	ber_int_t estimate;

	if (rc != RC_OK && dir->code != LDAP_REFERRAL)
		return rc;
	if (ldap_parse_result(dir->dial->ld, message, NULL, NULL, NULL, &urls,
		&controls, false) != LDAP_SUCCESS)
		return err_set(err, RC_FAULT, "cannot read a result");
	control = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
	if (control != NULL)
		(void)ldap_parse_pageresponse_control(
		    dir->dial->ld, control, &estimate, &walk->cookie);
	ldap_controls_free(controls);
	return note_place(walk, urls, err);
}

static enum rc
take_message(
    struct dir *dir, struct walk *walk, LDAPMessage *message, struct err *err)
{
	switch (ldap_msgtype(message)) {
	case LDAP_RES_SEARCH_ENTRY:
		dir->is_spent = true;
		return entry_read(walk->entry, dir->dial->ld, message)
		    ? walk->each(walk->context, walk->entry, err)
		    : err_set(err, RC_FAULT, "cannot read an entry");
	case LDAP_RES_SEARCH_REFERENCE:
		return take_reference(dir, walk, message, err);
	default:
		return RC_OK;
	}
}

static enum rc
take_page(struct dir *dir, struct walk *walk, int sent, int id, struct err *err)
{
	bool is_over = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !is_over) {
		LDAPMessage *message;

		rc = talk_take(dir, sent, id, &message, err);
		is_over = message != NULL &&
		    ldap_msgtype(message) == LDAP_RES_SEARCH_RESULT;
		if (is_over)
			rc = take_end(dir, walk, message, rc, err);
		else if (rc == RC_OK)
			rc = take_message(dir, walk, message, err);
		ldap_msgfree(message);
	}
	if (rc != RC_OK && !is_over && dir->current >= 0)
		(void)ldap_abandon_ext(dir->dial->ld, id, NULL, NULL);
	return rc;
}

static enum rc
page_ask(struct dir *dir, void *question, struct err *err)
{
	struct walk *walk = question;
	const struct dir_query *query = walk->query;
	LDAPControl *control = NULL;
	int sent, id = 0;

	if (query->timeout_ms > 0)
		dir->dial->deadline_ms +=
		    query->timeout_ms - dir->conf.timeout_ms;
	if (ldap_create_page_control(dir->dial->ld, PAGE, &walk->cookie, false,
		&control) != LDAP_SUCCESS)
		return err_set(err, RC_FAULT, "out of memory");
	ber_memfree(walk->cookie.bv_val);
	walk->cookie = (struct berval){0, NULL};
	sent = ldap_search_ext(dir->dial->ld, walk->base, walk->scope,
	    query->filter, (char **)(uintptr_t)query->attrs, false,
	    (LDAPControl *[]){control, NULL}, NULL, NULL, LDAP_NO_LIMIT, &id);
	ldap_control_free(control);
	return take_page(dir, walk, sent, id, err);
}

/* ------------------------------------------------------------- all of it */

static enum rc
walk_here(struct walk *walk, struct dir *dir, const char *base, int scope,
    struct err *err)
{
	int page = 0;
	enum rc rc;

	walk->base = base;
	walk->scope = scope;
	rc = talk_ask(dir, TALK_REPEAT, page_ask, walk, err);
	while (rc == RC_OK && walk->cookie.bv_len > 0 && ++page < PAGES_MAX)
		rc = talk_ask(dir, TALK_ONCE, page_ask, walk, err);
	if (rc == RC_OK && page == PAGES_MAX)
		rc = err_set(err, RC_FAULT, "the pages have no end");
	ber_memfree(walk->cookie.bv_val);
	walk->cookie = (struct berval){0, NULL};
	return rc;
}

static enum rc
walk_at(struct walk *walk, const struct dir *from, const LDAPURLDesc *url,
    struct err *err)
{
	const char *base = url->lud_dn == NULL || *url->lud_dn == '\0'
	    ? walk->query->base
	    : url->lud_dn;
	int scope = url->lud_scope == LDAP_SCOPE_DEFAULT
	    ? scopes[walk->query->scope]
	    : url->lud_scope;
	char uri[URI_SIZE];
	struct dir_conf conf = from->conf;
	struct dir *there;
	enum rc rc;

	if (!text_print(uri, sizeof(uri), "%s://%s:%d", url->lud_scheme,
		url->lud_host == NULL ? "" : url->lud_host, url->lud_port))
		return err_set(err, RC_INPUT, "a URI of too many bytes");
	conf.uris = (const char *const[]){uri, NULL};
	conf.health = NULL;
	rc = dir_open(&conf, &there, err);
	entry_set_origin(walk->entry, uri);
	if (rc == RC_OK)
		rc = walk_here(walk, there, base, scope, err);
	entry_set_origin(walk->entry, NULL);
	dir_close(there);
	return rc;
}

/* The first URL that answers. */
static enum rc
walk_there(
    struct walk *walk, const struct dir *from, char **urls, struct err *err)
{
	enum rc rc = RC_OFFLINE;

	for (; rc == RC_OFFLINE && *urls != NULL; urls++) {
		LDAPURLDesc *url;

		if (ldap_url_parse(*urls, &url) != LDAP_URL_SUCCESS)
			return err_set(
			    err, RC_INPUT, "'%s' is no LDAP URI", *urls);
		rc = walk_at(walk, from, url, err);
		ldap_free_urldesc(url);
		if (rc != RC_OK)
			(void)err_context(err, rc, "referral %s", *urls);
	}
	return rc;
}

enum rc
walk(struct dir *dir, const struct dir_query *query, dir_each *each,
    void *context, struct err *err)
{
	struct walk walk = {.query = query,
	    .each = each,
	    .context = context,
	    .entry = entry_new()};
	enum rc rc;

	if (walk.entry == NULL)
		return err_set(err, RC_FAULT, "out of memory");
	rc = walk_here(&walk, dir, query->base, scopes[query->scope], err);
	for (size_t i = 0; rc == RC_OK && i < walk.count; i++)
		rc = walk_there(&walk, dir, walk.places[i], err);
	for (size_t i = 0; i < walk.count; i++)
		ldap_memvfree((void **)walk.places[i]);
	dir_entry_free(walk.entry);
	return rc;
}
