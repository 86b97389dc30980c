/*
 * entry.h - how dir/ fills the entries that dir.h hands out.
 *
 * Shape:  one growing block of bytes with every name and value (each with a
 *         NUL of our own behind it), and a table of where they are. The same
 *         struct serves search results and post-read answers. Private to dir/.
 * Units:  bytes.
 * Errors: false when memory is out.
 * Source: RFC 4511 PartialAttributeList.
 */
#ifndef DIR_ENTRY_H
#define DIR_ENTRY_H

#include "dir.h"

#include <ldap.h>

/* Empty; reused from entry to entry by entry_reset(). NULL: no memory. */
struct dir_entry *entry_new(void);
void entry_reset(struct dir_entry *entry);
struct dir_entry *entry_copy(const struct dir_entry *entry);

/* Of all that is read into it from now on; borrowed. */
void entry_set_origin(struct dir_entry *entry, const char *uri);

/* A search result. */
bool entry_read(struct dir_entry *entry, LDAP *ld, LDAPMessage *message);
/* The value of a control, for ber_scanf(3) and ber_free(3). NULL for one that
 * is empty: where there is nothing at all, liblber reads a byte of it. */
BerElement *entry_open_value(struct berval *value);
/* The value of a post-read control. */
bool entry_read_control(struct dir_entry *entry, struct berval *value);

#endif
