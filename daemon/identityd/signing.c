#include "signing.h"

#include "base/secret.h"
#include "base/text.h"
#include "shared.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

struct derived {
	uint32_t number;     /* 0: free */
	int64_t published_s; /* 0: not yet */
	struct signing_public public_half;
	size_t der_len;
	unsigned char der[RSA_DER_SIZE];
};

struct signing {
	pthread_mutex_t lock;
	uint32_t newest; /* of the ring */
	struct derived keys[SIGNING_KEYS_MAX];
};

struct signing *
signing_new(void)
{
	struct signing *signing =
	    shared_new(sizeof(*signing), offsetof(struct signing, lock));

	if (signing == NULL)
		return NULL;
	/* Without the right to lock memory it may be swapped: libsodium's
	 * guarded memory takes the same view. */
	(void)mlock(signing, sizeof(*signing));
	(void)madvise(signing, sizeof(*signing), MADV_DONTDUMP);
	return signing;
}

/* ---------------------------------------------- the process that prepares */

static struct derived *
find(struct signing *signing, uint32_t number)
{
	for (int i = 0; i < SIGNING_KEYS_MAX; i++)
		if (signing->keys[i].number == number)
			return &signing->keys[i];
	return NULL;
}

/* A key is in its place before its number is: who meets half of one, because
 * its maker died, meets none. */
static void
store(struct signing *signing, const struct derived *derived)
{
	struct derived *place;

	(void)shared_lock(&signing->lock);
	place = find(signing, 0);
	if (place != NULL) {
		*place = *derived;
		place->number = signing_number(derived->public_half.kid);
	}
	shared_unlock(&signing->lock);
}

/* Is it live, and among the newest that there are places for? */
static bool
is_wanted(const struct keyring *ring, uint32_t number)
{
	int newer = 0;

	for (size_t i = ring->count; i > 0; i--) {
		const struct keyring_key *key = &ring->keys[i - 1];

		if (key->kid == number)
			return key->state != KEYRING_RETIRED &&
			    newer < SIGNING_KEYS_MAX;
		newer += key->state != KEYRING_RETIRED;
	}
	return false;
}

static void
follow_ring(struct signing *signing, const struct keyring *ring)
{
	const struct keyring_key *newest = keyring_newest(ring);

	(void)shared_lock(&signing->lock);
	signing->newest = newest != NULL ? newest->kid : 0;
	for (int i = 0; i < SIGNING_KEYS_MAX; i++)
		if (signing->keys[i].number != 0 &&
		    !is_wanted(ring, signing->keys[i].number))
			secret_wipe(
			    &signing->keys[i], sizeof(signing->keys[i]));
	shared_unlock(&signing->lock);
}

static enum rc
fill(struct derived *derived, const struct keyring_key *key,
    const struct rsa_key *rsa, struct err *err)
{
	struct signing_public *half = &derived->public_half;
	char thumbprint[JWK_THUMBPRINT_SIZE];
	enum rc rc = rsa_export(rsa, derived->der, &derived->der_len, err);

	if (rc == RC_OK)
		rc = rsa_public_of(rsa, &half->pub, err);
	if (rc == RC_OK)
		rc = jwk_thumbprint(&half->pub, thumbprint, err);
	if (rc == RC_OK)
		(void)text_print(half->kid, sizeof(half->kid), "%" PRIu32 "-%s",
		    key->kid, thumbprint);
	return rc;
}

static enum rc
derive(struct signing *signing, const struct keyring_key *key, struct err *err)
{
	struct derived derived = {0};
	SECRET_AREA(derived_area, &derived, sizeof(derived));
	struct rsa_key *rsa;
	enum rc rc = rsa_derive(key->key, &rsa, err);

	_Static_assert(
	    (int)RSA_SEED_LEN <= (int)KEYRING_KEY_LEN, "a seed is in a key");
	if (rc == RC_OK)
		rc = fill(&derived, key, rsa, err);
	rsa_free(rsa);
	if (rc == RC_OK)
		store(signing, &derived);
	return rc;
}

