/*
 * lab_own.h - a new password that says what everybody knows of its owner.
 *
 * Shape:  one question. slapd's judge sees the password alone; this is what it
 *         cannot know. The machine reads the names: who must change the
 *         password may do nothing else until then.
 * Units:  none.
 * Errors: RC_INPUT with LAB_OWN when it holds the account or a name of four
 *         bytes or more; as lab.h when the entry cannot be read.
 * Source: dir/quality.h.
 */
#ifndef LABD_LAB_OWN_H
#define LABD_LAB_OWN_H

#include "lab_person.h"

enum rc lab_own_check(struct lab *lab, const struct lab_person *person,
    const char *password, struct lab_answer *answer, struct err *err);

#endif
