/*
 * portal.h - which portal this machine belongs to: /etc/portal/portal.conf.
 *
 * Shape:  two settings: server, an https address, and ca_file.
 * Units:  none.
 * Errors: RC_ABSENT when there is no such file, or no server in it; RC_INPUT
 *         for what is no https address, with the place.
 * Source: conf.h.
 */
#ifndef BASE_PORTAL_H
#define BASE_PORTAL_H

#include "err.h"

#include <stdio.h>

#define PORTAL_CONFIG "/etc/portal/portal.conf"

struct portal {
	char *url;     /* https://HOST[:PORT] */
	char *ca_file; /* empty: the system's */
};

/* Faults of the file go to `faults`. portal_wipe() frees also after a
 * failure. */
enum rc portal_load(
    struct portal *portal, const char *path, FILE *faults, struct err *err);
void portal_wipe(struct portal *portal);

#endif
