/*
 * quality_slapd.h - the judge of password quality as slapd loads it.
 *
 * Shape:  portal_quality.so, named by pwdCheckModule of the policy, with the
 *         one function ppolicy looks for. slapd loads it anew at each call,
 *         under a lock, so it is small and keeps nothing.
 * Units:  none.
 * Errors: an LDAP result; anything but LDAP_SUCCESS refuses the password, and
 *         *error, which slapd frees, is what the client reads: the reason's
 *         stable name, then its sentence in both languages.
 * Source: slapo-ppolicy(5) of OpenLDAP 2.5, "password quality". Its Entry is
 *         private to slapd and not looked at: account, name and school are
 *         judged by identityd and labd.
 */
#ifndef DIR_QUALITY_SLAPD_H
#define DIR_QUALITY_SLAPD_H

struct Entry;
struct berval;

/* `arg` is pwdCheckModuleArg: see quality_rules_parse(), or NULL. */
int check_password(
    char *password, char **error, struct Entry *entry, struct berval *arg);

#endif
