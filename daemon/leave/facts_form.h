/*
 * facts_form.h - what a type of leave asks about its reason.
 *
 * Shape:  one field of a form for each fact, called as leaved calls it; the
 *         page shows those that the chosen type needs, and facts_form_print()
 *         makes leaved's line of them: "birth=2026-09-01;part=checkup".
 * Units:  sizes count the NUL.
 * Errors: none: leaved says what is wrong with a fact.
 * Source: leave-calc(1).
 */
#ifndef LEAVE_FACTS_FORM_H
#define LEAVE_FACTS_FORM_H

#include "base/wire.h"
#include "web/route.h"
#include "web/view.h"

enum { FACTS_TEXT_SIZE = 512 };

#define FACTS_FORM_FIELD(name)                    \
	{                                         \
#name, FORM_TEXT, 40, false, NULL \
	}
/* Of a route's fields. */
#define FACTS_FORM_FIELDS                                           \
	FACTS_FORM_FIELD(registered), FACTS_FORM_FIELD(birth),      \
	    FACTS_FORM_FIELD(death), FACTS_FORM_FIELD(miscarriage), \
	    FACTS_FORM_FIELD(injury), FACTS_FORM_FIELD(weeks),      \
	    FACTS_FORM_FIELD(relation), FACTS_FORM_FIELD(part),     \
	    FACTS_FORM_FIELD(letter), FACTS_FORM_FIELD(destination)

void facts_form_print(const struct visit *visit, char text[FACTS_TEXT_SIZE]);

/* The list `facts` of the inputs that this row of leave_types asks for. */
void facts_form_add(
    const struct visit *visit, struct view *view, const struct wire_in *type);

#endif
