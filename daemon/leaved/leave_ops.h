/*
 * leave_ops.h - which function answers which operation of leaved.
 *
 * Shape:  one table, op -> function and whether it writes, some only with the
 *         field that says what to; each function stands in the file that its
 *         comment names.
 * Units:  none.
 * Errors: verdicts.
 * Source: ops.h is the catalogue that this answers, rights.h says to whom.
 */
#ifndef LEAVED_LEAVE_OPS_H
#define LEAVED_LEAVE_OPS_H

#include "office.h"

/* Answers the question; NOT_ALLOWED for what is not leave's. */
enum verdict leave_ops_answer(struct office *office,
    const struct serve_question *question, struct serve_answer *answer);

/* sign_on.c: a browser comes from the portal, or a program with its token */
office_op sign_on, sign_on_program;
/* staffroom.c: oneself and one's colleagues; choice.c: types of leave */
office_op staffroom_self, staffroom_list, choice_types;
/* apply.c, decide.c: a request begins and goes on */
office_op apply_file, decide;
/* look.c: requests and balances */
office_op look_request, look_list, look_balance, look_lines;
/* stand_in.c: who stands in for whom */
office_op stand_in_list;
/* The uuid of a colleague in service of whose folder is open; `field` has their
 * account, and is amiss when there is none. */
enum verdict stand_in_find(struct office *office, enum field field,
    const char *account, char uuid[BOOK_ID_SIZE]);
/* When they are away, for the book of that folder. */
enum verdict stand_in_add(struct office *office, const char *uuid);
/* announce.c: closures and calendars */
office_op announce_closure, announce_calendar;
/* settle.c: amounts; year_end.c: a year of all of them */
office_op settle_adjust, year_end_close, year_end_carry;
/* papers.c: certificates and letters of a request */
office_op papers_add, papers_list, papers_load, papers_remove;
/* punches.c: coming and going */
office_op punches_add, punches_list;
/* travel.c: abroad and to the mainland */
office_op travel_register, travel_list;
/* agenda.c: who of a unit is away, on a page and as a feed */
office_op agenda_list, agenda_feed, agenda_read;
/* Who is away is asked of so many days at once: nobody reads years of it;
 * AMISS_DAYS_93 says so. */
enum { AWAY_DAYS_MAX = 93 };
/* inspect.c: for whoever must know that all is well */
office_op inspect_export, inspect_recount, inspect_check;
/* setting.c: what a school sets for itself */
office_op setting_list;
/* lessons.c: the timetable */
office_op lessons_periods, lessons_table;
/* board.c: lessons to be covered */
office_op board_list, board_cover;
/* opening.c, report.c: for personnel */
office_op opening_take, report_list;
/* overtime_desk.c: hours beyond working time */
office_op overtime_file, overtime_decide, overtime_list;
/* Whose turn it is to decide on that of an id, and its version; false: nobody's
 * any more. Opens the folder of who worked. */
bool overtime_waits(struct office *office, const char *id,
    struct approval_turn *turn, int64_t *version);
/* gauges.c: for whoever watches over machines */
office_op gauges;
/* mailbag_out.c: for portal-mailer */
office_op mailbag_fill, mailbag_note;

/* seen.c: a request into an answer; with `is_whole` what colleagues do not
 * see. The folder of its person is open. */
void seen_put(struct office *office, const struct request *r, bool is_whole,
    struct wire_out *out);
/* The same, whole, with what came of a question (NULL: nothing did) and whose
 * turn is next. */
void seen_put_outcome(struct office *office, const struct request *r,
    const char *result, struct wire_out *out);
/* way.c: what it passes on its way, a row each: deputy and steps; and what
 * the caller may do with it now. */
void way_put(
    struct office *office, const struct request *r, struct wire_out *out);
/* What is to be known of it, words with blanks between. */
void way_put_marks(
    const struct office *office, const struct request *r, struct wire_out *out);
/* Its lessons that somebody else must see to, a row each. */
void seen_put_cover(
    struct office *office, const struct request *r, struct wire_out *out);
/* "2026-09-02T11:00", and its reading. */
char *seen_moment(int64_t at, char text[32]);
bool seen_parse_moment(const char *text, bool is_end, int64_t *at);
/* "14日0小時". */
char *seen_amount(int minutes, char text[48]);

#endif
