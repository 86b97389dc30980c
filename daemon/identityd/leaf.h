/*
 * leaf.h - an entry cn=NAME right below a branch: a link, a notice, a machine.
 *
 * Shape:  struct leaf says where such entries are and what they are made of;
 *         its parts are what a question says about one. The entry's name is
 *         the target of the act.
 * Units:  none.
 * Errors: enum reply.
 * Source: ours.
 */
#ifndef IDENTITYD_LEAF_H
#define IDENTITYD_LEAF_H

#include "act.h"
#include "page.h"

struct leaf {
	const char *branch; /* its ou: "apps" */
	const char *object_class;
	const char *const *attrs; /* that a row of a list needs */
};

/* NULL leaves the value as it is, "" takes it away. A list is several values
 * with blanks between. */
struct leaf_part {
	const char *attr, *value;
	bool is_list;
};

/* "cn=TARGET,ou=BRANCH,BASE" */
enum rc leaf_dn(const struct act *act, const struct leaf *leaf,
    char dn[FILTER_DN_SIZE], struct err *err);

/* Adds the entry, or changes what differs; act->result says which. */
enum reply leaf_put(struct act *act, const struct leaf *leaf,
    const struct leaf_part *parts, size_t count);
enum reply leaf_del(struct act *act, const struct leaf *leaf);

/* One page of those that fit query->filter, by name, from the question's
 * cursor on; fills in the rest of the query. */
enum reply leaf_list(struct core *core, const struct leaf *leaf,
    struct page_query *query, const char *cursor, struct wire_out *out);

#endif
