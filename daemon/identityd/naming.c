#include "naming.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

enum { CANDIDATES_AT_ONCE = 16 };

struct taken {
	char (*candidate)[ACCOUNT_SIZE];
	bool is_taken[CANDIDATES_AT_ONCE];
};

static enum rc
mark_taken(void *context, const struct dir_entry *entry, struct err *err)
{
	struct taken *taken = context;
	const char *name = dir_value(entry, "uid");

	(void)err;
	for (size_t i = 0; i < CANDIDATES_AT_ONCE; i++)
		if (name != NULL && strcasecmp(name, taken->candidate[i]) == 0)
			taken->is_taken[i] = true;
	return RC_OK;
}

/* Which of these names are somebody's? */
static enum rc
find_taken(struct core *core, struct taken *taken, struct err *err)
{
	static const char *const attrs[] = {"uid", NULL};
	char base[FILTER_DN_SIZE], filter[FILTER_SIZE] = "(|";
	const struct dir_query query = {
	    .base = base, .scope = DIR_ONE, .filter = filter, .attrs = attrs};
	enum rc rc = filter_dn(
	    base, sizeof(base), core->conf->base_dn, err, "ou=people");

	for (size_t i = 0; rc == RC_OK && i < CANDIDATES_AT_ONCE; i++) {
		size_t used = strlen(filter);

		if (taken->candidate[i][0] != '\0')
			rc = filter_print(filter + used,
			    sizeof(filter) - used - 1, err, "(uid=%s)",
			    taken->candidate[i]);
	}
	filter[strlen(filter) + 1] = '\0';
	filter[strlen(filter)] = ')';
	return rc == RC_OK
	    ? dir_search(core->dir, &query, mark_taken, taken, err)
	    : rc;
}

enum rc
naming_choose(struct core *core, const char *base, char account[ACCOUNT_SIZE],
    struct err *err)
{
	char candidate[CANDIDATES_AT_ONCE][ACCOUNT_SIZE];
	enum rc rc = RC_OK;

	account[0] = '\0';
	for (unsigned n = 1; rc == RC_OK && n < ACCOUNT_CANDIDATES_MAX;
	     n += CANDIDATES_AT_ONCE) {
		struct taken taken = {.candidate = candidate};

		for (unsigned i = 0; i < CANDIDATES_AT_ONCE; i++)
			if (!account_candidate(base, n + i, candidate[i]))
				taken.is_taken[i] = true;
		rc = find_taken(core, &taken, err);
		for (size_t i = 0; rc == RC_OK && i < CANDIDATES_AT_ONCE; i++)
			if (!taken.is_taken[i]) {
				memcpy(account, candidate[i], ACCOUNT_SIZE);
				return RC_OK;
			}
	}
	return rc == RC_OK
	    ? err_set(err, RC_BUSY, "no account is left for %s", base)
	    : rc;
}
