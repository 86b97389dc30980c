#include "claim.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "changes.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

bool
claim_is_live(const struct core *core, const struct person *person)
{
	const struct person_code *code = &person->code;

	return code->is_there && code->expires_s > core->now_s &&
	    code->tries < CLAIM_TRIES_MAX &&
	    code->changed_s == person->changed_s && code->kid > 0 &&
	    code->kid <= UINT32_MAX &&
	    keyring_find(core->ring[RING_CODE], (uint32_t)code->kid) != NULL;
}

enum rc
claim_check(struct core *core, const struct person *person, struct err *err)
{
	int64_t delay_s = core->conf->mail_delay_hours * 3600;
	struct school school;
	enum rc rc = core_check_school(core, person->school_dn, &school, err);

	if (rc != RC_OK)
		return rc;
	if (person->state != PERSON_NEW && person->state != PERSON_ACTIVE)
		return err_set(err, RC_DENIED, "state is %s",
		    person_state_name(person->state));
	if (core->now_s < person->mail_changed_s + delay_s)
		return err_set(err, RC_BUSY, "the address is too fresh");
	return RC_OK;
}

bool
claim_may_write(const struct core *core, const struct person *person)
{
	int64_t gap_s = core->conf->letter_gap_minutes * 60;
	int64_t today = 0;

	for (size_t i = 0; i < person->letter_count; i++) {
		int64_t age_s = core->now_s - person->letter_s[i];

		/* A letter of the future (a clock set back) is today's. */
		today += age_s < 24 * 3600;
		if (age_s < gap_s && age_s >= 0)
			return false;
	}
	return today < core->conf->letters_per_day;
}

static void
change_code(struct changes *changes, const struct person *person)
{
	const struct person_code *code = &person->code;

	changes_put_bytes(changes, DIR_REPLACE, "portalCodeNonce", code->nonce,
	    sizeof(code->nonce));
	changes_put(changes, DIR_REPLACE, "portalCodeExpires", code->expires);
	changes_put(changes, DIR_REPLACE, "portalCodeTries", "0");
	changes_put_number(changes, DIR_REPLACE, "portalCodeKid", code->kid);
	changes_put_number(changes, DIR_REPLACE, "portalCodeHome", code->home);
	changes_put_number(
	    changes, DIR_REPLACE, "portalCodePurpose", code->purpose);
	if (code->changed_s != 0)
		changes_put_time(
		    changes, DIR_REPLACE, "portalCodeChanged", code->changed_s);
	else
		changes_put(changes, DIR_REPLACE, "portalCodeChanged", NULL);
	changes_put(changes, DIR_REPLACE, "portalCodeSpent", NULL);
}

static void
change_letter(struct changes *changes, const struct core *core,
    const struct person *person, const char *mail)
{
	for (size_t i = 0; i < person->letter_count; i++)
		if (core->now_s - person->letter_s[i] >= 24 * 3600)
			changes_put_time(changes, DIR_DELETE,
			    "portalLetterTime", person->letter_s[i]);
	changes_put_time(changes, DIR_ADD, "portalLetterTime", core->now_s);
	changes_put(changes, DIR_REPLACE, "portalLetterMail", mail);
	changes_put(changes, DIR_REPLACE, "portalLetterState", "queued");
	changes_put(changes, DIR_REPLACE, "portalLetterDetail", NULL);
}

/* The entry still is what `person` shows: state and code, password unset. */
static enum rc
same_as(const struct person *person, char *filter, size_t size, struct err *err)
{
	const char *state = person_state_name(person->state);

	if (person->code.is_there)
		return filter_print(filter, size, err,
		    "(&(portalState=%s)(portalCodeNonce=%.*s))", state,
		    PERSON_NONCE_LEN, (const char *)person->code.nonce);
	return filter_print(filter, size, err,
	    "(&(portalState=%s)(!(portalCodeNonce=*)))", state);
}

static void
new_code(const struct core *core, struct person *person)
{
	struct person_code *code = &person->code;

	*code = (struct person_code){
	    .is_there = true,
	    .expires_s = core->now_s + CLAIM_LIFE_S,
	    .kid = keyring_newest(core->ring[RING_CODE])->kid,
	    .home = core->conf->home,
	    .purpose = person->state == PERSON_NEW ? CODE_ACTIVATE : CODE_RESET,
	    .changed_s = person->changed_s,
	};
	clock_generalized(code->expires_s, code->expires);
	randombytes_buf(code->nonce, sizeof(code->nonce));
}

