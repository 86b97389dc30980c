/*
 * claim.h - the check-code record of an entry: made, kept, taken.
 *
 * Shape:  the record (struct person_code) lives on the person's entry; each
 *         step is one Modify with an assertion, so that of two hosts or
 *         workers one wins and the other sees it. A record is dead unless the
 *         entry's pwdChangedTime is still the one it was issued against.
 * Units:  Unix seconds.
 * Errors: those of dir.h; RC_EXISTS: another one was quicker.
 * Source: RFC 4525 (increment), 4527 (post-read), 4528 (assertion).
 */
#ifndef IDENTITYD_CLAIM_H
#define IDENTITYD_CLAIM_H

#include "code.h"
#include "core.h"

enum {
	CLAIM_LIFE_S = 24 * 3600,
	CLAIM_RESEND_S = 12 * 3600, /* with less left a new one is issued */
	CLAIM_TRIES_MAX = 10,
};

/* Not expired, tries left, key there, and issued against this password. */
bool claim_is_live(const struct core *core, const struct person *person);

/* May a code go to this person at all: state and school? The same work for
 * everybody, known or not. RC_DENIED says why not. */
enum rc claim_check(
    struct core *core, const struct person *person, struct err *err);

/* Is a further letter allowed now: not too many a day, not too soon? */
bool claim_may_write(const struct core *core, const struct person *person);

/*
 * Makes sure of a live code: keeps one that has CLAIM_RESEND_S left unless
 * `anew`, else issues another. `mail` (or NULL) is the address of a letter
 * that is promised in the same Modify. `person` gets the new record.
 */
enum rc claim_issue(struct core *core, struct person *person, bool anew,
    const char *mail, struct err *err);

/* The kind of letter that carries this person's code. */
enum letter_kind claim_letter(const struct person *person);

/* The same Modify, done to nobody: for somebody we do not know. */
enum rc claim_decoy(struct core *core, struct err *err);

/* The code of the live record; the caller wipes it. */
enum rc claim_derive(const struct core *core, const struct person *person,
    char code[CODE_SIZE], struct err *err);

/* Uses up one try at the code's home. `person` is as after it. RC_DENIED: no
 * try to be had; RC_OFFLINE: the home is away. */
enum rc claim_ticket(struct core *core, struct person *person, struct err *err);

/*
 * Is it the right code, whose home is away? RC_BUSY says so, and nothing but
 * that is ever said about a home that is away; RC_DENIED for every other code,
 * so that without it nobody learns of the code, its home or the outage. The
 * count of tries is away, too, and not to be written elsewhere (of two writers
 * the later entry wins, whole). So this host counts in its memory, before it
 * compares: CLAIM_TRIES_MAX an hour and account, the right code included, which
 * leaves a guesser of a code's whole life at less than one in a thousand
 * million.
 */
enum rc claim_check_away(struct core *core, const struct person *person,
    const char typed[CODE_SIZE], struct err *err);

/*
 * Spends the code: nonce gone, state active, password set, every session
 * ended, all in one Modify; a lock that a replica has of its own ends with
 * another one. RC_INPUT: the password was refused, and the code
 * lives on (dir_policy() of *home says why); RC_EXISTS: spent meanwhile.
 */
enum rc claim_redeem(struct core *core, struct person *person, const char *code,
    const char *password, struct dir **home, struct err *err);

/* Is this the code that was spent last? */
bool claim_was_spent(const struct core *core, const struct person *person,
    const char code[CODE_SIZE]);

#endif
