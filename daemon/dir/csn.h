/*
 * csn.h - what a provider of the directory has heard of another one.
 *
 * Shape:  a provider's base entry has a contextCSN for each provider that ever
 *         wrote: the last change of that one that it has. Pure.
 * Units:  Unix seconds; a server is its serverID.
 * Errors: none.
 * Source: slapd's syncprov: a CSN is time#count#server#modification, the
 *         server in hexadecimal, each of a fixed width.
 */
#ifndef DIR_CSN_H
#define DIR_CSN_H

#include <stdbool.h>
#include <stdint.h>

bool csn_is_of(const char *csn, int64_t server);

/*
 * Both of one server, as known `there` and as known `here` a little later; ""
 * when it never wrote. How long ago the last change that came here was made; 0
 * when nothing is missing.
 * Since when something is missing nobody can tell who only sees what came last:
 * it is no longer than this.
 */
int64_t csn_lag_s(const char *there, const char *here, int64_t now_s);

#endif
