/* When a request for sign-on was first asked: ours to say, and of that one. */
#include "identityd/asked.h"

#include "unit.h"

enum { NOW_S = 1800000000 };

static struct keyring *
ring_of(const char *purpose)
{
	struct keyring *made = keyring_new(purpose);
	uint32_t kid;
	struct err err;

	assert_non_null(made);
	assert_rc(RC_OK, keyring_add(made, 20000, &kid, &err), &err);
	return made;
}

/* A request that has one value at that field, else always the same. */
static struct wire_in
request(enum field field, const char *value, unsigned char bytes[512])
{
	static const struct {
		enum field field;
		const char *value;
	} usual[] = {
	    {F_CLIENT, "leave"},
	    {F_REDIRECT, "https://leave.example/back"},
	    {F_OPENID_STATE, "s1"},
	    {F_NONCE, "n1"},
	    {F_CHALLENGE, "c1"},
	};
	struct wire_out out;
	struct wire_in in;
	struct err err;

	wire_begin(&out, bytes, 512, OP_OPENID_AUTHORIZE);
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		wire_put_text(&out, usual[i].field,
		    usual[i].field == field ? value : usual[i].value);
	assert_rc(RC_OK, wire_end(&out, &err), &err);
	assert_rc(RC_OK, wire_parse_question(&in, bytes, out.len, &err), &err);
	return in;
}

static void
the_time_comes_back_with_its_request(void **state)
{
	struct keyring *ring = ring_of("session");
	unsigned char bytes[512];
	struct wire_in in = request(F_NONE, NULL, bytes);
	char text[ASKED_SIZE];
	int64_t asked_s = 0;
	struct err err;

	(void)state;
	assert_rc(RC_OK, asked_print(ring, &in, NOW_S, text, &err), &err);
	assert_true(asked_open(ring, &in, text, &asked_s));
	assert_int_equal(asked_s, NOW_S);
	keyring_free(ring);
}

static void
it_is_of_no_other_request(void **state)
{
	static const enum field parts[] = {
	    F_CLIENT, F_REDIRECT, F_OPENID_STATE, F_NONCE, F_CHALLENGE};
	struct keyring *ring = ring_of("session");
	unsigned char bytes[512], other_bytes[512];
	struct wire_in in = request(F_NONE, NULL, bytes);
	char text[ASKED_SIZE];
	int64_t asked_s;
	struct err err;

	(void)state;
	assert_rc(RC_OK, asked_print(ring, &in, NOW_S, text, &err), &err);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct wire_in other = request(parts[i], "x", other_bytes);

		assert_false(asked_open(ring, &other, text, &asked_s));
	}
	keyring_free(ring);
}

static void
nobody_else_can_make_or_change_one(void **state)
{
	struct keyring *ring = ring_of("session"), *theirs = ring_of("session");
	unsigned char bytes[512];
	struct wire_in in = request(F_NONE, NULL, bytes);
	char text[ASKED_SIZE];
	int64_t asked_s;
	struct err err;

	(void)state;
	assert_rc(RC_OK, asked_print(theirs, &in, 0, text, &err), &err);
	assert_false(asked_open(ring, &in, text, &asked_s));
	assert_rc(RC_OK, asked_print(ring, &in, NOW_S, text, &err), &err);
	text[60] = text[60] == 'A' ? 'B' : 'A';
	assert_false(asked_open(ring, &in, text, &asked_s));
	assert_false(asked_open(ring, &in, "", &asked_s));
	assert_false(asked_open(ring, &in, "1800000000", &asked_s));
	keyring_free(theirs);
	keyring_free(ring);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_time_comes_back_with_its_request),
    cmocka_unit_test(it_is_of_no_other_request),
    cmocka_unit_test(nobody_else_can_make_or_change_one),
};

UNIT_MAIN(tests)
