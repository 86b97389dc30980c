/*
 * sign_out.h - every session of somebody ends.
 *
 * Shape:  a session dies with the counter that it was made at.
 * Units:  none.
 * Errors: those of dir.h.
 * Source: session.h.
 */
#ifndef IDENTITYD_SIGN_OUT_H
#define IDENTITYD_SIGN_OUT_H

#include "core.h"

enum rc sign_out_everywhere(
    struct core *core, const struct person *person, struct err *err);

#endif