enum rc
claim_issue(struct core *core, struct person *person, bool anew,
    const char *mail, struct err *err)
{
	bool keep = !anew && claim_is_live(core, person) &&
	    person->code.expires_s - core->now_s >= CLAIM_RESEND_S;
	struct changes changes = {0};
	char assertion[FILTER_SIZE];
	struct dir_edit edit = {
	    .dn = person->dn, .changes = changes.list, .assertion = assertion};
	enum rc rc = same_as(person, assertion, sizeof(assertion), err);

	if (rc != RC_OK)
		return rc;
	if (keyring_newest(core->ring[RING_CODE]) == NULL)
		return err_set(err, RC_FAULT, "no code key");
	if (!keep) {
		new_code(core, person);
		change_code(&changes, person);
	}
	if (mail != NULL)
		change_letter(&changes, core, person, mail);
	if (changes.count == 0)
		return RC_OK;
	edit.count = changes.count;
	return dir_modify(core->dir, &edit, NULL, err);
}

enum letter_kind
claim_letter(const struct person *person)
{
	return person->code.purpose == CODE_ACTIVATE ? LETTER_ACTIVATE
						     : LETTER_RESET;
}

enum rc
claim_decoy(struct core *core, struct err *err)
{
	const struct dir_change never = {
	    DIR_REPLACE, "portalCounterMax", "0", 0};
	char dn[FILTER_DN_SIZE];
	struct dir_edit edit = {.dn = dn,
	    .changes = &never,
	    .count = 1,
	    .assertion = "(portalCounterMax=-1)"};
	enum rc rc =
	    text_print(dn, sizeof(dn), "cn=uidNext-%lld,ou=services,%s",
		(long long)core->conf->home, core->conf->base_dn)
	    ? dir_modify(core->dir, &edit, NULL, err)
	    : RC_FAULT;

	return rc == RC_EXISTS ? RC_OK : rc; /* the assertion is false */
}

enum rc
claim_derive(const struct core *core, const struct person *person,
    char code[CODE_SIZE], struct err *err)
{
	struct code_record record = {
	    .kid = (uint32_t)person->code.kid,
	    .expires_s = (uint64_t)person->code.expires_s,
	    .changed_s = (uint64_t)person->code.changed_s,
	    .purpose = (enum code_purpose)person->code.purpose,
	};

	if (!claim_is_live(core, person))
		return err_set(err, RC_ABSENT, "no live code");
	memcpy(record.uuid, person->uuid_bytes, sizeof(record.uuid));
	memcpy(record.nonce, person->code.nonce, sizeof(record.nonce));
	code_derive(&record,
	    keyring_find(core->ring[RING_CODE], record.kid)->key, code);
	return RC_OK;
}

/* Still this code, still good, and not locked for good by IT: a redeem would
 * lift that lock. */
static enum rc
still_good(const struct core *core, const struct person *person,
    int64_t tries_max, char *filter, size_t size, struct err *err)
{
	char now[CLOCK_GENERALIZED_SIZE], tries[24];

	clock_generalized(core->now_s, now);
	(void)snprintf(tries, sizeof(tries), "%lld", (long long)tries_max);
	return filter_print(filter, size, err,
	    "(&(portalState=%s)(portalCodeNonce=%.*s)(portalCodeExpires>=%s)"
	    "(portalCodeTries<=%s)(!(pwdAccountLockedTime=000001010000Z)))",
	    person_state_name(person->state), PERSON_NONCE_LEN,
	    (const char *)person->code.nonce, now, tries);
}

enum rc
claim_ticket(struct core *core, struct person *person, struct err *err)
{
	const struct dir_change count = {
	    DIR_INCREMENT, "portalCodeTries", "1", 0};
	struct dir *home = core_home(core, person->code.home);
	char assertion[FILTER_SIZE];
	struct dir_edit edit = {.dn = person->dn,
	    .changes = &count,
	    .count = 1,
	    .assertion = assertion,
	    .post_read = person_attrs};
	struct dir_entry *after = NULL;
	enum rc rc;

	if (!claim_is_live(core, person)) {
		rc = claim_decoy(core, err);
		return rc == RC_OK ? err_set(err, RC_DENIED, "no live code")
				   : rc;
	}
	if (home == NULL)
		return err_set(err, RC_OFFLINE, "no home %lld",
		    (long long)person->code.home);
	rc = still_good(core, person, CLAIM_TRIES_MAX - 1, assertion,
	    sizeof(assertion), err);
	if (rc == RC_OK)
		rc = dir_modify(home, &edit, &after, err);
	if (rc == RC_EXISTS)
		return err_set(err, RC_DENIED, "no try left, or expired");
	if (rc != RC_OK)
		return rc;
	rc = person_read(person, after, err);
	dir_entry_free(after);
	/* The try just taken may have been the last: it still counts. */
	person->code.tries--;
	return rc;
}

enum rc
claim_check_away(struct core *core, const struct person *person,
    const char typed[CODE_SIZE], struct err *err)
{
	SECRET(right, CODE_SIZE);
	enum rc rc;

	if (person->code.home == core->conf->home)
		return err_set(err, RC_OFFLINE, "the directory is away");
	limit_count(core->limit, LIMIT_AWAY, person->uuid, core->now_s);
	if (!limit_allows(core->limit, LIMIT_AWAY, person->uuid,
		CLAIM_TRIES_MAX + 1, core->now_s))
		return err_set(err, RC_DENIED, "no try left here");
	rc = claim_derive(core, person, right, err);
	if (rc == RC_OK && code_is_equal(right, typed))
		return err_set(err, RC_BUSY, "home %lld is away",
		    (long long)person->code.home);
	return rc == RC_OK ? err_set(err, RC_DENIED, "not the code") : rc;
}

