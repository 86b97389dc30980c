/*
 * application.h - the form that leave is filed with.
 *
 * Shape:  "/apply?type=…": what the type asks for, then twice the same
 *         question to leaved. With a plan it says hours, balance, who stands
 *         in, who decides and which lessons are touched, and files nothing;
 *         what was shown is what is filed, or it is shown anew. The form has a
 *         key, so that a second press files nothing more.
 * Units:  none.
 * Errors: leaved's sentence, above the form with all that was typed.
 * Source: LEAVE.md 1, 5; leave_types, leave_file.
 */
#ifndef LEAVE_APPLICATION_H
#define LEAVE_APPLICATION_H

#include "web/route.h"

extern const struct route_table application_routes;

#endif
