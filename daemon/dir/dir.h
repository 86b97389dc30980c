/*
 * dir.h - one connection to the directory.
 *
 * Shape:  struct dir knows several servers, the primary first, and is
 *         connected to at most one. It connects when it must, returns to the
 *         primary when that answers again, and binds as its own identity on
 *         every new connection. One question at a time; a process that wants
 *         two at once opens two.
 * Units:  timeout_ms is the longest a call waits for one server, whatever the
 *         server does; a call that has to try every server waits at most that
 *         long for each.
 * Errors: RC_DENIED the server says no · RC_ABSENT no such entry, attribute or
 *         value · RC_EXISTS there is one already, or an assertion is false ·
 *         RC_INPUT it refuses the value (dir_policy() says why) · RC_BUSY a
 *         limit · RC_OFFLINE nobody knows: no server, no answer in time ·
 * RC_FAULT anything else. After RC_OFFLINE a change may or may not have
 *         happened. dir_code() has the LDAP result code.
 * Retry:  searches and binds are asked again, once, when the server has closed
 *         an idle connection; changes never are: only the caller knows whether
 *         doing it twice is harmless.
 * Source: RFC 4511, 4513; ppolicy draft-behera-10; controls RFC 4527, 4528.
 */
#ifndef DIR_DIR_H
#define DIR_DIR_H

#include "base/err.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DIR_SERVERS_MAX = 8 };

/* ------------------------------------------------------------ connection */

/* Why a server and we do not trust each other. */
enum dir_trust {
	DIR_TRUST_OK,
	DIR_TRUST_EXPIRED,
	DIR_TRUST_NOT_YET,
	DIR_TRUST_SIGNER, /* of no authority that we know */
	DIR_TRUST_NAME,   /* of another server */
	DIR_TRUST_OTHER,
	DIR_TRUST_NO_CA,   /* the CA file cannot be used */
	DIR_TRUST_REFUSED, /* it answers no to our own bind */
};
#define DIR_TRUST_COUNT (DIR_TRUST_REFUSED + 1)

/*
 * When each server may be tried again. Normally each connection has its own;
 * workers that share one (in shared memory, zeroed) learn of an outage from
 * whoever meets it first, and when it may be tried again, one of them tries.
 * What one waits for in vain while the others are answered is no outage.
 */
struct dir_health {
	_Atomic int64_t retry_at_ms[DIR_SERVERS_MAX]; /* 0: it answers */
	_Atomic int64_t heard_at_ms[DIR_SERVERS_MAX]; /* its last answer */
	_Atomic int32_t backoff_ms[DIR_SERVERS_MAX];
	/* enum dir_trust of the last try */
	_Atomic int32_t trust[DIR_SERVERS_MAX];
};

struct dir_conf {
	const char *const *uris;   /* ldapi://, ldaps://, or ldap:// with
				    StartTLS; NULL-terminated */
	const char *ca_file;       /* PEM; needed for all but ldapi:// */
	const char *bind_dn;       /* NULL: EXTERNAL on ldapi, else nobody */
	const char *password;      /* of bind_dn; borrowed as long as the dir */
	int timeout_ms;            /* 0: 1500 */
	int backoff_min_ms;        /* 0: 1000; doubles to backoff_max_ms */
	int backoff_max_ms;        /* 0: 30000 */
	struct dir_health *health; /* NULL: its own */
};

struct dir;

/* Checks the configuration and connects to nobody yet. The texts that `conf`
 * points at are borrowed. */
enum rc dir_open(
    const struct dir_conf *conf, struct dir **out, struct err *err);
void dir_close(struct dir *dir);

/* Tries every server that did not answer when it was last asked, whatever its
 * back-off: the health probe of a daemon. RC_OK when one at least is well. */
enum rc dir_probe(struct dir *dir, struct err *err);

/* The server is of no use to this connection just now, though it answers: it is
 * not asked for a minute. False when that was the last one; then all are asked
 * again. */
bool dir_pass(struct dir *dir);

/* The server it is connected to, or NULL. */
const char *dir_server(const struct dir *dir);

/* ------------------------------------------------- about the last answer */

/* Why a password policy said no, or what it wants. */
enum dir_policy {
	DIR_POLICY_NONE,
	DIR_POLICY_EXPIRED,
	DIR_POLICY_LOCKED,
	DIR_POLICY_MUST_CHANGE,
	DIR_POLICY_MAY_NOT_CHANGE,
	DIR_POLICY_OLD_MISSING,
	DIR_POLICY_QUALITY,
	DIR_POLICY_TOO_SHORT,
	DIR_POLICY_TOO_YOUNG,
	DIR_POLICY_IN_HISTORY,
};
#define DIR_POLICY_COUNT (DIR_POLICY_IN_HISTORY + 1)

int dir_code(const struct dir *dir); /* the LDAP result code */
enum dir_policy dir_policy(const struct dir *dir);
const char *dir_said(const struct dir *dir); /* the server's words, or "" */

