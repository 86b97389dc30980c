/*
 * lab_entry.h - what an entry of the directory is to this machine.
 *
 * Shape:  which attributes are asked for, and how they become a record of
 *         state.h. Pure.
 * Units:  none.
 * Errors: 0 for an entry that is no person or group to us.
 * Source: RFC 2307 and 2307bis.
 */
#ifndef LABD_LAB_ENTRY_H
#define LABD_LAB_ENTRY_H

#include "labd_conf.h"
#include "state.h"

enum {
	LAB_ENTRY_SIZE = 4 << 20, /* bytes of the largest group's record */
	LAB_ENTRY_ATTRS = 16,
};

/* The length of the record; `dst` has LAB_ENTRY_SIZE bytes. */
size_t lab_entry_print(const struct labd_conf *conf, enum state_kind kind,
    const struct dir_entry *entry, char *dst);

/* Borrows `conf`, and `attrs`, which it fills. */
struct sync_query lab_entry_query(const struct labd_conf *conf,
    enum state_kind kind, const char *attrs[LAB_ENTRY_ATTRS]);

#endif
