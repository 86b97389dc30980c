/*
 * pam_passwd.h - a portal password changed at a prompt.
 *
 * Shape:  the two rounds of pam_sm_chauthtok(3): first the old password is
 *         proved, then the new one is sent to the directory, whose judge has
 *         the last word. Root resets nobody's password here.
 * Units:  none.
 * Errors: PAM return codes.
 * Source: pam_portal(8).
 */
#ifndef PAM_PASSWD_H
#define PAM_PASSWD_H

#include <security/pam_modules.h>

#endif
