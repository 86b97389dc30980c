/*
 * trust.h - why a server's certificate was not trusted.
 *
 * Shape:  libldap with GnuTLS says "(unknown error code)" for every reason and
 *         tells the real one to its debug log alone, so that log is listened to
 *         while a handshake runs: begin, handshake, end. Private to dir/.
 * Units:  none.
 * Errors: DIR_TRUST_OTHER when it said nothing that we know.
 * Source: tls_g.c of OpenLDAP 2.5, gnutls_certificate_status_t.
 */
#ifndef DIR_TRUST_H
#define DIR_TRUST_H

#include "dir.h"

void trust_begin(void);
enum dir_trust trust_end(void);

/* For a log. */
const char *trust_text(enum dir_trust trust);

#endif
