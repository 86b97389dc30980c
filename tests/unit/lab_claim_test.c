/* What becomes of a check code at the login prompt: the portal's child, the
 * directory and the time are ours. */
#include "base/clock.h"
#include "labd/claim_child.h"
#include "labd/lab_claim.h"
#include "labd/lab_person.h"
#include "unit.h"

#include <poll.h>

static struct {
	enum lab_reason standing; /* before the claim */
	enum rc found;
	bool is_open;
	/* the portal's answer; reason NULL: it is a yes */
	enum rc rc;
	enum rc portal_rc;
	const char *reason, *text, *account;
	int asked;
	int looks_left; /* until the directory here has heard */
	int64_t now_ms;
} world;

enum rc __wrap_lab_person_check_name(
    const char *account, struct lab_answer *answer, struct err *err);
enum rc __wrap_lab_person_ask_and_check(struct lab *lab, const char *account,
    struct lab_person *person, struct lab_answer *answer, struct err *err);
enum rc __wrap_lab_person_ask(struct lab *lab, const char *account,
    struct lab_person *person, struct err *err);
bool __wrap_lab_is_open(const struct lab *lab);
int64_t __wrap_clock_mono_ms(void);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout_ms);
enum rc __wrap_claim_child_ask(const struct labd_conf *conf, const char *lang,
    struct wire_out *question, struct wire_in *answer, void *buf,
    struct err *err);

enum rc
__wrap_lab_person_check_name(
    const char *account, struct lab_answer *answer, struct err *err)
{
	(void)account;
	(void)err;
	*answer = (struct lab_answer){.reason = LAB_OK};
	return RC_OK;
}

enum rc
__wrap_lab_person_ask_and_check(struct lab *lab, const char *account,
    struct lab_person *person, struct lab_answer *answer, struct err *err)
{
	(void)lab;
	(void)account;
	(void)person;
	answer->reason = world.standing;
	return err_set(err, world.found, "not active");
}

enum rc
__wrap_lab_person_ask(struct lab *lab, const char *account,
    struct lab_person *person, struct err *err)
{
	(void)lab;
	(void)account;
	(void)err;
	person->standing = world.looks_left-- > 0 ? LAB_NEW : LAB_OK;
	return RC_OK;
}

bool
__wrap_lab_is_open(const struct lab *lab)
{
	(void)lab;
	return world.is_open;
}

int64_t
__wrap_clock_mono_ms(void)
{
	return world.now_ms;
}

int
__wrap_poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	(void)fds;
	(void)count;
	world.now_ms += timeout_ms;
	return 0;
}

enum rc
__wrap_claim_child_ask(const struct labd_conf *conf, const char *lang,
    struct wire_out *question, struct wire_in *answer, void *buf,
    struct err *err)
{
	struct wire_out out;
	struct wire_in asked;

	(void)conf;
	assert_string_equal(lang, "en");
	assert_int_equal(wire_end(question, err), RC_OK);
	assert_int_equal(
	    wire_parse_question(&asked, question->at, question->len, err),
	    RC_OK);
	assert_string_equal(wire_text(&asked, F_NATIONAL_ID), "A123456789");
	assert_string_equal(wire_text(&asked, F_PASSWORD), "a long one");
	world.asked++;
	if (world.rc != RC_OK)
		return err_set(err, world.rc, "no answer in time");
	wire_begin(&out, buf, WIRE_MAX, RC_OK);
	if (world.reason != NULL)
		wire_fail(&out, buf, WIRE_MAX, world.portal_rc, world.reason,
		    world.text);
	else
		wire_put_text(&out, F_ACCOUNT, world.account);
	assert_int_equal(wire_end(&out, err), RC_OK);
	return wire_parse_answer(answer, OP_REDEEM, buf, out.len, err);
}

static _Atomic int64_t until_ms;

static void
begin(void)
{
	memset(&world, 0, sizeof(world));
	world.standing = LAB_NEW;
	world.found = RC_DENIED;
	world.is_open = true;
	world.account = "wang";
	world.now_ms = 1000;
	atomic_store(&until_ms, 0);
}

static enum rc
claim_as(bool is_on, struct lab_answer *answer)
{
	const struct labd_conf conf = {.claim = is_on};
	struct lab lab = {.conf = &conf};
	const struct lab_claim claim = {
	    "wang", "A123456789", "1234 5678 9012", "a long one", "en"};
	struct err err;

	return lab_claim(&lab, &claim, &until_ms, answer, &err);
}

