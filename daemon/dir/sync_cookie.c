#include "sync_cookie.h"

#include "base/text.h"

#include <string.h>

enum {
	COOKIE_MAX = 4096, /* bytes; forty servers that write */
	CSNS_MAX = 64,
};

struct csns {
	char bytes[COOKIE_MAX]; /* the cookie, cut up */
	const char *head;       /* up to "csn=" */
	char *csn[CSNS_MAX];
	size_t count;
};

/* "#001#" of time#count#001#modification, NULL if it is no CSN. */
static const char *
server_of(const char *csn)
{
	const char *count = strchr(csn, '#');

	return count == NULL ? NULL : strchr(count + 1, '#');
}

static bool
cut(struct csns *csns, const char *cookie)
{
	char *rest, *list, *csn;

	if (!text_copy(csns->bytes, sizeof(csns->bytes), cookie))
		return false;
	list = strstr(csns->bytes, "csn=");
	if (list == NULL || strncmp(csns->bytes, "rid=", 4) != 0)
		return false;
	*list = '\0';
	csns->head = csns->bytes;
	csns->count = 0;
	rest = list + 4;
	while ((csn = strsep(&rest, ";")) != NULL) {
		if (csns->count == CSNS_MAX || server_of(csn) == NULL)
			return false;
		csns->csn[csns->count++] = csn;
	}
	return true;
}

static bool
is_same_server(const char *a, const char *b)
{
	const char *server_a = server_of(a), *server_b = server_of(b);

	return strncmp(server_a, server_b, strcspn(server_a + 1, "#") + 2) == 0;
}

/* The later of the two of one server; those of others stay. */
static bool
put(struct csns *csns, char *csn)
{
	for (size_t i = 0; i < csns->count; i++) {
		if (!is_same_server(csns->csn[i], csn))
			continue;
		if (strcmp(csn, csns->csn[i]) > 0)
			csns->csn[i] = csn;
		return true;
	}
	if (csns->count == CSNS_MAX)
		return false;
	csns->csn[csns->count++] = csn;
	return true;
}

bool
sync_cookie_merge(char *dst, size_t size, const char *news)
{
	struct csns old, more;
	char merged[COOKIE_MAX];
	size_t len;

	if (*news == '\0')
		return true;
	if (!cut(&old, dst) || !cut(&more, news))
		return text_copy(dst, size, news);
	for (size_t i = 0; i < more.count; i++) {
		if (!put(&old, more.csn[i]))
			return false;
	}
	if (!text_print(merged, sizeof(merged), "%scsn=", old.head))
		return false;
	for (size_t i = 0; i < old.count; i++) {
		len = strlen(merged);
		if (!text_print(merged + len, sizeof(merged) - len, "%s%s",
			i == 0 ? "" : ";", old.csn[i]))
			return false;
	}
	return text_copy(dst, size, merged);
}
