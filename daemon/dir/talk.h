/*
 * talk.h - what stands behind every call of dir.h.
 *
 * Shape:  talk_ask() finds a server (primary first, by back-off and health),
 *         runs the asker over the connection, and decides whether to ask again.
 *         An asker sends with an async libldap call and takes the answer with
 *         talk_take(). Private to dir/.
 * Units:  milliseconds on the monotonic clock.
 * Errors: the one table LDAP result -> enum rc is talk_rc().
 * Source: RFC 4511 appendix A.
 */
#ifndef DIR_TALK_H
#define DIR_TALK_H

#include "dial.h"
#include "dir.h"

enum { TALK_SAID_SIZE = 256 };

struct dir {
	struct dir_conf conf;
	struct dial_server servers[DIR_SERVERS_MAX];
	int server_count;
	struct dir_health own_health;
	struct dir_health *health;

	struct dial dials[2]; /* the one in use, and one to try the primary */
	struct dial *dial;
	int current;    /* server, -1: not connected */
	bool is_fresh;  /* nothing was asked on this connection yet */
	bool is_person; /* dir_bind() has changed who we are on it */
	bool is_spent;  /* the caller has seen part of an answer */
	int64_t pass_until_ms[DIR_SERVERS_MAX]; /* dir_pass(), late ones */
	uint64_t connection;                    /* counts them */
	bool is_watching; /* a search stays on this one: sync_watch() */

	int code;
	enum dir_policy policy;
	char said[TALK_SAID_SIZE];
	/* of the last answer */
	struct dir_bound bound;
	struct dir_entry *after;
};

enum talk_repeat { TALK_ONCE, TALK_REPEAT };

typedef enum rc talk_asker(struct dir *dir, void *question, struct err *err);

enum rc talk_ask(struct dir *dir, enum talk_repeat repeat, talk_asker *asker,
    void *question, struct err *err);

/* Connects to one server as ourselves. */
enum rc talk_connect(struct dir *dir, int server, struct err *err);
void talk_hang_up(struct dir *dir, bool is_broken);

/* The next message of `id`. When it is a result, its code, words and controls
 * are in `dir`, and its class is returned. `sent` is what the sending call
 * returned. The caller frees `message` by ldap_msgfree(). */
enum rc talk_take(
    struct dir *dir, int sent, int id, LDAPMessage **message, struct err *err);

/* The same without waiting: `message` is NULL when nothing has come. */
enum rc talk_hear(
    struct dir *dir, int id, LDAPMessage **message, struct err *err);

/* For answers whose message nobody needs. */
enum rc talk_finish(struct dir *dir, int sent, int id, struct err *err);

enum rc talk_rc(int code);

#endif
