/*
 * stage.h - the world of a scenario before its first event.
 *
 * Shape:  rules and calendars of the folder plus what the scenario says itself:
 *         person, people, calendars, settings. Owns everything the book
 *         borrows.
 * Units:  as in leave-calc(1).
 * Errors: faults are counted in `fields`; RC_INPUT when there are any.
 * Source: LEAVE.md 7.
 */
#ifndef TOOLS_STAGE_H
#define TOOLS_STAGE_H

#include "fields.h"
#include "leaved/book.h"
#include "leaved/faults.h"

struct stage {
	struct rules rules;
	struct calendar calendar;
	struct book book;
	char folder[512];
};

/* `root` is the scenario's object. */
enum rc stage_open(struct stage *stage, const json_t *root, const char *folder,
    struct fields *f, struct err *err);
void stage_close(struct stage *stage);

/* Parts that events have as well. */
void stage_read_people(
    struct stage *stage, const json_t *list, struct fields *f);
void stage_read_posts(
    struct service *service, const json_t *value, struct fields *f);
/* RC_EXISTS: it contradicts what is published. */
enum rc stage_read_calendar(struct stage *stage, const json_t *object,
    int published, struct fields *f, struct err *err);

#endif
