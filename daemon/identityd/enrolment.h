/*
 * enrolment.h - what a question says about a person, as the directory writes
 * it.
 *
 * Shape:  one table, field <-> attribute; each field that the question carries
 *         is judged and brought into its stored form. A field that it does not
 *         carry is not touched; one that is empty takes the value away. Pure.
 * Units:  days as typed (almanac.h reads them), stored as staff.h says.
 * Errors: enum reply, and the field's name: the first that is wrong.
 * Source: ours; staff.h, account.h and mail_address.h judge.
 */
#ifndef IDENTITYD_ENROLMENT_H
#define IDENTITYD_ENROLMENT_H

#include "base/wire.h"
#include "changes.h"
#include "dir/person.h"
#include "reply.h"

enum enrolment_part {
	ENROLMENT_NAME,
	ENROLMENT_KIND,
	ENROLMENT_ADMIN_POST,
	ENROLMENT_SCHEDULE,
	ENROLMENT_POSTED_FROM,
	ENROLMENT_POSTED_UNTIL,
	ENROLMENT_HIRED_ON,
};
#define ENROLMENT_PART_COUNT (ENROLMENT_HIRED_ON + 1)

enum { ENROLMENT_DETAIL_SIZE = 128 };

struct enrolment {
	bool is_given[ENROLMENT_PART_COUNT];
	char part[ENROLMENT_PART_COUNT][PERSON_TEXT_SIZE];
	/* borrowed from the question; NULL when it does not carry them */
	const char *mail, *account, *unit, *name_en;
};

/* `fault` gets the name of the field that is wrong. */
enum reply enrolment_read(
    struct enrolment *enrolment, const struct wire_in *in, const char **fault);

/* The values of a new entry. */
void enrolment_add(const struct enrolment *enrolment, struct changes *changes);

/* What differs from the person; `detail` names it: "name, posted_until". */
void enrolment_diff(const struct enrolment *enrolment,
    const struct person *person, struct changes *changes,
    char detail[ENROLMENT_DETAIL_SIZE]);

/* Appends a word to such a list. */
void enrolment_note(char detail[ENROLMENT_DETAIL_SIZE], const char *word);

#endif
