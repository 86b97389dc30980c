/*
 * voice.h - digits as speech.
 *
 * Shape:  a clip for each digit and language, made by espeak-ng when this is
 *         built and read once at start: DIR/zh-TW/0.wav ... DIR/en/9.wav. What
 *         is spoken is joined from them, each a little slower or faster,
 *         louder or softer, over a hiss; the dice decide.
 * Units:  clips and speech are WAV, 16 bits, one channel; clips have
 *         VOICE_CLIP_RATE samples a second, speech half of it.
 * Errors: RC_FAULT: a clip is missing, or is no such WAV; no memory.
 * Source: RIFF WAVE (Microsoft, 1991).
 */
#ifndef PORTAL_VOICE_H
#define PORTAL_VOICE_H

#include "dice.h"

#include "web/phrase.h"

enum {
	VOICE_CLIP_RATE = 22050,
	VOICE_RATE = VOICE_CLIP_RATE / 2,
	VOICE_CLIP_MAX = 3 * VOICE_CLIP_RATE, /* samples; no digit is longer */
	VOICE_DIGITS_MAX = 8,
};

struct voice_clip {
	int16_t *samples;
	size_t count;
};

struct voice {
	struct voice_clip clips[PHRASE_LANG_COUNT][10];
};

/* voice_free() frees also after a failure. */
enum rc voice_load(struct voice *voice, const char *dir, struct err *err);
void voice_free(struct voice *voice);

/* A clip's bytes as samples of VOICE_RATE, without the silence around them. */
enum rc voice_clip_parse(struct voice_clip *clip, const unsigned char *wav,
    size_t len, struct err *err);

/* The caller frees *wav. */
enum rc voice_speak(const struct voice *voice, enum phrase_lang lang,
    const char *digits, struct dice *dice, unsigned char **wav, size_t *len,
    struct err *err);

#endif
