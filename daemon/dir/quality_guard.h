/*
 * quality_guard.h - lets slapd 2.5 check two passwords at the same time.
 *
 * Shape:  portal_quality_guard.so, named in LD_PRELOAD of slapd, puts one lock
 *         around lt_dlopen(), lt_dlsym(), lt_dlclose() and lt_dlerror().
 *         ppolicy in slapd 2.5 loads and unloads its pwdCheckModule at each
 *         check, and holds its own lock around the check alone: two at once
 *         corrupt libltdl's list of handles and slapd dies, whatever the
 *         module is. 2.6 loads it once and needs no guard.
 * Units:  none.
 * Errors: those of libltdl; a failure where libltdl is not there.
 * Source: ours, after a slapd 2.5.13 that died in libltdl under sixteen
 *         resets at once; tests/e2e/directory_guard.sh.
 */
#ifndef DIR_QUALITY_GUARD_H
#define DIR_QUALITY_GUARD_H

void *lt_dlopen(const char *path);
void *lt_dlsym(void *handle, const char *name);
int lt_dlclose(void *handle);
const char *lt_dlerror(void);

#endif