static bool
spent_mark(const struct core *core, uint32_t kid, const struct person *person,
    const char code[CODE_SIZE], unsigned char mark[PERSON_SPENT_LEN])
{
	static const char label[] = "identityd/check-code-spent/v1";
	const struct keyring_key *key =
	    keyring_find(core->ring[RING_CODE], kid);
	crypto_generichash_state state;

	if (key == NULL)
		return false;
	(void)crypto_generichash_init(
	    &state, key->key, sizeof(key->key), PERSON_SPENT_LEN);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)label, sizeof(label));
	(void)crypto_generichash_update(
	    &state, person->uuid_bytes, PERSON_UUID_LEN);
	(void)crypto_generichash_update(
	    &state, (const unsigned char *)code, CODE_DIGITS);
	(void)crypto_generichash_final(&state, mark, PERSON_SPENT_LEN);
	return true;
}

bool
claim_was_spent(const struct core *core, const struct person *person,
    const char code[CODE_SIZE])
{
	const struct keyring *ring = core->ring[RING_CODE];
	unsigned char mark[PERSON_SPENT_LEN];

	if (!person->has_spent)
		return false;
	for (size_t i = 0; i < ring->count; i++)
		if (spent_mark(core, ring->keys[i].kid, person, code, mark) &&
		    sodium_memcmp(mark, person->spent, sizeof(mark)) == 0)
			return true;
	return false;
}

static void
change_redeem(struct changes *changes, const struct person *person,
    const unsigned char *mark, const char *password)
{
	const struct person_code *code = &person->code;

	changes_put_bytes(changes, DIR_DELETE, "portalCodeNonce", code->nonce,
	    sizeof(code->nonce));
	changes_put(changes, DIR_DELETE, "portalCodeExpires", code->expires);
	changes_put(changes, DIR_REPLACE, "portalCodeTries", NULL);
	changes_put(changes, DIR_REPLACE, "portalCodeKid", NULL);
	changes_put(changes, DIR_REPLACE, "portalCodeHome", NULL);
	changes_put(changes, DIR_REPLACE, "portalCodePurpose", NULL);
	changes_put(changes, DIR_REPLACE, "portalCodeChanged", NULL);
	changes_put_bytes(
	    changes, DIR_REPLACE, "portalCodeSpent", mark, PERSON_SPENT_LEN);
	changes_put(changes, DIR_REPLACE, "portalState", "active");
	changes_put_number(changes, DIR_REPLACE, "portalSignOutCount",
	    person->sign_out_count + 1);
	changes_put(changes, DIR_REPLACE, "userPassword", password);
}

/* A read replica locks by wrong passwords of its own. A new password ends that
 * at a provider, but slapd 2.5 leaves the lock where the password is replicated
 * to, so this is told besides. IT's lock stays. */
static void
unlock_replicas(struct dir *home, const struct person *person)
{
	const struct dir_change unlock = {
	    DIR_REPLACE, "pwdAccountLockedTime", NULL, 0};
	const struct dir_edit edit = {.dn = person->dn,
	    .changes = &unlock,
	    .count = 1,
	    .assertion = "(!(pwdAccountLockedTime=*))"};
	struct err err;
	enum rc rc = dir_modify(home, &edit, NULL, &err);

	if (rc != RC_OK && rc != RC_EXISTS)
		log_warn("unlock of %s: %s", person->account, err.text);
}

enum rc
claim_redeem(struct core *core, struct person *person, const char *code,
    const char *password, struct dir **home, struct err *err)
{
	unsigned char mark[PERSON_SPENT_LEN];
	char assertion[FILTER_SIZE];
	struct changes changes = {0};
	struct dir_edit edit = {
	    .dn = person->dn, .changes = changes.list, .assertion = assertion};
	enum rc rc = still_good(
	    core, person, CLAIM_TRIES_MAX, assertion, sizeof(assertion), err);

	*home = core_home(core, person->code.home);
	if (rc != RC_OK || *home == NULL)
		return err_set(err, RC_FAULT, "redeem: no assertion or home");
	if (!spent_mark(core, (uint32_t)person->code.kid, person, code, mark))
		return err_set(err, RC_FAULT, "redeem: key gone");
	change_redeem(&changes, person, mark, password);
	edit.count = changes.count;
	rc = dir_modify(*home, &edit, NULL, err);
	if (rc == RC_OK)
		unlock_replicas(*home, person);
	return rc == RC_ABSENT ? RC_EXISTS : rc; /* 16: the nonce is gone */
}
