/*
 * pam_portal.h - log in with a portal identity.
 *
 * Shape:  a guest in other people's programs: asks labd one question over its
 *         socket and turns the answer into a return code and a sentence. Opens
 *         no directory, keeps no memory, descriptor or signal handler. The six
 *         entry points are those of pam_sm_*(3); nothing else is exported.
 * Units:  none.
 * Errors: PAM return codes; the table is pam_words.c. "Don't know" is
 *         PAM_AUTHINFO_UNAVAIL and never PAM_AUTH_ERR.
 * Source: pam_portal(8).
 */
#ifndef PAM_PORTAL_H
#define PAM_PORTAL_H

#include <security/pam_modules.h>

#endif
