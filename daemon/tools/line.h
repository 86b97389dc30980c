/*
 * line.h - what a scenario prints after an event.
 *
 * Shape:  builders of the parts of a line: the request's state, charges, next
 *         step, what was recalculated, and the balances.
 * Units:  hours and N日M小時, see answer.h.
 * Errors: none.
 * Source: leave-calc(1).
 */
#ifndef TOOLS_LINE_H
#define TOOLS_LINE_H

#include "answer.h"
#include "leaved/book.h"

/* Adds state, hours, charges, paper, next step … of a request. */
void line_request(
    json_t *line, const struct book *book, const struct request *r);

json_t *line_changes(const struct book *book);

/* Opens the lots of the year that the book's moment lies in, so that every
 * type the person has by the year is shown. */
json_t *line_balances(struct book *book);

#endif
