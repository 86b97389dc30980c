/*
 * columns.h - a table out of a CSV text, by the names of its columns.
 *
 * Shape:  the first line names the columns, in Chinese or English, in any
 *         order; each further one is handed over as texts in the order of the
 *         caller's list. A line with a fault is told and left out; reading goes
 *         on. Pure.
 * Units:  lines from 1; bytes.
 * Errors: RC_INPUT when anything was told.
 * Source: RFC 4180; csv.h.
 */
#ifndef LEAVED_COLUMNS_H
#define LEAVED_COLUMNS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { COLUMNS_MAX = 8 };

struct column {
	const char *zh, *en;
	size_t max;     /* bytes of a value */
	bool is_needed; /* the column, and a value in each line */
};

/* What is wrong with a line: "zh: value" or "en: value"; with a column instead
 * of a value, that one's name. */
struct columns_fault {
	size_t line;
	const char *zh, *en, *value;
	const struct column *column;
};

/* value[i] is of column i, trimmed; "" where there is none. */
struct columns_row {
	size_t line;
	const char *value[COLUMNS_MAX];
};

struct columns_sink {
	void *context;
	void (*row)(void *context, const struct columns_row *row);
	void (*fault)(void *context, const struct columns_fault *fault);
};

enum rc columns_read(const char *text, const struct column *columns,
    size_t count, const struct columns_sink *sink, struct err *err);

#endif
