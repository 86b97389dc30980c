#include "portal/captcha.h"

#include "portal/dice.h"
#include "portal/proof.h"
#include "unit.h"

#include <pthread.h>

#define FONT "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
enum { NOW_S = 1800000000, BITS = 8 };
/* What the faked dice_below() below makes of every captcha. */
#define LETTERS "3467"
#define DIGITS  "45678"

static uint32_t throws;
static bool is_faked;

uint32_t __real_dice_below(struct dice *dice, uint32_t below);
uint32_t __wrap_dice_below(struct dice *dice, uint32_t below);

uint32_t
__wrap_dice_below(struct dice *dice, uint32_t below)
{
	return is_faked ? throws++ % below : __real_dice_below(dice, below);
}

static const struct captcha_conf *
conf(void)
{
	static char dir[256];
	static const struct captcha_conf made = {
	    .font = FONT, .voice_dir = dir, .proof_bits = BITS};
	const char *build = getenv("BUILD");

	(void)snprintf(dir, sizeof(dir), "%s/voice",
	    build == NULL ? "build/plain" : build);
	return &made;
}

static int
captcha_ready(void **state)
{
	struct captcha *captcha;
	struct err err;

	if (captcha_open(&captcha, conf(), &err) != RC_OK) {
		print_error("%s\n", err.text);
		return -1;
	}
	*state = captcha;
	return 0;
}

static int
captcha_gone(void **state)
{
	captcha_close(*state);
	return 0;
}

static void
begin(struct captcha *captcha, const char *form, char id[CAPTCHA_ID_SIZE])
{
	is_faked = true;
	throws = 0;
	captcha_begin(captcha, form, NOW_S, id);
	is_faked = false;
}

static enum rc
answer(struct captcha *captcha, const char *form, const char *id,
    const char *typed, struct err *err)
{
	struct captcha_answer given = {.id = id, .form = form, .typed = typed};

	return captcha_check(captcha, &given, NOW_S, err);
}

static void
listen_to(struct captcha *captcha, const char *id)
{
	struct captcha_file file;
	struct err err;

	assert_rc(RC_OK,
	    captcha_voice(captcha, id, PHRASE_EN, NOW_S, &file, &err), &err);
	assert_memory_equal(file.bytes, "RIFF", 4);
	free(file.bytes);
}

static void
the_letters_are_taken_as_people_type_them(void **state)
{
	static const struct {
		const char *typed;
		enum rc rc;
	} cases[] = {
	    {LETTERS, RC_OK}, {" 3 4 6 7 ", RC_OK}, {"３４６７", RC_OK},
	    {"3468", RC_DENIED}, {"346", RC_DENIED}, {"34677", RC_DENIED},
	    {"", RC_DENIED}, {NULL, RC_DENIED},
	    {"3467 and much more than anybody would ever type into this field",
		RC_DENIED},
	    {DIGITS, RC_DENIED}, /* nobody asked to hear them */
	};
	char id[CAPTCHA_ID_SIZE];
	struct err err;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(*state, "forgot", id);
		assert_rc(cases[i].rc,
		    answer(*state, "forgot", id, cases[i].typed, &err), &err);
	}
}

static void
either_case_will_do(void **state)
{
	char id[CAPTCHA_ID_SIZE];
	struct err err;

	is_faked = true;
	throws = 5; /* A, C, D, E */
	captcha_begin(*state, "forgot", NOW_S, id);
	is_faked = false;
	assert_rc(RC_OK, answer(*state, "forgot", id, "aCdE", &err), &err);
}

static void
digits_count_once_they_were_asked_for(void **state)
{
	char id[CAPTCHA_ID_SIZE];
	struct err err;

	begin(*state, "forgot", id);
	listen_to(*state, id);
	assert_rc(RC_OK, answer(*state, "forgot", id, DIGITS, &err), &err);
	begin(*state, "forgot", id);
	listen_to(*state, id);
	assert_rc(RC_OK, answer(*state, "forgot", id, LETTERS, &err), &err);
}

static void
any_answer_uses_it_up(void **state)
{
	static const char *const firsts[] = {LETTERS, "wrong", "", NULL};
	char id[CAPTCHA_ID_SIZE];
	struct captcha_file file;
	struct err err;

	for (size_t i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++) {
		begin(*state, "forgot", id);
		(void)answer(*state, "forgot", id, firsts[i], &err);
		assert_rc(RC_ABSENT,
		    answer(*state, "forgot", id, LETTERS, &err), &err);
		assert_rc(RC_ABSENT,
		    captcha_picture(*state, id, NOW_S, &file, &err), &err);
		assert_rc(RC_ABSENT,
		    captcha_voice(*state, id, PHRASE_EN, NOW_S, &file, &err),
		    &err);
	}
}

