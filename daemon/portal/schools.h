/*
 * schools.h - the schools that somebody acts for, to choose one.
 *
 * Shape:  rows of {value, word, is_chosen} in the list "options". None for who
 *         has one school only, and none where there are more than a list to
 *         choose from should have: then its code is typed.
 * Units:  SCHOOLS_MAX schools.
 * Errors: none: without an answer the code is typed.
 * Source: school_list, which tells everybody their own.
 */
#ifndef PORTAL_SCHOOLS_H
#define PORTAL_SCHOOLS_H

#include "front/errand.h"
#include "web/view.h"

enum { SCHOOLS_MAX = 60 };

/* True when there are some to choose from. */
bool schools_add(
    const struct visit *visit, struct view *view, const char *chosen);

/* What the partial "school" prints: a choice; else, for a form that needs one
 * and for who acts in all of them, a field to type it. */
void schools_ask(const struct visit *visit, struct view *view,
    const char *chosen, bool is_needed);

#endif
