#include "approval.h"
#include <string.h>
#include "base/text.h"

static const char *const role_names[APPROVAL_ROLES] = {
    [APPROVAL_UNIT_HEAD] = "unit_head",
    [APPROVAL_PERSONNEL] = "personnel",
    [APPROVAL_DIRECTOR] = "director",
    [APPROVAL_PRINCIPAL] = "principal",
    [APPROVAL_BUREAU] = "bureau",
};

static const char *const step_names[STEPS] = {
    [STEP_UNIT_HEAD] = "unit_head",
    [STEP_PERSONNEL] = "personnel",
    [STEP_FINAL] = "final",
};

/* Who decides instead when a level cannot. */
static const enum approval_role above[APPROVAL_ROLES] = {
    [APPROVAL_UNIT_HEAD] = APPROVAL_DIRECTOR,
    [APPROVAL_PERSONNEL] = APPROVAL_DIRECTOR,
    [APPROVAL_DIRECTOR] = APPROVAL_PRINCIPAL,
    [APPROVAL_PRINCIPAL] = APPROVAL_BUREAU,
    [APPROVAL_BUREAU] = APPROVAL_ROLES,
};

const char *
approval_step_name(enum approval_step step)
{
	return step < STEPS ? step_names[step] : "?";
}

enum approval_role
approval_role_find(const char *name)
{
	enum approval_role role = 0;

	while (role < APPROVAL_ROLES && strcmp(role_names[role], name) != 0)
		role++;
	return role;
}

void
approval_default(struct approval_people *people)
{
	static const char *const ids[APPROVAL_ROLES] = {
	    [APPROVAL_UNIT_HEAD] = "head",
	    [APPROVAL_PERSONNEL] = "personnel",
	    [APPROVAL_DIRECTOR] = "director",
	    [APPROVAL_PRINCIPAL] = "principal",
	    [APPROVAL_BUREAU] = "bureau",
	};

	memset(people, 0, sizeof(*people));
	for (enum approval_role role = 0; role < APPROVAL_ROLES; role++) {
		struct approver *one = &people->people[people->count++];

		(void)text_copy(one->id, sizeof(one->id), ids[role]);
		one->roles = 1U << role;
	}
}

const struct approver *
approval_find(const struct approval_people *people, const char *id)
{
	for (size_t i = 0; i < people->count; i++)
		if (strcmp(people->people[i].id, id) == 0)
			return &people->people[i];
	return NULL;
}

static bool
is_away(const struct approver *one, struct span span)
{
	for (size_t i = 0; i < one->absence_count; i++)
		if (span_overlaps(one->absences[i], span))
			return true;
	return one->is_disabled;
}

bool
approval_is_absent(
    const struct approval_people *people, const char *id, struct span span)
{
	const struct approver *one = approval_find(people, id);

	return one != NULL && is_away(one, span);
}

bool
approval_has_role(const struct approval_people *people, const char *id,
    enum approval_role role)
{
	const struct approver *one = approval_find(people, id);

	return one != NULL && (one->roles & 1U << role) != 0;
}

static const struct approver *
holder_of(const struct approval_people *people, enum approval_role role)
{
	for (size_t i = 0; i < people->count; i++)
		if ((people->people[i].roles & 1U << role) != 0)
			return &people->people[i];
	return NULL;
}

static bool
has_signed(const struct approval_case *c, const char *id)
{
	for (int step = 0; step < STEPS; step++)
		if (c->is_done[step] && strcmp(c->signed_by[step], id) == 0)
			return true;
	return false;
}

/* May this person sign at all, themselves or for another? */
static bool
may_sign(const struct approval_case *c, const struct approver *one)
{
	return strcmp(one->id, c->applicant) != 0 && !has_signed(c, one->id);
}

static const struct approver *
stand_in(const struct approval_case *c, const struct approver *absent)
{
	struct span now = {c->now, c->now + 1};

	for (size_t i = 0; i < absent->deputy_count; i++) {
		const struct approver *deputy =
		    approval_find(c->directory, absent->deputies[i]);

		if (deputy != NULL && may_sign(c, deputy) &&
		    !is_away(deputy, now))
			return deputy;
	}
	return NULL;
}

static bool
is_principal(const struct approval_case *c, const char *id)
{
	return approval_has_role(c->directory, id, APPROVAL_PRINCIPAL);
}

static enum approval_role
role_of(const struct approval_case *c, enum approval_step step)
{
	if (step == STEP_UNIT_HEAD)
		return APPROVAL_UNIT_HEAD;
	if (step == STEP_PERSONNEL)
		return APPROVAL_PERSONNEL;
	if (is_principal(c, c->applicant))
		return APPROVAL_BUREAU;
	return c->is_for_principal ? APPROVAL_PRINCIPAL : APPROVAL_DIRECTOR;
}

/* Climbs from the step's level until somebody can sign. */
static bool
resolve(const struct approval_case *c, enum approval_step step,
    struct approval_turn *turn)
{
	struct span now = {c->now, c->now + 1};
	const struct approver *first = NULL;

	for (enum approval_role role = role_of(c, step); role < APPROVAL_ROLES;
	     role = above[role]) {
		const struct approver *one = holder_of(c->directory, role);
		const struct approver *signer = one;

		if (one == NULL)
			continue;
		first = first == NULL ? one : first;
		if (!may_sign(c, one))
			continue;
		if (is_away(one, now))
			signer = stand_in(c, one);
		if (signer == NULL)
			continue;
		turn->step = step;
		(void)text_copy(turn->who, sizeof(turn->who), signer->id);
		/* Standing in for an absent person is recorded; a step that
		 * goes up because it would be one's own is not. */
		(void)text_copy(turn->instead_of, sizeof(turn->instead_of),
		    signer != one                             ? one->id
			: first != one && is_away(first, now) ? first->id
							      : "");
		return true;
	}
	return false;
}

/* A lower step that would go to the final signer is not asked twice. */
static bool
is_dropped(const struct approval_case *c, const struct approval_turn *turn)
{
	const struct approver *own =
	    holder_of(c->directory, role_of(c, turn->step));
	struct approval_turn last;

	if (turn->step == STEP_FINAL || own == NULL ||
	    strcmp(own->id, turn->who) == 0 || turn->instead_of[0] != '\0')
		return false;
	return resolve(c, STEP_FINAL, &last) &&
	    strcmp(last.who, turn->who) == 0;
}

bool
approval_next(const struct approval_case *c, struct approval_turn *turn)
{
	enum approval_step step = 0;

	/* Never back behind a decided step, dropped ones included. */
	for (enum approval_step done = 0; done < STEPS; done++)
		if (c->is_done[done])
			step = done + 1;
	for (; step < STEPS; step++) {
		/* No unit head at all: the principal and small schools. */
		if (step == STEP_UNIT_HEAD &&
		    (holder_of(c->directory, APPROVAL_UNIT_HEAD) == NULL ||
			is_principal(c, c->applicant)))
			continue;
		if (!resolve(c, step, turn))
			continue;
		if (!is_dropped(c, turn))
			return true;
	}
	return false;
}