enum rc
signing_derive(
    struct signing *signing, const struct keyring *ring, struct err *err)
{
	follow_ring(signing, ring);
	for (size_t i = 0; i < ring->count; i++) {
		const struct keyring_key *key = &ring->keys[i];

		if (is_wanted(ring, key->kid) &&
		    find(signing, key->kid) == NULL)
			return derive(signing, key, err);
	}
	return err_set(err, RC_ABSENT, "every key is derived");
}

size_t
signing_list(
    struct signing *signing, struct signing_public list[SIGNING_KEYS_MAX])
{
	size_t count = 0;

	(void)shared_lock(&signing->lock);
	for (int i = 0; i < SIGNING_KEYS_MAX; i++)
		if (signing->keys[i].number != 0)
			list[count++] = signing->keys[i].public_half;
	shared_unlock(&signing->lock);
	return count;
}

void
signing_set_published(struct signing *signing, const char *kid, int64_t now_s)
{
	(void)shared_lock(&signing->lock);
	for (int i = 0; i < SIGNING_KEYS_MAX; i++) {
		struct derived *key = &signing->keys[i];

		if (key->published_s == 0 &&
		    strcmp(key->public_half.kid, kid) == 0)
			key->published_s = now_s;
	}
	shared_unlock(&signing->lock);
}

/* --------------------------------------------------- the workers that sign */

static bool
is_better(const struct derived *key, const struct derived *other, int64_t now_s)
{
	int64_t heard_s = now_s - SIGNING_HEARD_S;
	bool is_heard = key->published_s <= heard_s;

	if (other == NULL)
		return true;
	if (is_heard != (other->published_s <= heard_s))
		return is_heard;
	return (key->number > other->number) == is_heard;
}

static const struct derived *
find_signer(const struct signing *signing, int64_t now_s)
{
	const struct derived *best = NULL;

	for (int i = 0; i < SIGNING_KEYS_MAX; i++) {
		const struct derived *key = &signing->keys[i];

		if (key->number != 0 && key->published_s != 0 &&
		    key->number <= signing->newest &&
		    is_better(key, best, now_s))
			best = key;
	}
	return best;
}

static enum rc
replace(struct signer *signer, const struct derived *derived, struct err *err)
{
	struct rsa_key *fresh;
	enum rc rc = rsa_import(derived->der, derived->der_len, &fresh, err);

	if (rc != RC_OK)
		return rc;
	rsa_free(signer->key);
	signer->key = fresh;
	(void)text_copy(
	    signer->kid, sizeof(signer->kid), derived->public_half.kid);
	return RC_OK;
}

enum rc
signing_get(struct signing *signing, int64_t now_s, struct signer *signer,
    struct err *err)
{
	const struct derived *key;
	enum rc rc = RC_OK;

	(void)shared_lock(&signing->lock);
	key = find_signer(signing, now_s);
	if (key == NULL)
		rc = err_set(err, RC_BUSY, "no signing key is ready");
	else if (strcmp(key->public_half.kid, signer->kid) != 0)
		rc = replace(signer, key, err);
	shared_unlock(&signing->lock);
	return rc;
}

bool
signing_is_used(struct signing *signing, uint32_t number, int64_t now_s)
{
	const struct derived *key;
	bool is_used;

	(void)shared_lock(&signing->lock);
	key = find_signer(signing, now_s);
	is_used = key != NULL && key->number == number;
	shared_unlock(&signing->lock);
	return is_used;
}

uint32_t
signing_number(const char *kid)
{
	size_t len = strspn(kid, "0123456789");
	char digits[16];
	int64_t number;

	if (kid[len] != '-' ||
	    !text_print(digits, sizeof(digits), "%.*s", (int)len, kid) ||
	    !text_number(digits, 1, UINT32_MAX, &number))
		return 0;
	return (uint32_t)number;
}
