/*
 * server.h - which portal this machine belongs to: /etc/portal/portal.conf.
 *
 * Shape:  two settings: server, an https address, and ca_file.
 * Units:  none.
 * Errors: RC_ABSENT when there is no such file, or no server in it; RC_INPUT
 *         for what is no https address, with the place.
 * Source: conf.h.
 */
#ifndef TOOLS_SERVER_H
#define TOOLS_SERVER_H

#include "base/err.h"

struct server {
	char *url;     /* https://HOST[:PORT] */
	char *ca_file; /* empty: the system's */
};

/* server_wipe() frees also after a failure. */
enum rc server_load(struct server *server, const char *path, struct err *err);
void server_wipe(struct server *server);

#endif
