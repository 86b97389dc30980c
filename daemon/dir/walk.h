/*
 * walk.h - every entry of a branch, wherever parts of it lie.
 *
 * Shape:  a search page by page, then again at each place that a referral
 *         names, over TLS with the same CA file and the same bind; the first
 *         of its URLs that answers is enough. For servers without the sync
 *         control, and for branches that several servers share.
 * Units:  timeout_ms of the query is for one page.
 * Errors: as dir.h, also when one place of many fails: the caller has then seen
 *         part of the entries and believes none. Servers that refer to each
 *         other in a circle are asked once.
 * Source: RFC 2696 (pages), RFC 4511 section 4.5.3, RFC 4516.
 */
#ifndef DIR_WALK_H
#define DIR_WALK_H

#include "dir.h"

enum rc walk(struct dir *dir, const struct dir_query *query, dir_each *each,
    void *context, struct err *err);

#endif
