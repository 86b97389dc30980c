/* The key set that hosts share, through all that they do to it. */
#include "identityd/keyset.h"

#include "unit.h"

enum { NOW_S = 1800000000 };

static struct keyring *
ring_of(const char *lines)
{
	struct keyring *ring = keyring_new("sign");
	char text[KEYRING_TEXT_SIZE];
	struct err err;
	int len =
	    snprintf(text, sizeof(text), "portal-keyring 1 sign\n%s", lines);

	assert_rc(RC_OK, keyring_parse(ring, text, (size_t)len, &err), &err);
	return ring;
}

#define KEY "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

static const char one[] = "1 newest 2026-09-01 " KEY "\n";
static const char two[] = "1 live 2026-09-01 " KEY "\n"
			  "2 newest 2026-10-01 " KEY "\n";
static const char second[] = "1 retired 2026-09-01 -\n"
			     "2 newest 2026-10-01 " KEY "\n";

/* A key of that name; what it is does not matter here. */
static struct signing_public
key_of(const char *kid)
{
	struct signing_public own = {.pub = {.modulus = {7},
					 .modulus_len = 1,
					 .exponent = {3},
					 .exponent_len = 1}};

	(void)snprintf(own.kid, sizeof(own.kid), "%s", kid);
	return own;
}

/* "1-a 2-b(1200)": the names, and how long those that leave have still. */
static void
assert_is(const json_t *set, const char *want, int64_t now_s)
{
	char text[512] = "";
	json_t *key;
	size_t i;

	json_array_foreach(json_object_get(set, "keys"), i, key)
	{
		size_t used = strlen(text);
		json_int_t end_s =
		    json_integer_value(json_object_get(key, "exp"));

		(void)snprintf(text + used, sizeof(text) - used, "%s%s",
		    used > 0 ? " " : "",
		    json_string_value(json_object_get(key, "kid")));
		used = strlen(text);
		if (end_s != 0)
			(void)snprintf(text + used, sizeof(text) - used,
			    "(%lld)", (long long)(end_s - now_s));
	}
	assert_string_equal(text, want);
}

/* One host's chore, with a ring and the keys of that ring. */
static bool
host(json_t *set, const char *lines, const char *kids, int64_t now_s)
{
	struct signing_public own[4];
	struct keyring *ring = ring_of(lines);
	char copy[128], *rest = copy;
	size_t count = 0;
	bool has_changed;

	(void)snprintf(copy, sizeof(copy), "%s", kids);
	for (char *kid; (kid = strsep(&rest, " ")) != NULL;)
		own[count++] = key_of(kid);
	has_changed = keyset_merge(set, ring, own, count, now_s);
	keyring_free(ring);
	return has_changed;
}

static void
a_key_is_added_once(void **state)
{
	json_t *set = json_pack("{s:[]}", "keys");

	(void)state;
	assert_true(host(set, one, "1-a", NOW_S));
	assert_is(set, "1-a", NOW_S);
	assert_false(host(set, one, "1-a", NOW_S + 1));
	assert_true(host(set, two, "1-a 2-b", NOW_S + 2));
	assert_is(set, "1-a 2-b", NOW_S);
	json_decref(set);
}

static void
a_retired_key_leaves_when_all_that_it_signed_has_ended(void **state)
{
	json_t *set = json_pack("{s:[]}", "keys");

	(void)state;
	(void)host(set, two, "1-a 2-b", NOW_S);
	assert_true(host(set, second, "2-b", NOW_S));
	assert_is(set, "1-a(1200) 2-b", NOW_S);
	assert_false(host(set, second, "2-b", NOW_S + 1199));
	assert_is(set, "1-a(1200) 2-b", NOW_S);
	assert_true(host(set, second, "2-b", NOW_S + 1200));
	assert_is(set, "2-b", NOW_S);
	json_decref(set);
}

