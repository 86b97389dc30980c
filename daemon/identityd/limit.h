/*
 * limit.h - how often somebody may, counted over all workers of a host.
 *
 * Shape:  a table in shared memory; a slot counts one kind of event of one
 *         subject (an address, an account) in this hour and the one before, of
 *         which the part that is less than an hour old is taken to be spread
 *         evenly. A full row forgets the slot with the least events.
 * Units:  now_s Unix seconds; events an hour.
 * Errors: false: past the limit. A dead holder of the lock is survived.
 * Source: ours; the two-window count is the usual approximation.
 */
#ifndef IDENTITYD_LIMIT_H
#define IDENTITYD_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

enum limit_kind {
	LIMIT_REQUEST,     /* anything a stranger asks */
	LIMIT_MISS,        /* 查無此資料 */
	LIMIT_REDEEM_FAIL, /* wrong code */
	LIMIT_MAIL_LETTER, /* a letter to a new address */
	LIMIT_MAIL_MISS,   /* wrong code from one */
	LIMIT_AWAY,        /* a code compared without a ticket */
};

struct limit;

/* In shared memory, to be made before the workers are born. NULL: no memory. */
struct limit *limit_new(void);

/* Are fewer than `max` counted? */
bool limit_allows(struct limit *limit, enum limit_kind kind,
    const char *subject, int64_t max, int64_t now_s);
void limit_count(struct limit *limit, enum limit_kind kind, const char *subject,
    int64_t now_s);

#endif
