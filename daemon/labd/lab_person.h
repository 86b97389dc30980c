/*
 * lab_person.h - the person behind an account name, and whether this machine
 * may know them.
 *
 * Shape:  recall is what the last poll had, ask what the directory has at this
 *         moment. Either is checked before anything else happens.
 * Units:  none.
 * Errors: as lab.h, with the reason in the answer.
 * Source: ours.
 */
#ifndef LABD_LAB_PERSON_H
#define LABD_LAB_PERSON_H

#include "dir/dn.h"
#include "lab.h"

enum { LAB_PERSON_CHANGED_SIZE = 32, LAB_PERSON_SERVER_SIZE = 512 };

struct lab_person {
	char dn[DN_SIZE];
	int64_t uid;
	int64_t gid;
	enum lab_reason standing;              /* LAB_OK: active */
	char changed[LAB_PERSON_CHANGED_SIZE]; /* of recall only */
	/* Of recall only: where a referral led to them, or "". */
	char server[LAB_PERSON_SERVER_SIZE];
};

/* Begins the answer; RC_INPUT for what no account can be called. */
enum rc lab_person_check_name(
    const char *account, struct lab_answer *answer, struct err *err);

/* False unless the person was there and active: good enough to know whose
 * password to ask about, because the directory judges that and the state
 * anew. */
bool lab_person_recall(
    struct lab *lab, const char *account, struct lab_person *person);

enum rc lab_person_ask(struct lab *lab, const char *account,
    struct lab_person *person, struct err *err);

/* RC_DENIED for numbers and names that belong to the machine, and for who is
 * not active: their state is no secret on a machine that lists their name, and
 * a directory that refuses their password does not say why. */
enum rc lab_person_check(struct lab *lab, const char *account,
    const struct lab_person *person, struct lab_answer *answer,
    struct err *err);

enum rc lab_person_ask_and_check(struct lab *lab, const char *account,
    struct lab_person *person, struct lab_answer *answer, struct err *err);

#endif
