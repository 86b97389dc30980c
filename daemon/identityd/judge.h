/*
 * judge.h - the password rules as identityd's answers.
 *
 * Shape:  the judge is dir/quality; here its verdict and the directory's
 *         become a reply with the judge's sentence.
 * Units:  none.
 * Errors: enum reply.
 * Source: ours.
 */
#ifndef IDENTITYD_JUDGE_H
#define IDENTITYD_JUDGE_H

#include "core.h"

/* `person` NULL: what can be said of the password alone. */
enum reply judge_check(
    struct core *core, const char *password, const struct person *person);

/* Why the directory refused the password of the last change on `dir`. */
enum reply judge_reply(struct core *core, const struct dir *dir);

#endif
