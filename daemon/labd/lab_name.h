/*
 * lab_name.h - which names and numbers the directory may bring to a machine.
 *
 * Shape:  questions. Pure.
 * Units:  none.
 * Errors: bool.
 * Source: names: what passwd(5), shells and home directories bear; numbers:
 *         systemd's table of reserved uids (61184-65519 dynamic and container
 *         users, 65534 nobody, 65535 and 4294967295 "no uid").
 */
#ifndef LABD_LAB_NAME_H
#define LABD_LAB_NAME_H

#include <stdbool.h>
#include <stdint.h>

enum { LAB_NAME_MAX = 32 }; /* bytes; utmp's field */

/* Letters, digits, '.', '_', '-' and UTF-8 beyond ASCII; not starting with '-'
 * and not all digits, which programs take for a number. */
bool lab_name_is_good(const char *name);

bool lab_name_is_free_number(int64_t number, int64_t min);
/* Of a person: the same, or the one that is allowed besides (0: none). */
bool lab_name_is_free_gid(int64_t gid, int64_t min, int64_t users_gid);

#endif
