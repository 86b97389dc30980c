#include "voice.h"

#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	WAV_HEAD = 44, /* bytes of a plain one */
	WAV_PCM = 1,
	SAMPLE = sizeof(int16_t),
	CLIP_FILE_MAX = VOICE_CLIP_MAX * SAMPLE + 4096, /* bytes, chunks too */
	SILENCE = 300,              /* nothing is heard below, of 32767 */
	HISS = 250,                 /* loudness, of 32767 */
	PAUSE_MIN = VOICE_RATE / 3, /* samples between two digits */
	PAUSE_MAX = VOICE_RATE * 2 / 3,
};
/* How far chance may go. */
static const float SLOW = 0.92F, FAST = 1.10F, SOFT = 0.70F, LOUD = 0.95F;

static uint32_t
get_number(const unsigned char *at, size_t bytes)
{
	uint32_t value = 0;

	while (bytes-- > 0)
		value = value << 8 | at[bytes];
	return value;
}

static void
put_number(unsigned char *at, size_t bytes, uint32_t value)
{
	for (size_t i = 0; i < bytes; i++, value >>= 8)
		at[i] = (unsigned char)value;
}

/* The chunk of that name; one with a wrong length ends where the file does, as
 * those of a program that writes to a pipe. */
static const unsigned char *
chunk_find(const unsigned char *wav, size_t len, const char *name, size_t *size)
{
	size_t at = 12;

	while (len >= 8 && at <= len - 8) {
		size_t left = len - at - 8;

		*size = get_number(wav + at + 4, 4);
		if (*size > left)
			*size = left;
		if (memcmp(wav + at, name, 4) == 0)
			return wav + at + 8;
		at += 8 + *size + *size % 2;
	}
	return NULL;
}

static bool
is_our_format(const unsigned char *format, size_t size)
{
	return format != NULL && size >= 16 &&
	    get_number(format, 2) == WAV_PCM &&
	    get_number(format + 2, 2) == 1 &&
	    get_number(format + 4, 4) == VOICE_CLIP_RATE &&
	    get_number(format + 14, 2) == 16;
}

static void
silence_cut(struct voice_clip *clip)
{
	size_t from = 0, to = clip->count;

	while (to > 0 && abs(clip->samples[to - 1]) < SILENCE)
		to--;
	while (from < to && abs(clip->samples[from]) < SILENCE)
		from++;
	memmove(clip->samples, clip->samples + from, (to - from) * SAMPLE);
	clip->count = to - from;
}

enum rc
voice_clip_parse(struct voice_clip *clip, const unsigned char *wav, size_t len,
    struct err *err)
{
	const unsigned char *format, *data = NULL;
	size_t size;

	if (len < 12 || memcmp(wav, "RIFF", 4) != 0 ||
	    memcmp(wav + 8, "WAVE", 4) != 0)
		return err_set(err, RC_FAULT, "no WAV");
	format = chunk_find(wav, len, "fmt ", &size);
	if (!is_our_format(format, size))
		return err_set(err, RC_FAULT,
		    "not 16 bits, one channel, %d samples a second",
		    VOICE_CLIP_RATE);
	data = chunk_find(wav, len, "data", &size);
	if (data == NULL || size < 2 * SAMPLE || size > CLIP_FILE_MAX)
		return err_set(err, RC_FAULT, "empty, or too long");
	clip->count = size / (2 * SAMPLE);
	clip->samples = malloc(clip->count * SAMPLE);
	if (clip->samples == NULL)
		return err_set(err, RC_FAULT, "no memory");
	for (size_t i = 0; i < clip->count; i++) {
		const unsigned char *pair = data + i * 2 * SAMPLE;
		int sum = (int16_t)get_number(pair, SAMPLE) +
		    (int16_t)get_number(pair + SAMPLE, SAMPLE);

		clip->samples[i] = (int16_t)(sum / 2);
	}
	silence_cut(clip);
	if (clip->count == 0)
		return err_set(err, RC_FAULT, "nothing to be heard");
	return RC_OK;
}

static enum rc
clip_load(struct voice_clip *clip, const char *path, struct err *err)
{
	unsigned char *bytes;
	FILE *file = fopen(path, "re");
	size_t len;
	enum rc rc;

	if (file == NULL)
		return err_set(err, RC_FAULT, "%s", strerror(errno));
	bytes = malloc(CLIP_FILE_MAX);
	if (bytes == NULL) {
		(void)fclose(file);
		return err_set(err, RC_FAULT, "no memory");
	}
	len = fread(bytes, 1, CLIP_FILE_MAX, file);
	rc = voice_clip_parse(clip, bytes, len, err);
	free(bytes);
	(void)fclose(file);
	return rc;
}

