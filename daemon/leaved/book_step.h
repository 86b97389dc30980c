/*
 * book_step.h - deputies, approvers and personnel decide on a request.
 *
 * Shape:  one verb per decision, by the name of who takes it; whose turn it is
 *         comes from the directory of the moment (approval). What is rejected,
 *         returned, withdrawn or cancelled gives its hours back, and what
 *         stands lower in the year's amounts may move up. A deputy who cannot
 *         stand in after all offers the duty to somebody else and has it until
 *         that one takes it over; one who is lost has it no more.
 * Units:  as in book.h.
 * Errors: refusals not_your_turn, wrong_state, type_not_refusable, cover_open,
 *         year_closed, no_working_time (the part does not touch the request).
 * Source: LEAVE.md 5.
 */
#ifndef LEAVED_BOOK_STEP_H
#define LEAVED_BOOK_STEP_H

#include "book.h"

/* Whose turn it is; false when nobody's. */
bool book_turn(const struct book *book, const struct request *r,
    struct approval_turn *turn);

/* Who will decide, as things are now: the steps that are left, in order. */
size_t book_chain(const struct book *book, const struct request *r,
    struct approval_turn turns[STEPS]);

enum refusal book_agree(struct book *book, struct request *r, const char *by);
enum refusal book_decline(struct book *book, struct request *r, const char *by);
/* Duty is handed over (代理移轉) while there is any: `by` is who may offer it,
 * then whom it was offered to, or either of them for whom it stays as it was.
 * The deputy and personnel may; when the deputy was lost, the applicant. */
bool book_has_duty(const struct book *book, const struct request *r);
/* The deputy was lost, and nobody is asked now. */
bool book_needs_deputy(const struct book *book, const struct request *r);
bool book_may_offer(
    const struct book *book, const struct request *r, const char *by);
enum refusal book_offer(
    struct book *book, struct request *r, const char *by, const char *to);
enum refusal book_take_over(
    struct book *book, struct request *r, const char *by);
enum refusal book_keep_duty(
    struct book *book, struct request *r, const char *by);
/* The deputy cannot stand in: who was only asked has declined; an agreed duty
 * is the applicant's and personnel's to offer. */
enum refusal book_lose_deputy(struct book *book, struct request *r);
/* One step, or the decision on a cancellation. */
enum refusal book_approve(struct book *book, struct request *r, const char *by);
/* Every step that is left, by whoever's turn it is. */
enum refusal book_approve_all(struct book *book, struct request *r);
enum refusal book_return(struct book *book, struct request *r, const char *by);
enum refusal book_reject(struct book *book, struct request *r, const char *by);
enum refusal book_withdraw(
    struct book *book, struct request *r, const char *by);
/* Personnel cancel at once; the applicant asks. */
enum refusal book_cancel(
    struct book *book, struct request *r, struct span cut, const char *by);
enum refusal book_cover(
    struct book *book, struct request *r, const struct cover *cover);

#endif
