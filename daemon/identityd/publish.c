#include "publish.h"

#include "base/text.h"
#include "claims.h"
#include "keyset.h"

#include <stdlib.h>

static const char attr[] = "portalAppKeys";

/* The set as it is, and the entry's entryCSN. */
struct published {
	char dn[FILTER_DN_SIZE];
	char csn[64];
	json_t *set;
};

static enum rc
read_set(
    struct published *published, const struct dir_entry *entry, struct err *err)
{
	const char *text = dir_value(entry, attr);
	const char *csn = dir_value(entry, "entryCSN");
	enum rc rc;

	if (csn == NULL ||
	    !text_copy(published->csn, sizeof(published->csn), csn))
		return err_set(err, RC_FAULT, "ou=apps: no entryCSN");
	rc = jwk_set_parse(
	    text != NULL ? text : "{\"keys\":[]}", &published->set, err);
	return rc == RC_OK ? RC_OK
			   : err_context(err, RC_FAULT, "ou=apps: %s", attr);
}

static enum rc
load(struct core *core, struct published *published, struct err *err)
{
	static const char *const attrs[] = {attr, "entryCSN", NULL};
	struct dir_entry *entry;
	enum rc rc = filter_dn(published->dn, sizeof(published->dn),
	    core->conf->base_dn, err, "ou=apps");

	published->set = NULL;
	if (rc == RC_OK)
		rc = dir_get(core->dir, published->dn, attrs, &entry, err);
	if (rc != RC_OK)
		return rc;
	rc = read_set(published, entry, err);
	dir_entry_free(entry);
	return rc;
}

enum rc
publish_load(struct core *core, json_t **set, struct err *err)
{
	struct published published;
	enum rc rc = load(core, &published, err);

	*set = published.set;
	return rc;
}

static enum rc
store(struct core *core, const struct published *published, struct err *err)
{
	char *text = claims_text(published->set), assertion[FILTER_SIZE];
	const struct dir_change change = {DIR_REPLACE, attr, text, 0};
	const struct dir_edit edit = {.dn = published->dn,
	    .changes = &change,
	    .count = 1,
	    .assertion = assertion};
	enum rc rc = filter_print(
	    assertion, sizeof(assertion), err, "(entryCSN=%s)", published->csn);

	if (text == NULL)
		rc = err_set(err, RC_FAULT, "no memory");
	if (rc == RC_OK)
		rc = dir_modify(core->dir, &edit, NULL, err);
	free(text);
	return rc;
}

/* What is derived is put into the set, and then may sign. */
static enum rc
publish(struct core *core, struct err *err)
{
	struct signing_public own[SIGNING_KEYS_MAX];
	size_t count = signing_list(core->signing, own);
	struct published published;
	enum rc rc = load(core, &published, err);

	if (rc == RC_OK &&
	    keyset_merge(
		published.set, core->ring[RING_SIGN], own, count, core->now_s))
		rc = store(core, &published, err);
	json_decref(published.set);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		signing_set_published(core->signing, own[i].kid, core->now_s);
	return rc;
}

enum rc
publish_run(struct core *core, struct err *err)
{
	enum rc derived, rc;

	do {
		derived =
		    signing_derive(core->signing, core->ring[RING_SIGN], err);
		if (derived != RC_OK && derived != RC_ABSENT)
			return derived;
		rc = publish(core, err);
	} while (rc == RC_OK && derived == RC_OK);
	/* RC_EXISTS: another host has changed it; the next tick. */
	return rc == RC_EXISTS ? RC_OK : rc;
}
