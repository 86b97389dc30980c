/*
 * enrol.h - a question about somebody's place in a school, understood.
 *
 * Shape:  struct enrol is the question and what it is about; it is filled
 *         whole before anything is changed.
 * Units:  none.
 * Errors: enum reply.
 * Source: ours.
 */
#ifndef IDENTITYD_ENROL_H
#define IDENTITYD_ENROL_H

#include "account.h"
#include "act.h"
#include "dir/school.h"
#include "enrolment.h"
#include "national_id.h"

/* One question, as far as it is understood. */
struct enrol {
	struct core *core;
	const struct actor *actor;
	const struct serve_question *question;
	struct serve_answer *answer;
	struct enrolment given;
	struct school school;
	char unit_dn[PERSON_DN_SIZE];          /* "" when not given */
	char id_index[NATIONAL_ID_INDEX_SIZE]; /* ditto */
	bool is_known, is_known_by_id;
	struct person person;
	char account[ACCOUNT_SIZE]; /* of a new entry */
	char detail[ENROLMENT_DETAIL_SIZE];
};

/* The school and the actor's right in it, the values, the unit, the person.
 * Rights first: who may not act there learns nothing else. */
enum reply enrol_understand(struct enrol *enrol);

struct act enrol_act(
    const struct enrol *enrol, const char *target, const char *result);

void enrol_put_result(struct enrol *enrol, const char *result,
    const char *account, const char *uuid);

#endif
