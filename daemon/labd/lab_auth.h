/*
 * lab_auth.h - may this person log in here?
 *
 * Shape:  two warm connections. Over one the machine looks up people whom it
 *         does not know to be active (state.h), over the other they prove their
 *         password by a bind of their own.
 * Units:  seconds.
 * Errors: three answers. RC_OK yes; RC_DENIED, RC_ABSENT and RC_INPUT no;
 *         RC_OFFLINE, RC_BUSY and RC_FAULT don't know: never a "no" because a
 *         server is away, never a "yes" because something is odd.
 *         answer->reason has the word for all of them.
 * Source: DESIGN: the lab machine; passwords are judged by the directory alone.
 */
#ifndef LABD_LAB_AUTH_H
#define LABD_LAB_AUTH_H

#include "base/lab_reason.h"
#include "dir/dir.h"
#include "lab_name.h"
#include "labd_conf.h"
#include "state.h"

struct lab {
	const struct labd_conf *conf;
	struct dir *names;  /* bound as the machine */
	struct dir *people; /* bound as whoever logs in */
	struct state known; /* who was there at the last poll */
};

enum { LAB_TEXT_SIZE = 256 };

struct lab_answer {
	enum lab_reason reason;
	int64_t uid_number;
	int64_t expires_in_s;     /* -1: not told */
	int grace_count;          /* -1: not told */
	char text[LAB_TEXT_SIZE]; /* of LAB_WEAK: the judge's */
};

/* How this machine reaches its directory. The result borrows `conf`. */
struct dir_conf lab_dir_conf(
    const struct labd_conf *conf, struct dir_health *health);

enum rc lab_open(struct lab *lab, const struct labd_conf *conf,
    struct dir_health *health, struct err *err);
void lab_close(struct lab *lab);

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