/* The other host has not been told yet, and signs with it still. */
static void
a_key_that_another_host_has_live_stays(void **state)
{
	json_t *set = json_pack("{s:[]}", "keys");

	(void)state;
	(void)host(set, two, "1-a 2-b", NOW_S);
	assert_true(host(set, second, "2-b", NOW_S));
	for (int64_t now_s = NOW_S; now_s < NOW_S + 7200; now_s += 10) {
		(void)host(set, two, "1-a 2-b", now_s);
		(void)host(set, second, "2-b", now_s);
		assert_int_equal(
		    json_array_size(json_object_get(set, "keys")), 2);
	}
	assert_true(host(set, second, "2-b", NOW_S + 7200 + 1200));
	assert_is(set, "2-b", NOW_S);
	json_decref(set);
}

static void
two_hosts_do_not_write_against_each_other(void **state)
{
	json_t *set = json_pack("{s:[]}", "keys");
	int writes = 0;

	(void)state;
	(void)host(set, two, "1-a 2-b", NOW_S);
	(void)host(set, second, "2-b", NOW_S);
	for (int64_t now_s = NOW_S; now_s < NOW_S + 3600; now_s += 10) {
		writes += host(set, two, "1-a 2-b", now_s);
		writes += host(set, second, "2-b", now_s);
	}
	assert_in_range(writes, 1, 7); /* one in ten minutes */
	json_decref(set);
}

static void
what_is_not_of_the_ring_is_left_alone(void **state)
{
	json_t *set = json_pack("{s:[{s:s}, {s:s}, {s:i}, i, {s:s}]}", "keys",
	    "kid", "9-other", "kid", "by IT", "kid", 1, 7, "kid", "1x-a");

	(void)state;
	assert_true(host(set, second, "2-b", NOW_S));
	assert_int_equal(json_array_size(json_object_get(set, "keys")), 6);
	assert_false(host(set, second, "2-b", NOW_S + 99999));
	json_decref(set);
}

