/*
 * book_year.h - absence without leave, and the end of a counting year.
 *
 * Shape:  曠職 is kept like leave that nobody approved; closing a year ends
 *         every amount of it (the expired part of a lot is the list of what
 *         was unused) and keeps the year as it is, save for personnel; what
 *         they carry becomes a lot of the next year.
 * Units:  minutes; the number of a counting year (2026, or 115).
 * Errors: refusals of a filing; year_closed, entitlement_exhausted,
 *         not_eligible.
 * Source: LEAVE.md 3, 4, 6.
 */
#ifndef LEAVED_BOOK_YEAR_H
#define LEAVED_BOOK_YEAR_H

#include "book.h"

enum refusal book_absent(
    struct book *book, const char *id, struct span span, struct request **r);
/* Opens the year's lots of every type: what nobody has used is there, too. */
void book_open_year(struct book *book, int day);
enum refusal book_close_year(struct book *book, int number);
/* What expired of a type goes on, usable to the end of the next year; once:
 * wrong_state when it did before. Of what the rules carry. */
enum refusal book_carry(
    struct book *book, const char *type, int number, int minutes);

#endif
