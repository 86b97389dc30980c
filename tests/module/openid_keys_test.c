/* The keys that sign turn, and two hosts share a directory, while people sign
 * on. tests/module/openid_keys.sh starts the slapd. */
#include "olga.h"

#include "../unit/unit.h"
#include "base/text.h"
#include "seal/keyfile.h"
#include "identityd/publish.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ------------------------------------------------------------ the keys turn */

static void
add_key(struct core *core)
{
	char path[512];
	struct err err;
	uint32_t kid;

	core_ring_path(core, RING_SIGN, path);
	assert_rc(RC_OK, keyfile_add(path, "sign", 20001, &kid, &err), &err);
	assert_rc(RC_OK, core_refresh(core, &err), &err);
}

static void
publish(struct core *core)
{
	struct err err;

	assert_rc(RC_OK, core_refresh(core, &err), &err);
	assert_rc(RC_OK, publish_run(core, &err), &err);
}

/* Does the directory's set still have the key of that token? */
static bool
is_known(struct core *core, const char *id_token)
{
	const struct jwt_want want = {.issuer = core->conf->issuer,
	    .now_s = core->now_s,
	    .may_be_expired = true};
	json_t *set, *claims;
	struct err err;
	enum rc rc;

	assert_rc(RC_OK, publish_load(core, &set, &err), &err);
	rc = jwt_verify(id_token, set, &want, &claims, &err);
	json_decref(set);
	json_decref(claims);
	return rc == RC_OK;
}

static void
id_token_of(struct core *core, char id_token[JWT_SIZE])
{
	char code[GRANT_TEXT_SIZE];
	const struct stage_answer *answer;

	olga_sign_on(core, 60, code);
	answer = olga_exchange(core, code);
	assert_int_equal(answer->reply, REPLY_OK);
	assert_true(
	    text_copy(id_token, JWT_SIZE, wire_text(&answer->in, F_ID_TOKEN)));
}

static enum reply
retire(struct core *core, const char *number)
{
	return stage_ask_as(core, &olga_it, OP_KEY_RETIRE, keys_retire, F_KIND,
	    "sign", F_KID, number, F_NONE)
	    ->reply;
}

static void
a_new_key_signs_when_it_is_published_and_old_tokens_verify(void **state)
{
	struct core *core = olga_stage();
	char old[JWT_SIZE], meanwhile[JWT_SIZE], fresh[JWT_SIZE];
	int64_t now_s = core->now_s;

	(void)state;
	id_token_of(core, old);
	add_key(core);
	id_token_of(core, meanwhile);
	assert_true(is_known(core, meanwhile)); /* the old key signs still */
	assert_true(signing_is_used(core->signing, 1, core->now_s));
	publish(core);
	assert_int_equal(retire(core, "1"), REPLY_KEY_IN_USE);
	core->now_s += SIGNING_HEARD_S; /* whoever follows the set has it */
	id_token_of(core, fresh);
	assert_true(signing_is_used(core->signing, 2, core->now_s));
	assert_true(is_known(core, old) && is_known(core, fresh));
	assert_int_equal(retire(core, "2"), REPLY_KEY_IN_USE);
	assert_int_equal(retire(core, "1"), REPLY_OK);
	publish(core);
	assert_true(is_known(core, old));
	core->now_s += 1200;
	publish(core);
	assert_false(is_known(core, old));
	assert_true(is_known(core, fresh));
	core->now_s = now_s;
}

/* Until the pipe is closed; 0 when every token verified. */
static int
sign_on_and_on(int until)
{
	struct core *core = stage_fork();
	struct pollfd end = {.fd = until, .events = POLLIN};
	char id_token[JWT_SIZE];
	struct err err;

	do {
		if (core_refresh(core, &err) != RC_OK)
			return 1;
		id_token_of(core, id_token);
		if (!is_known(core, id_token))
			return 2;
	} while (poll(&end, 1, 0) == 0);
	return 0;
}

enum { WORKERS = 3, TURNS = 3 };

