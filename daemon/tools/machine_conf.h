/*
 * machine_conf.h - the settings that are one lab machine's own.
 *
 * Shape:  the machine's secret, in labd.password, and the four settings of
 *         labd.conf that its address decides; all other lines stay as they are.
 * Units:  none.
 * Errors: RC_INPUT an address that is none; RC_ABSENT no group labd; RC_FAULT a
 *         file cannot be written.
 * Source: ours. The address is what portal-admin machine add shows, with the
 *         server's name: ldaps://SERVER/cn=MACHINE,ou=machines,SUFFIX.
 */
#ifndef TOOLS_MACHINE_CONF_H
#define TOOLS_MACHINE_CONF_H

#include "base/err.h"

#define MACHINE_CONF_FOLDER "/etc/portal"

enum rc machine_conf_write(const char *folder, const char *address,
    const char *secret, struct err *err);

#endif
