/*
 * gone.h - somebody goes, and leaved's ticker finds what falls away with that.
 *
 * Shape:  GONE and BACK are statements for gone_set(), which writes past
 *         leaved, as the directory's round or a broken disk would. Who links it
 *         wraps what school_mortal.h says.
 * Units:  MONDAY is a day of work after school.h's moment.
 * Errors: a failed assertion.
 * Source: ours.
 */
#ifndef TESTS_GONE_H
#define TESTS_GONE_H

#include "letterbox.h"

#define MONDAY    "2026-09-14"
#define GONE(who) "UPDATE person SET state = 'left' WHERE uuid = '" who "'"
#define BACK(who) "UPDATE person SET state = 'active' WHERE uuid = '" who "'"

void gone_set(struct office *office, const char *statement);

/* As many requests of a.boss on MONDAY as a round takes, before all others, of
 * which no folder can be loaded; their caps are 'unreadable'. */
void gone_make_unreadable(struct office *office);

/* A round alone; 0. */
int gone_round(struct office *office, int k);

/* What has gone is found by a round that is killed at several of its writes:
 * nothing of it is there, or all, as one act with these letters, and then no
 * further round does it again. */
void gone_survive(struct office *office, const char *letters);

#endif
