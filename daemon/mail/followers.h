/*
 * followers.h - letters that were passed over, and the addresses they go to.
 *
 * Shape:  a letter to an address that another one is on its way to waits its
 *         turn. Where it goes only identityd tells, so that is kept until the
 *         turn has come: were identityd asked at every look over all letters,
 *         many to one address would be as many questions squared. Found in the
 *         order they were put, which is the outbox's, they are found at once.
 * Units:  FOLLOWERS_MAX letters, some 1.2 MB; those beyond are not kept.
 * Errors: none; out of memory ends a daemon.
 * Source: ours.
 */
#ifndef MAIL_FOLLOWERS_H
#define MAIL_FOLLOWERS_H

enum { FOLLOWERS_MAX = 4096 };

struct followers;

struct followers *followers_new(void);
/* The addresses are wiped. */
void followers_free(struct followers *followers);

/* A letter that is not kept yet. */
void followers_put(struct followers *followers, const char *id, const char *to);
/* Where it goes, borrowed until the next call; NULL: it is not kept. */
const char *followers_find(struct followers *followers, const char *id);
void followers_del(struct followers *followers, const char *id);
/* Forgets them all. */
void followers_wipe(struct followers *followers);

#endif