static void
a_name_says_its_number_or_is_none_of_ours(void **state)
{
	static const struct {
		const char *kid;
		uint32_t number;
	} cases[] = {{"1-a", 1}, {"4294967295-a", UINT32_MAX}, {"0-a", 0},
	    {"-a", 0}, {"1", 0}, {"", 0}, {"1a-a", 0}, {"+1-a", 0},
	    {"4294967296-a", 0}, {"99999999999999999999-a", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(signing_number(cases[i].kid), cases[i].number);
}

/* -------------------------------------------------------- the shared keys */

enum rc __real_rsa_derive(const unsigned char seed[RSA_SEED_LEN],
    struct rsa_key **key, struct err *err);
enum rc __wrap_rsa_derive(const unsigned char seed[RSA_SEED_LEN],
    struct rsa_key **key, struct err *err);

/* Derived once: jwt_test.c says that seeds make keys, and it takes its time. */
enum rc
__wrap_rsa_derive(const unsigned char seed[RSA_SEED_LEN], struct rsa_key **key,
    struct err *err)
{
	static unsigned char der[RSA_DER_SIZE];
	static size_t len;
	enum rc rc = RC_OK;

	if (len > 0)
		return rsa_import(der, len, key, err);
	rc = __real_rsa_derive(seed, key, err);
	return rc == RC_OK ? rsa_export(*key, der, &len, err) : rc;
}

static void
the_newest_key_signs_that_was_published_for_long(void **state)
{
	struct keyring *ring = keyring_new("sign");
	struct signing *signing = signing_new();
	struct signing_public list[SIGNING_KEYS_MAX];
	struct signer signer = {.key = NULL};
	char first[SIGNING_KID_SIZE];
	int64_t now_s = 1000;
	struct err err;
	uint32_t kid;

	(void)state;
	assert_rc(RC_OK, keyring_add(ring, 20000, &kid, &err), &err);
	assert_rc(RC_BUSY, signing_get(signing, now_s, &signer, &err), &err);
	assert_rc(RC_OK, signing_derive(signing, ring, &err), &err);
	assert_rc(RC_ABSENT, signing_derive(signing, ring, &err), &err);
	assert_rc(RC_BUSY, signing_get(signing, now_s, &signer, &err), &err);
	assert_int_equal(signing_list(signing, list), 1);
	signing_set_published(signing, list[0].kid, now_s);
	assert_rc(RC_OK, signing_get(signing, now_s, &signer, &err), &err);
	assert_string_equal(signer.kid, list[0].kid);
	assert_true(signing_is_used(signing, 1, now_s));
	memcpy(first, signer.kid, sizeof(first));

	assert_rc(RC_OK, keyring_prepare(ring, 20000, &kid, &err), &err);
	assert_rc(RC_OK, signing_derive(signing, ring, &err), &err);
	assert_int_equal(signing_list(signing, list), 2);
	signing_set_published(signing, list[1].kid, now_s);
	now_s += SIGNING_HEARD_S;
	assert_rc(RC_OK, signing_get(signing, now_s, &signer, &err), &err);
	assert_string_equal(signer.kid, first); /* prepared, not in use */
	assert_rc(RC_OK, keyring_use(ring, kid, &err), &err);
	assert_rc(RC_ABSENT, signing_derive(signing, ring, &err), &err);
	assert_rc(RC_OK, signing_get(signing, now_s, &signer, &err), &err);
	assert_int_equal(signing_number(signer.kid), 2);

	assert_rc(RC_OK, keyring_add(ring, 20000, &kid, &err), &err);
	assert_rc(RC_OK, signing_derive(signing, ring, &err), &err);
	assert_true(signing_is_used(signing, 2, now_s)); /* not published */
	assert_int_equal(signing_list(signing, list), 3);
	signing_set_published(signing, list[2].kid, now_s);
	now_s += SIGNING_HEARD_S - 1;
	signing_set_published(signing, list[2].kid, now_s);
	assert_true(signing_is_used(signing, 2, now_s));
	now_s++;
	assert_true(signing_is_used(signing, 3, now_s));
	assert_rc(RC_OK, signing_get(signing, now_s, &signer, &err), &err);
	assert_int_equal(signing_number(signer.kid), 3);
	assert_false(signing_is_used(signing, 1, now_s));
	/* A clock that goes back makes all of them new. */
	assert_true(signing_is_used(signing, 1, 0));

	assert_rc(RC_OK, keyring_retire(ring, 1, &err), &err);
	assert_rc(RC_ABSENT, signing_derive(signing, ring, &err), &err);
	assert_int_equal(signing_list(signing, list), 2);
	rsa_free(signer.key);
	keyring_free(ring);
}

/* Who adds keys for years and never retires one. */
static void
more_live_keys_than_places_leave_the_newest_derived(void **state)
{
	struct keyring *ring = keyring_new("sign");
	struct signing *signing = signing_new();
	struct signing_public list[SIGNING_KEYS_MAX];
	struct err err;
	uint32_t kid;
	size_t count;

	(void)state;
	for (int i = 1; i <= SIGNING_KEYS_MAX + 2; i++) {
		assert_rc(RC_OK, keyring_add(ring, 20000, &kid, &err), &err);
		assert_rc(RC_OK, signing_derive(signing, ring, &err), &err);
		assert_rc(RC_ABSENT, signing_derive(signing, ring, &err), &err);
	}
	count = signing_list(signing, list);
	assert_int_equal(count, SIGNING_KEYS_MAX);
	for (size_t i = 0; i < count; i++)
		assert_true(signing_number(list[i].kid) > 2);
	keyring_free(ring);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_key_is_added_once),
    cmocka_unit_test(a_retired_key_leaves_when_all_that_it_signed_has_ended),
    cmocka_unit_test(a_key_that_another_host_has_live_stays),
    cmocka_unit_test(two_hosts_do_not_write_against_each_other),
    cmocka_unit_test(what_is_not_of_the_ring_is_left_alone),
    cmocka_unit_test(a_name_says_its_number_or_is_none_of_ours),
    cmocka_unit_test(the_newest_key_signs_that_was_published_for_long),
    cmocka_unit_test(more_live_keys_than_places_leave_the_newest_derived),
};

UNIT_MAIN(tests)
