/*
 * letterbox.h - leaved's ticker and a portal-mailer, without either daemon.
 *
 * Shape:  after letterbox_make() the office of school.h writes letters into an
 *         outbox beside its database; letterbox_tick() is a round of leaved's
 *         ticker, letterbox_sent() everything that a portal-mailer would send
 *         then: "kind to\n" a letter, sorted, as those of one second have no
 *         order.
 * Units:  the moment is that of letterbox_at(), at first school.h's.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_LETTERBOX_H
#define TESTS_LETTERBOX_H

#include "school.h"

void letterbox_make(void);
void letterbox_at(int64_t now_s);
int64_t letterbox_now(void);
/* Its directory. */
const char *letterbox_outbox(void);

void letterbox_tick(struct office *office);
/* Until the next call. */
const char *letterbox_sent(struct office *office);

/* A round, whose letters are not looked at. */
void letterbox_empty(struct office *office);

/* How many are written and not out. */
int64_t letterbox_waiting(struct office *office);

#define assert_sent(office, expected)                                    \
	do {                                                             \
		letterbox_tick(office);                                  \
		assert_string_equal(letterbox_sent(office), (expected)); \
	} while (0)

#endif
