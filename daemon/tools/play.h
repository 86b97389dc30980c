/*
 * play.h - one event of a scenario, played on the book.
 *
 * Shape:  a verb per event (play_request.c, play_school.c), and the readers of
 *         what the verbs share.
 * Units:  as in leave-calc(1).
 * Errors: refusals of the book; a malformed event is a fault in `f`.
 * Source: LEAVE.md 7.
 */
#ifndef TOOLS_PLAY_H
#define TOOLS_PLAY_H

#include "stage.h"

struct play {
	struct stage *stage;
	struct fields *f;
	const json_t *event;
	json_t *line;
	struct request *request; /* that the line tells about */
};

typedef enum refusal play_verb(struct play *p);

/* play_request.c: a person's requests and what hangs on them */
play_verb play_file, play_submit, play_agree, play_decline, play_approve,
    play_return, play_reject, play_withdraw, play_cancel, play_overtime,
    play_absence, play_duty, play_handover, play_cover;
/* play_school.c: what a school or the law announces */
play_verb play_closure, play_calendar, play_rule, play_transfer,
    play_close_year, play_directory, play_tick;

/* From "from" to "to". */
enum refusal play_span(struct play *p, struct span *span);
/* Without a fallback it is required, and "" is a fault. */
const char *play_text(struct play *p, const char *key, const char *fallback);
/* NULL when absent. */
const char *play_maybe(struct play *p, const char *key);
/* The request named by "id", into p->request. */
enum refusal play_find(struct play *p);
/* Is "by" somebody of personnel? */
bool play_by_personnel(struct play *p);

#endif
