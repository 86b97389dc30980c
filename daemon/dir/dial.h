/*
 * dial.h - gets through to one directory server, or says in time that it can't.
 *
 * Shape:  the socket is ours: it never blocks, and libldap (TLS included) reads
 *         and writes it through the two functions of dial.c, which wait until
 *         deadline_ms and not longer. So a server that is frozen, stops in the
 *         middle of a handshake or sends a byte now and then is met in the one
 *         place. Private to dir/.
 * Units:  deadline_ms on the monotonic clock.
 * Errors: RC_OFFLINE no server there, or not the one that the CA file and the
 *         name in the URI ask for (never RC_DENIED: nobody has judged
 *         anything); RC_INPUT the URI; RC_FAULT libldap.
 * Source: lber-sockbuf(3), ldap_init_fd of openldap.h, StartTLS of RFC 4511.
 *         libldap's own timeouts do not cover the handshake or a record that
 *         stops half-way.
 */
#ifndef DIR_DIAL_H
#define DIR_DIAL_H

#include "base/err.h"
#include "dir.h"

#include <ldap.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

/* A server, with the address that answered last (getaddrinfo may be slow or
 * dead when it matters). */
struct dial_server {
	const char *uri;
	bool is_local;  /* ldapi:// */
	bool has_start; /* ldap://: nothing is said before StartTLS */
	socklen_t address_len;
	struct sockaddr_storage address;
};

struct dial {
	LDAP *ld; /* NULL: not connected */
	int fd;
	int64_t deadline_ms;
	enum dir_trust trust; /* why there is no TLS */
};

/* Once in a process, before the first dial_open(): keeps libldap away from
 * ldap.conf, plug-ins and slow look-ups of the machine's own name. */
void dial_start(void);

/* Fills in what server->uri says. */
enum rc dial_check_uri(struct dial_server *server, struct err *err);

enum rc dial_open(struct dial *dial, struct dial_server *server,
    const char *ca_file, int timeout_ms, struct err *err);

/* Says goodbye, or not when `is_broken`. */
void dial_close(struct dial *dial, bool is_broken);

/* The server has closed it, or sent what nobody asked for. */
bool dial_is_stale(const struct dial *dial);

#endif