static void
keys_turn_while_everybody_signs_on(void **state)
{
	struct core *core = olga_stage();
	int until[2], status;

	(void)state;
	assert_int_equal(pipe(until), 0);
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0) {
			(void)close(until[1]);
			_exit(sign_on_and_on(until[0]));
		}
	(void)close(until[0]);
	for (int i = 0; i < TURNS; i++) {
		add_key(core);
		publish(core);
	}
	(void)close(until[1]);
	for (int i = 0; i < WORKERS; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

/* ---------------------------------------------------------------- two hosts */

static void
copy_ring(const struct core *from, const struct core *to, enum core_ring ring)
{
	char path[512], text[KEYRING_TEXT_SIZE];
	size_t len;
	FILE *file;

	core_ring_path(from, ring, path);
	file = fopen(path, "re");
	assert_non_null(file);
	len = fread(text, 1, sizeof(text), file);
	(void)fclose(file);
	core_ring_path(to, ring, path);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	(void)fclose(file);
	assert_int_equal(chmod(path, 0600), 0);
}

/* Another identityd on the same directory, with a ring "sign" of its own until
 * it gets a copy. */
static struct core *
second_host(const struct core *first)
{
	static struct identityd_conf conf;
	static char key_dir[512];
	static struct core second;
	uint32_t kid;
	char path[512];
	struct err err;

	conf = *first->conf;
	(void)snprintf(key_dir, sizeof(key_dir), "%s2", first->conf->key_dir);
	conf.key_dir = key_dir;
	assert_int_equal(mkdir(key_dir, 0700), 0);
	second = (struct core){.conf = &conf,
	    .limit = first->limit,
	    .audit = first->audit,
	    .signing = signing_new(),
	    .now_s = first->now_s};
	for (int i = 0; i < CORE_RING_COUNT; i++)
		if (i != RING_SIGN)
			copy_ring(first, &second, (enum core_ring)i);
	core_ring_path(&second, RING_SIGN, path);
	assert_rc(RC_OK, keyfile_add(path, "sign", 20000, &kid, &err), &err);
	assert_rc(RC_OK, core_open(&second, &err), &err);
	publish(&second);
	return &second;
}

static size_t
published_count(struct core *core)
{
	json_t *set;
	struct err err;
	size_t count;

	assert_rc(RC_OK, publish_load(core, &set, &err), &err);
	count = json_array_size(json_object_get(set, "keys"));
	json_decref(set);
	return count;
}

static void
two_hosts_publish_into_one_set_and_drop_none_of_the_other(void **state)
{
	struct core *first = olga_stage(), *second;
	char ours[JWT_SIZE], theirs[JWT_SIZE], code[GRANT_TEXT_SIZE];
	char token[GRANT_TEXT_SIZE];
	size_t before = published_count(first);

	(void)state;
	second = second_host(first);
	assert_int_equal(published_count(first), before + 1);
	publish(first);
	assert_int_equal(published_count(first), before + 1);
	id_token_of(first, ours);
	id_token_of(second, theirs);
	assert_true(is_known(second, ours) && is_known(first, theirs));
	/* A code is good once, a token at every host. */
	olga_sign_on(first, 60, code);
	olga_token(first, token);
	assert_int_equal(olga_userinfo(second, token)->reply, REPLY_OK);
	assert_int_equal(olga_exchange(second, code)->reply, REPLY_OK);
	assert_int_equal(
	    olga_exchange(first, code)->reply, REPLY_INVALID_GRANT);
	/* With the first one's ring it signs as the first one does. */
	copy_ring(first, second, RING_SIGN);
	publish(second);
	id_token_of(second, theirs);
	assert_string_equal(first->signer.kid, second->signer.kid);
	assert_true(is_known(first, theirs));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(
	a_new_key_signs_when_it_is_published_and_old_tokens_verify),
    cmocka_unit_test(keys_turn_while_everybody_signs_on),
    cmocka_unit_test(two_hosts_publish_into_one_set_and_drop_none_of_the_other),
};

UNIT_MAIN(tests)
