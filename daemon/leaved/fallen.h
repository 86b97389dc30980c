/*
 * fallen.h - what falls away when who promised it cannot keep it.
 *
 * Shape:  a round of the ticker, after the directory was heard. It finds
 *         lessons to come whose teacher, and duties to come whose deputy, or
 *         whom they are offered to, is out of service, at another school, or
 *         away at that time. A lesson is open again and remembers who had it; a
 *         deputy who was only asked has declined, an agreed duty is nobody's
 *         until it is taken over; one that was offered is offered no more.
 *         Each request is an act in a transaction of its own, with its entry in
 *         the audit and its letters; what has fallen is not found again.
 * Units:  50 lessons, 50 duties and 50 offers in a round; the next goes on
 *         behind them, and from the beginning when it has come to the end.
 * Errors: as sql.h when it cannot be asked; a request that cannot be changed
 *         is logged, and tried again when it is come to again.
 * Source: LEAVE.md 5.
 */
#ifndef LEAVED_FALLEN_H
#define LEAVED_FALLEN_H

#include "office.h"

enum { FALLEN_KINDS = 3 };

/* How far it has come; all zero: not begun. */
struct fallen {
	char after[FALLEN_KINDS][BOOK_ID_SIZE];
};

enum rc fallen_round(
    struct office *office, struct fallen *fallen, struct err *err);

#endif
