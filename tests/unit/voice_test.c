#include "portal/voice.h"

#include "unit.h"

#include <math.h>

static const unsigned char seed[DICE_SEED_LEN] = {7};

static const char *
clips_dir(void)
{
	static char dir[256];
	const char *build = getenv("BUILD");

	(void)snprintf(dir, sizeof(dir), "%s/voice",
	    build == NULL ? "build/plain" : build);
	return dir;
}

static int
voice_ready(void **state)
{
	static struct voice voice;
	struct err err;

	*state = &voice;
	if (voice_load(&voice, clips_dir(), &err) == RC_OK)
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

static int
voice_gone(void **state)
{
	voice_free(*state);
	return 0;
}

static float
sample_at(const unsigned char *wav, size_t at)
{
	return (float)(int16_t)(wav[44 + 2 * at] | wav[45 + 2 * at] << 8);
}

/* How alike a clip and a stretch of speech are, -1 ... 1. */
static float
likeness(const struct voice_clip *clip, const unsigned char *wav, size_t from,
    size_t to)
{
	float step = (float)(to - from) / (float)clip->count;
	float both = 0, ours = 0, theirs = 0;

	for (size_t i = 0; i < clip->count; i++) {
		float a = clip->samples[i];
		float b = sample_at(wav, from + (size_t)((float)i * step));

		both += a * b;
		ours += a * a;
		theirs += b * b;
	}
	return both / sqrtf(ours * theirs);
}

/* Where the next digit begins and ends: a pause is a fifth of a second. */
static bool
next_digit(const unsigned char *wav, size_t count, size_t *from, size_t *to)
{
	enum { QUIET = 320, PAUSE = VOICE_RATE / 5 };
	size_t quiet = 0;

	while (*from < count && fabsf(sample_at(wav, *from)) < QUIET)
		++*from;
	for (*to = *from; *to < count && quiet < PAUSE; ++*to)
		quiet = fabsf(sample_at(wav, *to)) < QUIET ? quiet + 1 : 0;
	*to -= quiet;
	return *to > *from;
}

static char
digit_heard(const struct voice *voice, enum phrase_lang lang,
    const unsigned char *wav, size_t from, size_t to)
{
	float best = -2;
	char heard = '?';

	for (int digit = 0; digit < 10; digit++) {
		const struct voice_clip *clip = &voice->clips[lang][digit];

		/* An edge may be heard a little early or late. */
		for (int shift = -40; shift <= 40; shift++) {
			float alike = likeness(
			    clip, wav, from, (size_t)((int)to + shift));

			if (alike <= best)
				continue;
			best = alike;
			heard = (char)('0' + digit);
		}
	}
	return heard;
}

static void
every_digit_can_be_heard_in_each_language(void **state)
{
	static const char *const texts[] = {"01234567", "89", "00000", "73198"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		for (size_t lang = 0; lang < PHRASE_LANG_COUNT; lang++) {
			unsigned char *wav;
			char heard[VOICE_DIGITS_MAX + 1] = "";
			size_t len, from = 0, to, used = 0;
			struct dice dice;
			struct err err;

			dice_init(&dice, seed);
			assert_rc(RC_OK,
			    voice_speak(*state, (enum phrase_lang)lang,
				texts[i], &dice, &wav, &len, &err),
			    &err);
			while (used < VOICE_DIGITS_MAX &&
			    next_digit(wav, (len - 44) / 2, &from, &to)) {
				heard[used++] = digit_heard(*state,
				    (enum phrase_lang)lang, wav, from, to);
				from = to;
			}
			free(wav);
			assert_string_equal(heard, texts[i]);
		}
}

static void
equal_dice_speak_alike(void **state)
{
	unsigned char *wavs[3], other[DICE_SEED_LEN] = {8};
	size_t lens[3];
	struct dice dice;
	struct err err;

	for (size_t i = 0; i < 3; i++) {
		dice_init(&dice, i < 2 ? seed : other);
		assert_rc(RC_OK,
		    voice_speak(*state, PHRASE_EN, "12345", &dice, &wavs[i],
			&lens[i], &err),
		    &err);
	}
	assert_int_equal(lens[0], lens[1]);
	assert_memory_equal(wavs[0], wavs[1], lens[0]);
	assert_true(
	    lens[2] != lens[0] || memcmp(wavs[0], wavs[2], lens[0]) != 0);
	for (size_t i = 0; i < 3; i++)
		free(wavs[i]);
}

static void
a_missing_clip_is_told_with_its_path(void **state)
{
	struct voice voice;
	struct err err;

	(void)state;
	assert_rc(RC_FAULT, voice_load(&voice, "/nowhere", &err), &err);
	assert_string_equal(
	    err.text, "/nowhere/zh-TW/0.wav: No such file or directory");
	voice_free(&voice);
}

/* 8 samples of 1000 each, as Microsoft's RIFF has it. */
static const unsigned char plain[] =
    "RIFF\x34\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x22\x56\0\0\x44\xac\0\0\2\0\x10\0"
    "data\x10\0\0\0\xe8\3\xe8\3\xe8\3\xe8\3\xe8\3\xe8\3\xe8\3\xe8\3";

static void
a_clip_is_taken_or_refused_by_its_form(void **state)
{
	static const struct {
		size_t at;
		unsigned char byte;
		enum rc rc;
	} cases[] = {
	    {4, 0, RC_OK},        /* a total that nobody believes */
	    {0, 'r', RC_FAULT},   /* no RIFF */
	    {8, 'w', RC_FAULT},   /* no WAVE */
	    {12, 'g', RC_FAULT},  /* no format */
	    {20, 3, RC_FAULT},    /* floating point */
	    {22, 2, RC_FAULT},    /* stereo */
	    {24, 0x23, RC_FAULT}, /* another rate */
	    {34, 8, RC_FAULT},    /* 8 bits */
	    {36, 'e', RC_FAULT},  /* no data */
	    {40, 2, RC_FAULT},    /* less than a pair */
	    {43, 0x7f, RC_OK},    /* longer than the file: to its end */
	    {19, 0xff, RC_FAULT}, /* a format longer than the file */
	};
	unsigned char wav[sizeof(plain) - 1];
	struct voice_clip clip = {0};
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memcpy(wav, plain, sizeof(wav));
		wav[cases[i].at] = cases[i].byte;
		assert_rc(cases[i].rc,
		    voice_clip_parse(&clip, wav, sizeof(wav), &err), &err);
		if (cases[i].rc == RC_OK)
			assert_int_equal(clip.count, 4);
		free(clip.samples);
		clip = (struct voice_clip){0};
	}
	for (size_t len = 0; len < sizeof(wav); len++) {
		unsigned char *exact = malloc(len + 1);

		memcpy(exact, plain, len);
		(void)voice_clip_parse(&clip, exact, len, &err);
		free(clip.samples);
		clip = (struct voice_clip){0};
		free(exact);
	}
}

static void
a_silent_clip_is_none(void **state)
{
	unsigned char wav[sizeof(plain) - 1];
	struct voice_clip clip = {0};
	struct err err;

	(void)state;
	memcpy(wav, plain, sizeof(wav));
	memset(wav + 44, 0, sizeof(wav) - 44);
	assert_rc(
	    RC_FAULT, voice_clip_parse(&clip, wav, sizeof(wav), &err), &err);
	assert_string_equal(err.text, "nothing to be heard");
	free(clip.samples);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_digit_can_be_heard_in_each_language),
    cmocka_unit_test(equal_dice_speak_alike),
    cmocka_unit_test(a_missing_clip_is_told_with_its_path),
    cmocka_unit_test(a_clip_is_taken_or_refused_by_its_form),
    cmocka_unit_test(a_silent_clip_is_none),
};

UNIT_MAIN_IN(tests, voice_ready, voice_gone)
