/*
 * nss_portal.h - portal identities as accounts of this machine.
 *
 * Shape:  the functions that glibc looks for in libnss_portal.so.2: six
 *         look-ups, and two lists, which are empty unless labd's file says that
 *         everybody may be listed. Each is one look-up in that file: no
 *         socket, no waiting, whether or not the directory or labd is there.
 * Units:  none.
 * Errors: NSS_STATUS_NOTFOUND for nobody, NSS_STATUS_TRYAGAIN with ERANGE when
 *         the caller's buffer is too small, NSS_STATUS_UNAVAIL without a file:
 *         the next source of nsswitch.conf is asked.
 * Source: glibc manual, "Extending NSS".
 */
#ifndef NSS_PORTAL_H
#define NSS_PORTAL_H

#include <grp.h>
#include <nss.h>
#include <pwd.h>
#include <shadow.h>
#include <stddef.h>

enum nss_status _nss_portal_getpwnam_r(const char *name, struct passwd *result,
    char *buf, size_t size, int *errnop);
enum nss_status _nss_portal_getpwuid_r(
    uid_t uid, struct passwd *result, char *buf, size_t size, int *errnop);
enum nss_status _nss_portal_getgrnam_r(const char *name, struct group *result,
    char *buf, size_t size, int *errnop);
enum nss_status _nss_portal_getgrgid_r(
    gid_t gid, struct group *result, char *buf, size_t size, int *errnop);
enum nss_status _nss_portal_initgroups_dyn(const char *name, gid_t primary,
    long *start, long *size, gid_t **groups, long limit, int *errnop);
enum nss_status _nss_portal_getspnam_r(
    const char *name, struct spwd *result, char *buf, size_t size, int *errnop);

/* One list a process at a time, as glibc has it: its callers take turns. */
enum nss_status _nss_portal_setpwent(int stay_open);
enum nss_status _nss_portal_getpwent_r(
    struct passwd *result, char *buf, size_t size, int *errnop);
enum nss_status _nss_portal_endpwent(void);
enum nss_status _nss_portal_setgrent(int stay_open);
enum nss_status _nss_portal_getgrent_r(
    struct group *result, char *buf, size_t size, int *errnop);
enum nss_status _nss_portal_endgrent(void);

#endif