static void
only_who_is_new_and_may_now_is_asked_about(void **state)
{
	static const struct {
		bool is_on, is_open;
		enum lab_reason standing;
		enum rc found, rc;
		enum lab_reason reason;
	} cases[] = {
	    {false, true, LAB_NEW, RC_DENIED, RC_DENIED, LAB_NEW},
	    {true, false, LAB_NEW, RC_DENIED, RC_DENIED, LAB_HOURS},
	    {true, true, LAB_OK, RC_OK, RC_DENIED, LAB_WRONG},
	    {true, true, LAB_SUSPENDED, RC_DENIED, RC_DENIED, LAB_SUSPENDED},
	    {true, true, LAB_RESERVED, RC_DENIED, RC_DENIED, LAB_RESERVED},
	    {true, true, LAB_UNKNOWN, RC_ABSENT, RC_ABSENT, LAB_UNKNOWN},
	    {true, true, LAB_OFFLINE, RC_OFFLINE, RC_OFFLINE, LAB_OFFLINE},
	};
	struct lab_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		world.standing = cases[i].standing;
		world.found = cases[i].found;
		world.is_open = cases[i].is_open;
		assert_int_equal(
		    claim_as(cases[i].is_on, &answer), cases[i].rc);
		assert_int_equal(answer.reason, cases[i].reason);
		assert_int_equal(world.asked, 0);
	}
}

static void
each_word_of_the_portal_is_a_yes_a_no_or_unknown(void **state)
{
	static const struct {
		enum rc portal_rc;
		const char *name;
		enum rc rc;
		enum lab_reason reason;
		const char *text;
	} cases[] = {
	    {RC_DENIED, "wrong_code", RC_DENIED, LAB_NOT_CLAIMED, "SAID"},
	    {RC_INPUT, "bad_national_id", RC_DENIED, LAB_NOT_CLAIMED, "SAID"},
	    {RC_EXISTS, "already_set", RC_DENIED, LAB_NOT_CLAIMED, "SAID"},
	    {RC_ABSENT, "no_record", RC_DENIED, LAB_NOT_CLAIMED, "SAID"},
	    {RC_INPUT, "password_refused", RC_INPUT, LAB_WEAK, "SAID"},
	    {RC_INPUT, "password_in_history", RC_INPUT, LAB_WEAK, "SAID"},
	    {RC_BUSY, "home_away", RC_BUSY, LAB_PORTAL_AWAY, "SAID"},
	    {RC_BUSY, "too_many", RC_BUSY, LAB_PORTAL_AWAY, "SAID"},
	    {RC_FAULT, "fault", RC_FAULT, LAB_PORTAL_AWAY, "SAID"},
	    /* portal-passwd's own words: nobody knows what the portal did */
	    {RC_OFFLINE, "portal", RC_OFFLINE, LAB_PORTAL_AWAY, ""},
	};
	struct lab_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		world.portal_rc = cases[i].portal_rc;
		world.reason = cases[i].name;
		world.text = "SAID";
		assert_int_equal(claim_as(true, &answer), cases[i].rc);
		assert_int_equal(answer.reason, cases[i].reason);
		assert_string_equal(answer.text, cases[i].text);
		assert_int_equal(atomic_load(&until_ms), 0);
	}
}

static void
what_never_came_to_an_answer_is_unknown(void **state)
{
	static const enum rc rcs[] = {RC_OFFLINE, RC_FAULT};
	struct lab_answer answer;

	(void)state;
	for (size_t i = 0; i < sizeof(rcs) / sizeof(rcs[0]); i++) {
		begin();
		world.rc = rcs[i];
		assert_int_equal(claim_as(true, &answer), rcs[i]);
		assert_int_equal(answer.reason, LAB_PORTAL_AWAY);
		assert_int_equal(atomic_load(&until_ms), 0);
	}
}

static void
a_code_of_another_account_is_a_no_that_names_it(void **state)
{
	struct lab_answer answer;

	(void)state;
	begin();
	world.account = "chen";
	assert_int_equal(claim_as(true, &answer), RC_DENIED);
	assert_int_equal(answer.reason, LAB_OTHER_ACCOUNT);
	assert_string_equal(answer.text, "chen");
}

static void
a_directory_that_is_behind_is_waited_for_a_while(void **state)
{
	struct lab_answer answer;

	(void)state;
	begin();
	world.looks_left = 5;
	assert_int_equal(claim_as(true, &answer), RC_OK);
	assert_int_equal(answer.reason, LAB_OK);
	begin();
	world.looks_left = 1000;
	assert_int_equal(claim_as(true, &answer), RC_OFFLINE);
	assert_int_equal(answer.reason, LAB_SET);
	assert_true(world.now_ms <= 5000);
}

static void
a_second_claim_waits_for_its_turn_and_no_longer(void **state)
{
	struct lab_answer answer;

	(void)state;
	begin();
	atomic_store(&until_ms, world.now_ms + 1);
	assert_int_equal(claim_as(true, &answer), RC_BUSY);
	assert_int_equal(answer.reason, LAB_BUSY);
	assert_int_equal(world.asked, 0);
	world.now_ms++; /* its worker is dead by now */
	assert_int_equal(claim_as(true, &answer), RC_OK);
	assert_int_equal(world.asked, 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(only_who_is_new_and_may_now_is_asked_about),
    cmocka_unit_test(each_word_of_the_portal_is_a_yes_a_no_or_unknown),
    cmocka_unit_test(what_never_came_to_an_answer_is_unknown),
    cmocka_unit_test(a_code_of_another_account_is_a_no_that_names_it),
    cmocka_unit_test(a_directory_that_is_behind_is_waited_for_a_while),
    cmocka_unit_test(a_second_claim_waits_for_its_turn_and_no_longer),
};

UNIT_MAIN(tests)
