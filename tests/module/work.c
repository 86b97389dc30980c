#include "work.h"

#include "dir/dir.h"

#include <sodium.h>
#include <string.h>

struct work work;

#define COUNTED(type, name, params, args, count) \
	type __real_##name params;               \
	type __wrap_##name params;               \
	type __wrap_##name params                \
	{                                        \
		count;                           \
		return __real_##name args;       \
	}

static void
count_change(const struct dir_edit *edit)
{
	work.changes++;
	for (size_t i = 0; i < edit->count; i++)
		work.passwords +=
		    strcmp(edit->changes[i].attr, "userPassword") == 0;
}

COUNTED(enum rc, dir_search,
    (struct dir * dir, const struct dir_query *query, dir_each *each,
	void *context, struct err *err),
    (dir, query, each, context, err), work.searches++)
COUNTED(enum rc, dir_find,
    (struct dir * dir, const struct dir_query *query, struct dir_entry **out,
	struct err *err),
    (dir, query, out, err), work.searches++)
COUNTED(enum rc, dir_get,
    (struct dir * dir, const char *dn, const char *const *attrs,
	struct dir_entry **out, struct err *err),
    (dir, dn, attrs, out, err), work.searches++)
COUNTED(enum rc, dir_modify,
    (struct dir * dir, const struct dir_edit *edit, struct dir_entry **after,
	struct err *err),
    (dir, edit, after, err), count_change(edit))
COUNTED(enum rc, dir_bind,
    (struct dir * dir, const char *dn, const char *password,
	struct dir_bound *bound, struct err *err),
    (dir, dn, password, bound, err), work.binds++)
COUNTED(int, crypto_pwhash,
    (unsigned char *out, unsigned long long size, const char *password,
	unsigned long long len, const unsigned char *salt,
	unsigned long long passes, size_t bytes, int algorithm),
    (out, size, password, len, salt, passes, bytes, algorithm), work.hashes++)
