/*
 * setup.h - what a lab machine needs before people can log in.
 *
 * Shape:  setup_check() looks at one thing after the other and gives a row for
 *         each: good, or bad with what to do about it.
 * Units:  none.
 * Errors: none; a row says what is wrong.
 * Source: ours.
 */
#ifndef TOOLS_SETUP_H
#define TOOLS_SETUP_H

#include <stdbool.h>

typedef void setup_row(
    void *context, const char *name, bool is_good, const char *detail);

/* `is_running`: labd has answered, so its settings are good. */
void setup_check(bool is_running, setup_row *row, void *context);

#endif