enum rc
voice_load(struct voice *voice, const char *dir, struct err *err)
{
	char path[PATH_MAX];

	*voice = (struct voice){0};
	for (size_t lang = 0; lang < PHRASE_LANG_COUNT; lang++)
		for (int digit = 0; digit < 10; digit++) {
			enum rc rc = RC_FAULT;

			if (!text_print(path, sizeof(path), "%s/%s/%d.wav", dir,
				phrase_lang_name((enum phrase_lang)lang),
				digit))
				return err_set(err, rc, "%s: too long", dir);
			rc = clip_load(&voice->clips[lang][digit], path, err);
			if (rc != RC_OK)
				return err_context(err, rc, "%s", path);
		}
	return RC_OK;
}

void
voice_free(struct voice *voice)
{
	for (size_t lang = 0; lang < PHRASE_LANG_COUNT; lang++)
		for (int digit = 0; digit < 10; digit++)
			free(voice->clips[lang][digit].samples);
	*voice = (struct voice){0};
}

struct speech {
	unsigned char *wav;
	size_t count, max; /* samples */
};

static void
sample_put(struct speech *speech, float value, struct dice *dice)
{
	int sample = (int)value + (int)dice_below(dice, 2 * HISS) - HISS;

	if (sample > INT16_MAX)
		sample = INT16_MAX;
	if (sample < INT16_MIN)
		sample = INT16_MIN;
	assert(speech->count < speech->max);
	put_number(speech->wav + WAV_HEAD + speech->count++ * SAMPLE, SAMPLE,
	    (uint32_t)sample);
}

static void
pause_put(struct speech *speech, struct dice *dice)
{
	size_t count = PAUSE_MIN + dice_below(dice, PAUSE_MAX - PAUSE_MIN);

	while (count-- > 0)
		sample_put(speech, 0, dice);
}

static void
clip_put(
    struct speech *speech, const struct voice_clip *clip, struct dice *dice)
{
	float step = dice_between(dice, SLOW, FAST);
	float gain = dice_between(dice, SOFT, LOUD);

	for (float at = 0; (size_t)at + 1 < clip->count; at += step) {
		size_t left = (size_t)at;
		float share = at - (float)left;

		sample_put(speech,
		    gain *
			((float)clip->samples[left] * (1 - share) +
			    (float)clip->samples[left + 1] * share),
		    dice);
	}
}

static void
head_put(unsigned char *wav, size_t count)
{
	uint32_t size = (uint32_t)(count * SAMPLE);

	memcpy(wav, "RIFF....WAVEfmt ", 16);
	put_number(wav + 4, 4, WAV_HEAD - 8 + size);
	put_number(wav + 16, 4, 16);
	put_number(wav + 20, 2, WAV_PCM);
	put_number(wav + 22, 2, 1);
	put_number(wav + 24, 4, VOICE_RATE);
	put_number(wav + 28, 4, VOICE_RATE * SAMPLE);
	put_number(wav + 32, 2, SAMPLE);
	put_number(wav + 34, 2, 8 * SAMPLE);
	memcpy(wav + 36, "data", 4);
	put_number(wav + 40, 4, size);
}

/* No more than this, whatever the dice say. */
static size_t
count_max(const struct voice_clip clips[10], const char *digits)
{
	size_t count = PAUSE_MAX;

	for (; *digits != '\0'; digits++)
		count += PAUSE_MAX + 2 +
		    (size_t)((float)clips[*digits - '0'].count / SLOW);
	return count;
}

enum rc
voice_speak(const struct voice *voice, enum phrase_lang lang,
    const char *digits, struct dice *dice, unsigned char **wav, size_t *len,
    struct err *err)
{
	const struct voice_clip *clips = voice->clips[lang];
	struct speech speech = {0};

	assert(strlen(digits) <= VOICE_DIGITS_MAX &&
	    strspn(digits, "0123456789") == strlen(digits));
	speech.max = count_max(clips, digits);
	speech.wav = malloc(WAV_HEAD + speech.max * SAMPLE);
	if (speech.wav == NULL)
		return err_set(err, RC_FAULT, "no memory for speech");
	pause_put(&speech, dice);
	for (; *digits != '\0'; digits++) {
		clip_put(&speech, &clips[*digits - '0'], dice);
		pause_put(&speech, dice);
	}
	head_put(speech.wav, speech.count);
	*wav = speech.wav;
	*len = WAV_HEAD + speech.count * SAMPLE;
	return RC_OK;
}
