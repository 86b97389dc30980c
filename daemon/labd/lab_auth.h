/*
 * lab_auth.h - may this person log in here?
 *
 * Shape:  three questions: is this the password, change it, may this person log
 *         in. The directory alone judges; who was known and active at the last
 *         poll is bound without being looked up. When no server answers, the
 *         kept passwords are asked (lab_offline.h).
 * Units:  none.
 * Errors: as lab.h.
 * Source: ours.
 */
#ifndef LABD_LAB_AUTH_H
#define LABD_LAB_AUTH_H

#include "lab.h"

enum rc lab_auth(struct lab *lab, const char *account, const char *password,
    struct lab_answer *answer, struct err *err);

/* Changes the password as the person, who proves the old one. A refusal of the
 * new one is RC_INPUT with its reason. */
struct lab_change {
	const char *account;
	const char *old_password;
	const char *new_password;
};
enum rc lab_passwd(struct lab *lab, const struct lab_change *change,
    struct lab_answer *answer, struct err *err);

/* Is there such a person, and active? Asks for no password. */
enum rc lab_account(struct lab *lab, const char *account,
    struct lab_answer *answer, struct err *err);

#endif
