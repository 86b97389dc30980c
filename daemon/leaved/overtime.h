/*
 * overtime.h - hours beyond working time, paid or turned into 補休.
 *
 * Shape:  overtime_put() checks a stretch of overtime against the day's and
 *         the month's limit, credits it (whole hours, remainders adding up
 *         within the month; by the minute for workers under the Labour
 *         Standards Act), pays what was asked to be paid up to the caps, and
 *         opens a lot of 補休 for the rest.
 * Units:  minutes; a stretch belongs to the day on which it starts.
 * Errors: refusals overtime_limit, overlap (inside working time),
 *         end_not_after_start, calendar_missing, not_eligible.
 * Source: 公務員服務法 12, 各機關加班費支給辦法, 勞動基準法 32; LEAVE.md 3.
 */
#ifndef LEAVED_OVERTIME_H
#define LEAVED_OVERTIME_H

#include "book.h"

struct overtime {
	struct span span;
	bool is_paid;
	int paid, rest; /* answered */
};

enum refusal overtime_put(struct book *book, struct overtime *overtime);

#endif
