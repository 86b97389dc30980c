#include "search.h"

#include "base/clock.h"
#include "base/text.h"
#include "dir/dn.h"
#include "dir/walk.h"

#include <sodium.h>
#include <string.h>

enum { TIME_SIZE = 32, FILTER_MAX = 1024 };

struct search {
	sync_each *each;
	void *context;
	char newest[TIME_SIZE];
};

/* "01234567-89ab-cdef-0123-456789abcdef" */
static bool
read_uuid(uint8_t uuid[SYNC_UUID_SIZE], const char *text)
{
	char hex[2 * SYNC_UUID_SIZE + 1];
	size_t len = 0, uuid_len = SYNC_UUID_SIZE;

	for (; *text != '\0'; text++) {
		if (*text == '-')
			continue;
		if (len == sizeof(hex) - 1)
			return false;
		hex[len++] = *text;
	}
	hex[len] = '\0';
	return text_unhex(uuid, SYNC_UUID_SIZE, hex, &uuid_len) &&
	    uuid_len == SYNC_UUID_SIZE;
}

static enum rc
know(uint8_t uuid[SYNC_UUID_SIZE], const struct dir_entry *entry,
    struct err *err)
{
	const char *text = dir_value(entry, "entryUUID");
	char normal[DN_SIZE];
	enum rc rc;

	if (text != NULL && read_uuid(uuid, text))
		return RC_OK;
	rc = dn_normal(normal, sizeof(normal), dir_dn(entry), err);
	if (rc == RC_OK)
		(void)crypto_generichash(uuid, SYNC_UUID_SIZE,
		    (const uint8_t *)normal, strlen(normal), NULL, 0);
	return rc;
}

static enum rc
take_entry(void *context, const struct dir_entry *entry, struct err *err)
{
	struct search *search = context;
	const char *modified = dir_value(entry, "modifyTimestamp");
	uint8_t uuid[SYNC_UUID_SIZE];
	enum rc rc = know(uuid, entry, err);

	if (rc != RC_OK)
		return rc;
	if (modified != NULL && strcmp(modified, search->newest) > 0 &&
	    !text_copy(search->newest, TIME_SIZE, modified))
		return err_set(err, RC_FAULT, "modifyTimestamp is too long");
	return search->each(search->context, SYNC_ENTRY, uuid, entry, err);
}

/* A clock that was ahead for one entry would hide all that come after it. */
static void
hold_back(char newest[TIME_SIZE])
{
	char now[CLOCK_GENERALIZED_SIZE];

	clock_generalized(clock_now_s(), now);
	if (strcmp(newest, now) > 0)
		(void)text_copy(newest, TIME_SIZE, now);
}

enum rc
search_poll(struct dir *dir, const struct sync_query *query,
    char cookie[SYNC_COOKIE_SIZE], sync_each *each, void *context,
    bool *is_complete, struct err *err)
{
	struct search search = {.each = each, .context = context};
	char filter[FILTER_MAX];
	const struct dir_query all = {.base = query->base,
	    .scope = DIR_SUBTREE,
	    .filter = filter,
	    .attrs = query->attrs,
	    .timeout_ms = query->timeout_ms};
	enum rc rc;

	*is_complete = *cookie == '\0';
	if (!(*is_complete
		    ? text_copy(filter, sizeof(filter), query->filter)
		    : text_print(filter, sizeof(filter),
			  "(&%s(modifyTimestamp>=%s))", query->filter, cookie)))
		return err_set(err, RC_INPUT, "the filter is too long");
	if (!text_copy(search.newest, TIME_SIZE, cookie))
		return err_set(err, RC_INPUT, "the cookie is not of a search");
	rc = walk(dir, &all, take_entry, &search, err);
	if (rc != RC_OK)
		return rc == RC_EXISTS || rc == RC_INPUT ? RC_FAULT : rc;
	hold_back(search.newest);
	(void)text_copy(cookie, SYNC_COOKIE_SIZE, search.newest);
	return RC_OK;
}
