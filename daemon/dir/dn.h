/*
 * dn.h - the same name written in different ways.
 *
 * Shape:  dn_normal() gives one spelling for all of them, to be compared by
 *         strcmp(3): lower-case ASCII, one way of escaping, no blanks around
 *         separators, one order of the parts of a level. Letters beyond ASCII
 *         keep their case.
 * Units:  none.
 * Errors: RC_INPUT for what is no name or does not fit.
 * Source: RFC 4514; libldap parses.
 */
#ifndef DIR_DN_H
#define DIR_DN_H

#include "base/err.h"

#include <stddef.h>

enum { DN_SIZE = 1024 };

enum rc dn_normal(char *dst, size_t size, const char *dn, struct err *err);

#endif
