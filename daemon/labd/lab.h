/*
 * lab.h - what a worker of labd holds, and what it answers.
 *
 * Shape:  two warm connections: over one the machine looks people up, over the
 *         other they prove their password by a bind of their own; the names of
 *         the last poll; the passwords kept for when the directory is away.
 * Units:  seconds.
 * Errors: three answers. RC_OK yes; RC_DENIED, RC_ABSENT and RC_INPUT no;
 *         RC_OFFLINE, RC_BUSY and RC_FAULT don't know: never a "no" because a
 *         server is away, never a "yes" because something is odd.
 *         answer->reason has the word for all of them.
 * Source: ours.
 */
#ifndef LABD_LAB_H
#define LABD_LAB_H

#include "base/lab_reason.h"
#include "dir/dir.h"
#include "lab_local.h"
#include "labd_conf.h"
#include "offline.h"
#include "state.h"

enum { LAB_URI_SIZE = 512 };

struct lab {
	const struct labd_conf *conf;
	struct dir *names;  /* bound as the machine */
	struct dir *people; /* bound as whoever logs in */
	/* the same, at the server that a referral led to */
	struct dir *names_there, *people_there;
	char uri_there[LAB_URI_SIZE];
	struct state known; /* who was there at the last poll */
	struct lab_local local;
	struct offline store;
};

enum { LAB_TEXT_SIZE = 512 }; /* the portal's sentences */

struct lab_answer {
	enum lab_reason reason;
	int64_t uid_number;
	int64_t expires_in_s;     /* -1: not told */
	int grace_count;          /* -1: not told */
	char text[LAB_TEXT_SIZE]; /* of the reasons that have one */
};

/* How this machine reaches its directory. The result borrows `conf`. */
struct dir_conf lab_dir_conf(
    const struct labd_conf *conf, struct dir_health *health);

enum rc lab_open(struct lab *lab, const struct labd_conf *conf,
    struct dir_health *health, struct err *err);
void lab_close(struct lab *lab);

/* The connections to that server; "": to our own. They are kept until another
 * server is wanted. */
enum rc lab_names_at(
    struct lab *lab, const char *uri, struct dir **names, struct err *err);
enum rc lab_people_at(
    struct lab *lab, const char *uri, struct dir **people, struct err *err);

/* The word for a class that has no better one. */
enum lab_reason lab_reason_of(enum rc rc);

/* Are these hours at which people may log in? */
bool lab_is_open(const struct lab *lab);

void lab_answer_begin(struct lab_answer *answer);
/* Puts the reason and returns `rc`. */
enum rc lab_answer_with(
    struct lab_answer *answer, enum rc rc, enum lab_reason reason);

#endif