static void
another_forms_captcha_is_refused_and_used_up(void **state)
{
	char id[CAPTCHA_ID_SIZE];
	struct err err;

	begin(*state, "forgot", id);
	assert_rc(
	    RC_DENIED, answer(*state, "sign-in", id, LETTERS, &err), &err);
	assert_rc(RC_ABSENT, answer(*state, "forgot", id, LETTERS, &err), &err);
}

static void
it_lives_ten_minutes(void **state)
{
	struct captcha_answer given = {.form = "forgot", .typed = LETTERS};
	char id[CAPTCHA_ID_SIZE];
	struct captcha_file file;
	struct err err;

	given.id = id;
	begin(*state, "forgot", id);
	assert_rc(RC_OK,
	    captcha_picture(
		*state, id, NOW_S + CAPTCHA_LIFE_S - 1, &file, &err),
	    &err);
	free(file.bytes);
	assert_rc(RC_ABSENT,
	    captcha_picture(*state, id, NOW_S + CAPTCHA_LIFE_S, &file, &err),
	    &err);
	assert_rc(RC_ABSENT,
	    captcha_check(*state, &given, NOW_S + CAPTCHA_LIFE_S, &err), &err);
	assert_rc(RC_OK,
	    captcha_check(*state, &given, NOW_S + CAPTCHA_LIFE_S - 1, &err),
	    &err);
}

static void
work_will_do_instead(void **state)
{
	static const char *const forms[] = {"forgot", "sign-in"};
	char id[CAPTCHA_ID_SIZE], number[PROOF_SIZE];
	struct err err;

	assert_int_equal(captcha_proof_bits(*state), BITS);
	for (size_t i = 0; i < 2; i++) {
		struct captcha_answer given = {
		    .form = forms[i], .typed = "", .proof = number};

		begin(*state, forms[i], id);
		given.id = id;
		assert_true(proof_solve(id, forms[i], BITS, number));
		assert_rc(
		    RC_OK, captcha_check(*state, &given, NOW_S, &err), &err);
		assert_rc(RC_ABSENT, captcha_check(*state, &given, NOW_S, &err),
		    &err);
	}
}

/* Its letters beside it change nothing: who sends a proof means it. */
static void
a_wrong_proof_is_refused(void **state)
{
	char id[CAPTCHA_ID_SIZE], number[PROOF_SIZE];
	struct captcha_answer given = {
	    .id = id, .form = "forgot", .typed = LETTERS, .proof = number};
	struct err err;

	begin(*state, "forgot", id);
	assert_true(proof_solve(id, "sign-in", BITS, number));
	while (proof_check(id, "forgot", BITS, number))
		number[0] = (char)(number[0] == '9' ? '1' : number[0] + 1);
	assert_rc(RC_DENIED, captcha_check(*state, &given, NOW_S, &err), &err);
}

static void
what_is_no_id_is_nothing(void **state)
{
	static const char *const ids[] = {NULL, "", "0", "zz",
	    "00000000000000000000000000000000",
	    "ffffffffffffffffffffffffffffffff",
	    "000000000000000000000000000000000000",
	    "../../../../../../../etc/passwd.."};
	struct captcha_file file;
	struct err err;

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		assert_rc(RC_ABSENT,
		    captcha_picture(*state, ids[i], NOW_S, &file, &err), &err);
		assert_rc(RC_ABSENT,
		    answer(*state, "forgot", ids[i], LETTERS, &err), &err);
	}
}

static void
asked_again_it_looks_the_same(void **state)
{
	struct captcha_file first, second;
	char id[CAPTCHA_ID_SIZE];
	struct err err;

	begin(*state, "forgot", id);
	assert_rc(
	    RC_OK, captcha_picture(*state, id, NOW_S, &first, &err), &err);
	assert_rc(
	    RC_OK, captcha_picture(*state, id, NOW_S, &second, &err), &err);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.bytes, second.bytes, first.len);
	free(first.bytes);
	free(second.bytes);
}

