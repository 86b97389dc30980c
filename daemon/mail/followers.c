#include "followers.h"

#include "base/secret.h"
#include "base/text.h"
#include "mail_address.h"
#include "promise.h"

#include <stdlib.h>
#include <string.h>

struct follower {
	char id[PROMISE_ID_SIZE];
	char to[MAIL_ADDRESS_MAX + 1];
};

struct followers {
	size_t count, found; /* the last one found; the next is likely after */
	struct follower at[FOLLOWERS_MAX];
};

struct followers *
followers_new(void)
{
	struct followers *followers = calloc(1, sizeof(*followers));

	if (followers == NULL)
		abort();
	return followers;
}

void
followers_free(struct followers *followers)
{
	if (followers == NULL)
		return;
	followers_wipe(followers);
	free(followers);
}

void
followers_put(struct followers *followers, const char *id, const char *to)
{
	struct follower *last = &followers->at[followers->count];

	if (followers->count == FOLLOWERS_MAX)
		return;
	(void)text_copy(last->id, sizeof(last->id), id);
	(void)text_copy(last->to, sizeof(last->to), to);
	followers->count++;
}

const char *
followers_find(struct followers *followers, const char *id)
{
	for (size_t i = 0; i < followers->count; i++) {
		size_t at = (followers->found + i) % followers->count;

		if (strcmp(followers->at[at].id, id) != 0)
			continue;
		followers->found = at;
		return followers->at[at].to;
	}
	return NULL;
}

/* The others keep their order. */
void
followers_del(struct followers *followers, const char *id)
{
	struct follower *gone;

	if (followers_find(followers, id) == NULL)
		return;
	gone = &followers->at[followers->found];
	followers->count--;
	memmove(gone, gone + 1,
	    (followers->count - followers->found) * sizeof(*gone));
	secret_wipe(&followers->at[followers->count], sizeof(*gone));
}

void
followers_wipe(struct followers *followers)
{
	secret_wipe(followers->at, followers->count * sizeof(followers->at[0]));
	followers->count = followers->found = 0;
}
