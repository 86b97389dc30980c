/*
 * core.h - what every operation of identityd works with.
 *
 * Shape:  struct core is one worker's: its connections, its rings, and what
 *         the workers share. An operation gets the core, who acts and the
 *         question, puts its fields into the answer and returns the reply.
 * Units:  now_s Unix seconds, read once per question.
 * Errors: enum reply; core_fail() turns a failure of ours into one and logs it.
 * Source: ours.
 */
#ifndef IDENTITYD_CORE_H
#define IDENTITYD_CORE_H

#include "actor.h"
#include "audit.h"
#include "base/serve.h"
#include "dir/dir.h"
#include "dir/filter.h"
#include "identityd_conf.h"
#include "seal/keyring.h"
#include "limit.h"
#include "mail/outbox.h"
#include "reply.h"
#include "signing.h"

#define CORE_VERSION "identityd 0.1"

enum {
	CORE_LETTERS_MAX = 4,
	CORE_SAY_SIZE = 768,
	CORE_DIRS_MAX = 1 + IDENTITYD_OTHERS_MAX,
};

enum core_ring { RING_ID, RING_CODE, RING_SESSION, RING_AUDIT, RING_SIGN };
#define CORE_RING_COUNT (RING_SIGN + 1)

struct core {
	const struct identityd_conf *conf;
	char *password; /* of bind_dn, NULL over ldapi */
	/* shared by all workers */
	struct limit *limit;
	struct audit *audit;
	struct signing *signing;
	struct tally *tally;
	struct dir_health *health; /* CORE_DIRS_MAX of them; NULL: none */
	/* this worker's */
	struct dir *dir;        /* as identityd */
	struct dir *person_dir; /* binds as people */
	struct dir *other_dir[IDENTITYD_OTHERS_MAX];
	struct keyring *ring[CORE_RING_COUNT];
	struct timespec ring_changed[CORE_RING_COUNT];
	struct outbox outbox;
	struct signer signer;
	int64_t number_next, number_end; /* counter.h: taken, not yet given */
	/* this question's */
	int64_t now_s;
	bool is_english;
	char say[CORE_SAY_SIZE]; /* a sentence instead of the reply's own */
	struct promise letters[CORE_LETTERS_MAX]; /* put after the answer */
	size_t letter_count;
};

/* Connections and rings of one worker. */
enum rc core_open(struct core *core, struct err *err);

/* Rings that another process has changed are read anew. */
enum rc core_refresh(struct core *core, struct err *err);

/* "id", "code", "session", "audit", "sign"; -1 for none of them. */
const char *core_ring_name(enum core_ring ring);
int core_ring_of(const char *name);
void core_ring_path(
    const struct core *core, enum core_ring ring, char path[512]);

/* One more connection to a directory: 0 is this host's own, then come those of
 * identityd_conf_other(). RC_ABSENT: there are not as many. */
enum rc core_dial(struct core *core, size_t at, int timeout_ms,
    struct dir **out, struct err *err);

/* This worker's connection to a directory, counted as by core_dial(); NULL when
 * there are not as many, or none can be had. */
struct dir *core_dir_at(struct core *core, size_t at);
/* That to the provider with that serverID; NULL when unknown. */
struct dir *core_home(struct core *core, int64_t home);

/* Is a directory away, as the ticker has found? Counted as by core_dial(). */
bool core_is_away(const struct core *core, size_t at);
/* Is one of `homes`? */
bool core_is_home_away(const struct core *core);

/* Logs what went wrong and returns the reply for its class. */
enum reply core_fail(const char *what, enum rc rc, const struct err *err);

/* The entry of the filter "any live key's index of this ID". RC_INPUT: it is
 * no national ID. */
enum rc core_find_by_id(struct core *core, const char *typed,
    struct person *person, struct err *err);

/* The person of an account: REPLY_NO_PERSON when there is none. */
enum reply core_find_person(
    struct core *core, const char *account, struct person *person);

/* How many entries of ou=people fit. */
enum rc core_count_people(
    struct core *core, const char *filter, int64_t *count, struct err *err);

/* May a school of that kind hold accounts? */
bool core_kind_has_accounts(const char *kind);

/* May the kind of this school hold accounts? RC_DENIED when not. `school_dn`
 * "" reads a decoy: the same work for somebody we do not know. `school` gets
 * what was read, with no `dn` when that is no school. */
enum rc core_check_school(struct core *core, const char *school_dn,
    struct school *school, struct err *err);

/* Writes the audit entry of `actor`'s act. */
enum rc core_audit(struct core *core, const struct actor *actor,
    const char *action, const char *target, const char *school,
    const char *reason, const char *result, struct err *err);

/* Promises a letter to `to` at once: after RC_OK it outlives us. */
enum rc core_put_letter(struct core *core, enum letter_kind kind,
    const char *uuid, const char *to, struct err *err);
/* Remembers a letter for after the answer. */
void core_promise(
    struct core *core, enum letter_kind kind, const char *uuid, const char *to);
/* Puts what core_promise() remembered. */
void core_put_letters(struct core *core);

#endif
