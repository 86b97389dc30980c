/* A question from another machine: what is sent, and what is made of what the
 * portal answers. The network is ours. */
#include "tools/remote.h"

#include "base/text.h"
#include "tools/https.h"
#include "unit.h"

enum rc __wrap_https_ask(const struct portal *portal, const char *path,
    const char *lang, const char *body, struct https_answer *answer,
    struct err *err);

#define CHALLENGE                                              \
	"{\"challenge\":\"00112233445566778899aabbccddeeff\"," \
	"\"form\":\"forgot\",\"bits\":4}"

static const char *challenge, *reply; /* what the portal says */
static enum rc challenge_rc, reply_rc;
static char asked[2][256], sent[1024];
static int asked_count;

enum rc
__wrap_https_ask(const struct portal *portal, const char *path,
    const char *lang, const char *body, struct https_answer *answer,
    struct err *err)
{
	bool is_challenge = strstr(path, "challenge") != NULL;
	enum rc rc = is_challenge ? challenge_rc : reply_rc;

	(void)portal;
	(void)lang;
	assert_true(asked_count < 2);
	(void)text_copy(asked[asked_count++], sizeof(asked[0]), path);
	(void)text_copy(sent, sizeof(sent), body != NULL ? body : "");
	*answer = (struct https_answer){0};
	(void)text_copy(answer->bytes, sizeof(answer->bytes),
	    is_challenge ? challenge : reply);
	answer->len = strlen(answer->bytes);
	return rc == RC_OK ? RC_OK : err_set(err, rc, "the network");
}

static int
portal_is_kind(void **state)
{
	(void)state;
	challenge = CHALLENGE;
	reply = "{\"result\":\"ok\",\"text\":\"sent\"}";
	challenge_rc = reply_rc = RC_OK;
	asked_count = 0;
	return 0;
}

static enum rc
ask_op(enum op op, struct query *query, struct err *err)
{
	static char url[] = "https://portal.localhost";
	const struct portal portal = {.url = url};

	query_begin(query, op);
	if (op == OP_FORGOT) {
		wire_put_text(&query->out, F_NATIONAL_ID, "A123456789");
		wire_put_text(&query->out, F_MAIL, "a@school.example");
	}
	return remote_ask(&portal, query, err);
}

static void
a_question_comes_with_work_and_without_a_language(void **state)
{
	static struct query query;
	struct err err;

	(void)state;
	assert_rc(RC_OK, ask_op(OP_FORGOT, &query, &err), &err);
	assert_int_equal(asked_count, 2);
	assert_string_equal(asked[0], "/api/v1/challenge?form=forgot");
	assert_string_equal(asked[1], "/api/v1/forgot");
	assert_non_null(strstr(sent, "\"national_id\":\"A123456789\""));
	assert_non_null(
	    strstr(sent, "\"challenge\":\"00112233445566778899aabbccddeeff\""));
	assert_non_null(strstr(sent, "\"proof\":\""));
	assert_null(strstr(sent, "\"lang\""));
	assert_string_equal(wire_text(&query.in, F_TEXT), "sent");
}

static void
the_rules_are_asked_for_without_work(void **state)
{
	static struct query query;
	struct err err;

	(void)state;
	reply = "{\"result\":\"ok\"}";
	assert_rc(RC_OK, ask_op(OP_RULES, &query, &err), &err);
	assert_int_equal(asked_count, 1);
	assert_string_equal(asked[0], "/api/v1/rules");
	assert_string_equal(sent, "");
}

static void
what_the_portal_refuses_is_refused_in_its_words(void **state)
{
	static struct query query;
	struct err err;

	(void)state;
	reply = "{\"result\":\"absent\",\"reason\":\"no_record\","
		"\"text\":\"Ask your personnel.\"}";
	assert_rc(RC_ABSENT, ask_op(OP_FORGOT, &query, &err), &err);
	assert_string_equal(err.text, "Ask your personnel.");
	assert_string_equal(wire_text(&query.in, F_REASON), "no_record");
}

static void
an_answer_that_is_none_of_a_portal_is_a_fault(void **state)
{
	static const char *const answers[] = {"", "[]", "{", "{}",
	    "{\"result\":\"wonderful\"}", "{\"result\":5}",
	    "{\"result\":\"ok\",\"text\":5}",
	    "{\"result\":\"ok\",\"colour\":\"red\"}",
	    "{\"result\":\"ok\",\"session\":\"x\"}",
	    "{\"result\":\"ok\",\"result\":\"ok\"}"};
	static struct query query;
	struct err err;

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		(void)portal_is_kind(state);
		reply = answers[i];
		assert_rc(RC_FAULT, ask_op(OP_FORGOT, &query, &err), &err);
		assert_false(wire_has(&query.in, F_TEXT));
	}
}

static void
work_without_end_is_not_begun(void **state)
{
	static const char *const challenges[] = {"{}", "[]", "{\"bits\":64}",
	    "{\"challenge\":\"a\",\"form\":\"forgot\",\"bits\":0}",
	    "{\"challenge\":\"a\",\"form\":\"forgot\",\"bits\":29}",
	    "{\"challenge\":\"a\",\"form\":\"forgot\",\"bits\":\"4\"}"};
	static struct query query;
	struct err err;

	for (size_t i = 0; i < sizeof(challenges) / sizeof(challenges[0]);
	     i++) {
		(void)portal_is_kind(state);
		challenge = challenges[i];
		assert_rc(RC_FAULT, ask_op(OP_FORGOT, &query, &err), &err);
		assert_int_equal(asked_count, 1);
	}
}

static void
a_fault_of_the_network_is_passed_on(void **state)
{
	static struct query query;
	struct err err;

	(void)state;
	challenge_rc = RC_OFFLINE;
	assert_rc(RC_OFFLINE, ask_op(OP_FORGOT, &query, &err), &err);
	assert_string_equal(err.text, "the network");
	(void)portal_is_kind(state);
	reply_rc = RC_BUSY;
	assert_rc(RC_BUSY, ask_op(OP_FORGOT, &query, &err), &err);
}

static void
what_the_portal_does_not_take_is_not_sent(void **state)
{
	static struct query query;
	struct err err;

	(void)state;
	assert_rc(RC_FAULT, ask_op(OP_STATS, &query, &err), &err);
	assert_int_equal(asked_count, 0);
}

#define EACH(name) cmocka_unit_test_setup(name, portal_is_kind)
static const struct CMUnitTest tests[] = {
    EACH(a_question_comes_with_work_and_without_a_language),
    EACH(the_rules_are_asked_for_without_work),
    EACH(what_the_portal_refuses_is_refused_in_its_words),
    EACH(an_answer_that_is_none_of_a_portal_is_a_fault),
    EACH(work_without_end_is_not_begun),
    EACH(a_fault_of_the_network_is_passed_on),
    EACH(what_the_portal_does_not_take_is_not_sent),
};

UNIT_MAIN(tests)
