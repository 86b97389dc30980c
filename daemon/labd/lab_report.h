/*
 * lab_report.h - what labctl shows.
 *
 * Shape:  rows of name, result (ok, bad or a word) and detail. The names are
 *         stable; labctl has the sentences.
 * Units:  Unix seconds.
 * Errors: none; what cannot be found out is a row that says so.
 * Source: labctl(8).
 */
#ifndef LABD_LAB_REPORT_H
#define LABD_LAB_REPORT_H

#include "base/wire.h"
#include "lab.h"
#include "lab_shared.h"

/* How labd itself does. */
void lab_report_status(const struct lab *lab, const struct lab_shared *shared,
    struct wire_out *out);

/* The same as rows of tally.h. */
void lab_report_metrics(const struct lab *lab, const struct lab_shared *shared,
    struct wire_out *out);

/* Everything that decides whether this account may log in. */
void lab_report_why(struct lab *lab, const char *account, struct wire_out *out);

#endif
