/*
 * setup.h - how a lab machine is set up: what it needs, and its own settings.
 *
 * Shape:  setup_check() looks at one thing after the other and gives a row for
 *         each: good, or bad with what to do about it. setup_enrol() writes the
 *         machine's secret and the four settings that its address decides; all
 *         other lines of labd.conf stay as they are.
 * Units:  none.
 * Errors: RC_INPUT an address that is none; RC_ABSENT no group labd; RC_FAULT a
 *         file cannot be written.
 * Source: ours. The address is what portal-admin machine add shows, with the
 *         server's name: ldaps://SERVER/cn=MACHINE,ou=machines,SUFFIX.
 */
#ifndef TOOLS_SETUP_H
#define TOOLS_SETUP_H

#include "base/err.h"

#include <stdbool.h>

#define SETUP_FOLDER "/etc/portal"

typedef void setup_row(
    void *context, const char *name, bool is_good, const char *detail);

/* `is_running`: labd has answered, so its settings are good. */
void setup_check(bool is_running, setup_row *row, void *context);

enum rc setup_enrol(const char *folder, const char *address, const char *secret,
    struct err *err);

#endif