static void
the_oldest_makes_room(void **state)
{
	char first[CAPTCHA_ID_SIZE], second[CAPTCHA_ID_SIZE],
	    id[CAPTCHA_ID_SIZE];
	struct err err;

	begin(*state, "forgot", first);
	begin(*state, "forgot", second);
	for (int i = 0; i < CAPTCHA_MAX - 1; i++)
		begin(*state, "forgot", id);
	assert_rc(
	    RC_ABSENT, answer(*state, "forgot", first, LETTERS, &err), &err);
	assert_rc(RC_OK, answer(*state, "forgot", second, LETTERS, &err), &err);
}

static void
no_two_are_alike(void **state)
{
	enum { COUNT = 50 };
	char ids[COUNT][CAPTCHA_ID_SIZE];
	struct captcha_file files[COUNT];
	struct err err;

	for (size_t i = 0; i < COUNT; i++) {
		captcha_begin(*state, "forgot", NOW_S, ids[i]);
		assert_rc(RC_OK,
		    captcha_picture(*state, ids[i], NOW_S, &files[i], &err),
		    &err);
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(ids[i], ids[j]);
			assert_false(files[i].len == files[j].len &&
			    memcmp(files[i].bytes, files[j].bytes,
				files[i].len) == 0);
		}
	}
	for (size_t i = 0; i < COUNT; i++)
		free(files[i].bytes);
}

struct racer {
	struct captcha *captcha;
	const char *id;
	pthread_barrier_t *start;
	bool has_won;
};

static void *
race(void *arg)
{
	struct racer *racer = arg;
	struct err err;

	(void)pthread_barrier_wait(racer->start);
	racer->has_won =
	    answer(racer->captcha, "forgot", racer->id, LETTERS, &err) == RC_OK;
	return NULL;
}

static void
of_many_at_once_one_answer_counts(void **state)
{
	enum { RACERS = 8, ROUNDS = 50 };

	for (int round = 0; round < ROUNDS; round++) {
		struct racer racers[RACERS];
		pthread_t threads[RACERS];
		pthread_barrier_t start;
		char id[CAPTCHA_ID_SIZE];
		int winners = 0;

		begin(*state, "forgot", id);
		(void)pthread_barrier_init(&start, NULL, RACERS);
		for (size_t i = 0; i < RACERS; i++) {
			racers[i] = (struct racer){*state, id, &start, false};
			assert_int_equal(
			    pthread_create(&threads[i], NULL, race, &racers[i]),
			    0);
		}
		for (size_t i = 0; i < RACERS; i++) {
			(void)pthread_join(threads[i], NULL);
			winners += racers[i].has_won;
		}
		(void)pthread_barrier_destroy(&start);
		assert_int_equal(winners, 1);
	}
}

static void
what_is_missing_is_told_at_the_start(void **state)
{
	struct captcha_conf broken = *conf();
	struct captcha *captcha;
	struct err err;

	(void)state;
	broken.font = "/nowhere.ttf";
	assert_rc(RC_FAULT, captcha_open(&captcha, &broken, &err), &err);
	assert_null(captcha);
	broken = *conf();
	broken.voice_dir = "/nowhere";
	assert_rc(RC_FAULT, captcha_open(&captcha, &broken, &err), &err);
	assert_string_equal(
	    err.text, "/nowhere/zh-TW/0.wav: No such file or directory");
	broken = *conf();
	broken.proof_bits = 0;
	assert_rc(RC_INPUT, captcha_open(&captcha, &broken, &err), &err);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_letters_are_taken_as_people_type_them),
    cmocka_unit_test(either_case_will_do),
    cmocka_unit_test(digits_count_once_they_were_asked_for),
    cmocka_unit_test(any_answer_uses_it_up),
    cmocka_unit_test(another_forms_captcha_is_refused_and_used_up),
    cmocka_unit_test(it_lives_ten_minutes),
    cmocka_unit_test(work_will_do_instead),
    cmocka_unit_test(a_wrong_proof_is_refused),
    cmocka_unit_test(what_is_no_id_is_nothing),
    cmocka_unit_test(asked_again_it_looks_the_same),
    cmocka_unit_test(the_oldest_makes_room),
    cmocka_unit_test(no_two_are_alike),
    cmocka_unit_test(of_many_at_once_one_answer_counts),
    cmocka_unit_test(what_is_missing_is_told_at_the_start),
};

UNIT_MAIN_IN(tests, captcha_ready, captcha_gone)