/* --------------------------------------------------------------- entries */

struct dir_entry;

const char *dir_dn(const struct dir_entry *entry);
/* The server that a referral led to, scheme://host:port; "" for our own. */
const char *dir_origin(const struct dir_entry *entry);
/* How many values `attr` has; names compare without case. */
size_t dir_count(const struct dir_entry *entry, const char *attr);
/* The i-th value as text. NULL when there is none or it holds a NUL. */
const char *dir_value_at(
    const struct dir_entry *entry, const char *attr, size_t i);
/* The first one. */
const char *dir_value(const struct dir_entry *entry, const char *attr);
/* The one that the entry is called by: its only one, or of several the one in
 * its DN. NULL when there is none: values have no order, so the first is
 * any. */
const char *dir_naming_value(const struct dir_entry *entry, const char *attr);
/* Is `value` one of them, ASCII case aside? */
bool dir_has_value(
    const struct dir_entry *entry, const char *attr, const char *value);
/* The i-th value as bytes. NULL when there is none. */
const void *dir_bytes_at(
    const struct dir_entry *entry, const char *attr, size_t i, size_t *len);
void dir_entry_free(struct dir_entry *entry);

/* ---------------------------------------------------------------- asking */

enum dir_scope { DIR_BASE, DIR_ONE, DIR_SUBTREE };

struct dir_query {
	const char *base;
	enum dir_scope scope;
	const char *filter;       /* of filter_print(); NULL: any entry */
	const char *const *attrs; /* NULL-terminated; NULL: all of the user's */
	int size_max;             /* entries; 0: as many as the server gives */
	int timeout_ms;           /* 0: that of the connection */
};

/* `entry` lives until this returns. Anything but RC_OK ends the search and is
 * what dir_search() returns. */
typedef enum rc dir_each(
    void *context, const struct dir_entry *entry, struct err *err);

/* RC_BUSY when there were more than size_max (or the server's own limit);
 * `each` has seen the first ones. A base that does not exist is RC_ABSENT; no
 * match is RC_OK. */
enum rc dir_search(struct dir *dir, const struct dir_query *query,
    dir_each *each, void *context, struct err *err);

/* Exactly one entry, which the caller frees: RC_ABSENT for none, RC_EXISTS for
 * several. */
enum rc dir_find(struct dir *dir, const struct dir_query *query,
    struct dir_entry **out, struct err *err);

/* The entry of that name; the caller frees it. */
enum rc dir_get(struct dir *dir, const char *dn, const char *const *attrs,
    struct dir_entry **out, struct err *err);

/* --------------------------------------------------------------- binding */

struct dir_bound {
	enum dir_policy policy; /* MUST_CHANGE may come with RC_OK */
	int grace_count;        /* logins left after expiry; -1: does not say */
	int64_t expires_in_s;   /* -1: does not say */
};

/*
 * Is this the password of `dn`? Yes is RC_OK, no is RC_DENIED (bound->policy
 * says whether locked or expired), everything else is "don't know". After RC_OK
 * the connection acts as that person until the next bind. An empty password is
 * RC_INPUT: a server would take it as a bind by nobody.
 */
enum rc dir_bind(struct dir *dir, const char *dn, const char *password,
    struct dir_bound *bound, struct err *err);

/* "dn:uid=..." as the server sees us. */
enum rc dir_whoami(struct dir *dir, char *dst, size_t size, struct err *err);

/* -------------------------------------------------------------- changing */

enum dir_op { DIR_ADD, DIR_DELETE, DIR_REPLACE, DIR_INCREMENT };

/* One value. Neighbours with the same op and attribute are one change with
 * several values. A NULL value means the whole attribute (DELETE, REPLACE). */
struct dir_change {
	enum dir_op op;
	const char *attr;
	const void *value;
	size_t len; /* 0 with a value: it is text */
};

struct dir_edit {
	const char *dn;
	const struct dir_change *changes;
	size_t count;
	const char *assertion; /* filter; RC_EXISTS, nothing done if false */
	const char *const *post_read; /* attributes wanted back, as they are
					 right after the change */
};

/* The changes happen all or none. With edit->post_read, `after` gets an entry
 * that the caller frees, else it may be NULL. */
enum rc dir_modify(struct dir *dir, const struct dir_edit *edit,
    struct dir_entry **after, struct err *err);

enum rc dir_add(struct dir *dir, const char *dn,
    const struct dir_change *values, size_t count, struct err *err);
enum rc dir_delete(struct dir *dir, const char *dn, struct err *err);
/* `parent` NULL: it stays where it is. The old name is no longer a value. */
enum rc dir_rename(struct dir *dir, const char *dn, const char *rdn,
    const char *parent, struct err *err);

/* Changes the password of `dn`; the caller has bound as `dn`, and nothing else
 * happened since. Waits two seconds longer than other questions. */
enum rc dir_passwd(struct dir *dir, const char *dn, const char *old_password,
    const char *new_password, struct err *err);

#endif
