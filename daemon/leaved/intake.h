/*
 * intake.h - a table that somebody brings, into the tables: all of it or none.
 *
 * Shape:  the rows are put one after the other, also of a plan; whatever is
 *         wrong is told as a row with its line, and then nothing of it is kept
 *         (office.h: is_trial). The answer's result is plan, imported or
 *         refused; its count says how many lines that were.
 * Units:  lines from 1; INTAKE_TOLD rows at most are told.
 * Errors: none of its own.
 * Source: ours; portal-admin import does the same with a roster.
 */
#ifndef LEAVED_INTAKE_H
#define LEAVED_INTAKE_H

#include "columns.h"
#include "office.h"

enum { INTAKE_TOLD = 200 };

struct intake {
	struct office *office;
	struct wire_out *out;
	int64_t taken, refused;
	enum verdict verdict; /* a failure of ours: the rest is passed over */
};

/* For a columns_sink whose context begins with a struct intake. */
void intake_fault(void *context, const struct columns_fault *fault);
/* A fault of the row, in the reader's language; `value` may be NULL. */
void intake_refuse(struct intake *intake, size_t line, const char *zh,
    const char *en, const char *value);
/* What comes of all of it, into the answer. */
enum verdict intake_end(struct intake *intake, bool is_plan);

#endif
