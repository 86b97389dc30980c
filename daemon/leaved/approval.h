/*
 * approval.h - whose turn it is.
 *
 * Shape:  the chain deputy → unit head → personnel → final, from the people of
 *         a directory that may change between two steps: only decided steps
 *         are remembered, as the names of those who signed. The final step is
 *         the director's; the principal's from `principal_minutes` on and for
 *         公假; the bureau's when the applicant is the principal.
 *         Nobody signs two steps or their own: such a step goes to the next
 *         level up (unit head → director → principal → bureau), and is
 *         dropped when that is the person who signs the final step anyway. An
 *         absent or disabled approver is replaced by their first deputy who is
 *         there, otherwise by the next level.
 * Units:  instants as in worktime.h.
 * Errors: none; approval_next() answers false when no step is left.
 * Source: LEAVE.md 5.
 */
#ifndef LEAVED_APPROVAL_H
#define LEAVED_APPROVAL_H

#include "worktime.h"

enum approval_role {
	APPROVAL_UNIT_HEAD,
	APPROVAL_PERSONNEL,
	APPROVAL_DIRECTOR,
	APPROVAL_PRINCIPAL,
	APPROVAL_BUREAU,
	APPROVAL_ROLES
};

enum approval_step { STEP_UNIT_HEAD, STEP_PERSONNEL, STEP_FINAL, STEPS };

enum {
	APPROVAL_ID_SIZE = 48,
	APPROVAL_PEOPLE_MAX = 64,
	APPROVAL_DEPUTIES_MAX = 6,
	APPROVAL_ABSENCES_MAX = 12,
};

struct approver {
	char id[APPROVAL_ID_SIZE];
	unsigned roles; /* bits of 1 << approval_role */
	bool is_disabled;
	struct span absences[APPROVAL_ABSENCES_MAX];
	size_t absence_count;
	char deputies[APPROVAL_DEPUTIES_MAX][APPROVAL_ID_SIZE];
	size_t deputy_count;
};

struct approval_people {
	struct approver people[APPROVAL_PEOPLE_MAX];
	size_t count;
};

/* What the chain depends on. */
struct approval_case {
	const struct approval_people *directory;
	const char *applicant;
	bool is_for_principal; /* by length or type */
	int64_t now;
	char signed_by[STEPS][APPROVAL_ID_SIZE]; /* "" : not decided yet */
	bool is_done[STEPS];
};

struct approval_turn {
	enum approval_step step;
	char who[APPROVAL_ID_SIZE];
	char instead_of[APPROVAL_ID_SIZE]; /* "" when it is their own turn */
};

const char *approval_step_name(enum approval_step step);
/* "unit_head" …; APPROVAL_ROLES when there is none of that name. */
enum approval_role approval_role_find(const char *name);

/* The default directory: head, personnel, director, principal, bureau. */
void approval_default(struct approval_people *people);

const struct approver *approval_find(
    const struct approval_people *people, const char *id);

/* Is the person away or out of office at any moment of the span? */
bool approval_is_absent(
    const struct approval_people *people, const char *id, struct span span);

bool approval_has_role(const struct approval_people *people, const char *id,
    enum approval_role role);

/* The first undecided step and who decides it now. */
bool approval_next(const struct approval_case *c, struct approval_turn *turn);

#endif
