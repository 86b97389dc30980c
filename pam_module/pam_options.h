/*
 * pam_options.h - the words behind pam_portal.so in a PAM file.
 *
 * Shape:  one table; an unknown word is told once and otherwise ignored, as
 *         refusing it would lock everybody out.
 * Units:  none.
 * Errors: none.
 * Source: pam_ldap's options, so that a stack can be moved; `quiet` and
 *         `claim`.
 */
#ifndef PAM_OPTIONS_H
#define PAM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#define PAM_OPTIONS_SOCKET "/run/labd/labd.sock"

struct pam_options {
	bool use_first_pass;
	bool try_first_pass;
	bool use_authtok;
	bool claim;
	bool nullok;
	bool no_warn;
	bool ignore_unknown_user;
	bool ignore_authinfo_unavail;
	bool debug;
	bool quiet;
	int64_t minimum_uid;
	const char *socket;
	const char *unknown; /* the first word we do not know, or NULL */
};

/* Borrows the words. */
void pam_options_parse(
    struct pam_options *options, int argc, const char *const *argv);

#endif
