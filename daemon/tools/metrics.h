/*
 * metrics.h - a daemon's numbers, as Prometheus reads them.
 *
 * Shape:  one question (a page at a time), then a line a number:
 *         portal_requests_total{daemon="labd",op="lab_auth",result="ok"} 12
 *         Each name comes with its type and meaning before its first line.
 *         The last is portal_up: 0 when the daemon did not tell them all.
 * Units:  seconds, and plain counts.
 * Errors: those of the question.
 * Source: Prometheus' text exposition format 0.0.4.
 */
#ifndef TOOLS_METRICS_H
#define TOOLS_METRICS_H

#include "query.h"

#include <stdio.h>

/* `socket` is the daemon's. */
enum rc metrics_print(FILE *out, const char *daemon, struct query *query,
    const char *socket, struct err *err);

#endif
