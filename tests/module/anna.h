/*
 * anna.h - a person in a slapd of its own, for tests of daemon/dir.
 *
 * Shape:  tests/anna.sh starts slapd and sets SLAPD_*; a test WITH_ANNA() finds
 *         her made anew, and a connection at ldapi in *state. Berta is there,
 *         too, and must change her password.
 * Units:  milliseconds.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_ANNA_H
#define TESTS_ANNA_H

#include "../unit/unit.h"
#include "dir/dir.h"

#include <sys/types.h>

#define PEOPLE "ou=people,dc=example,dc=edu"
#define ANNA   "uid=anna," PEOPLE
#define BERTA  "uid=berta," PEOPLE

enum { PATIENT_MS = 5000 };

const char *anna_env(const char *name);

/* `second` and `health` may be NULL. */
struct dir *anna_open_sharing(const char *uri, const char *second,
    int timeout_ms, struct dir_health *health);
struct dir *anna_open(const char *uri, const char *second, int timeout_ms);
struct dir *anna_open_local(void);
struct dir *anna_open_tls(void);

enum rc anna_add(struct dir *dir, struct err *err);

#define WITH_ANNA(test) \
	cmocka_unit_test_setup_teardown(test, anna_ready, anna_gone)
int anna_ready(void **state);
int anna_gone(void **state);

#endif
