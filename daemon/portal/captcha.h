/*
 * captcha.h - a small hurdle before a form: letters to read, digits to hear,
 *             or work to do.
 *
 * Shape:  one table in memory, of a fixed size; the oldest makes room. A
 *         captcha belongs to one form, lives CAPTCHA_LIFE_S and is gone after
 *         the first answer, right or wrong. Letters and digits are different
 *         answers of one captcha; the digits count only once they were asked
 *         for. Asked again, it is the same picture and the same speech. Font
 *         and clips are read by captcha_open(), nothing after it. Any thread
 *         may call.
 * Units:  now_s Unix seconds.
 * Errors: RC_ABSENT no such captcha: too old, answered, or never there;
 *         RC_DENIED a wrong answer, or another form's; RC_FAULT no memory, at
 *         the start also a missing font or clip.
 * Source: ours. It is friction, not security: programs read such pictures, and
 *         identityd's limits carry the weight.
 */
#ifndef PORTAL_CAPTCHA_H
#define PORTAL_CAPTCHA_H

#include "base/meter.h"
#include "web/phrase.h"

#include <stddef.h>
#include <stdint.h>

enum {
	CAPTCHA_LETTERS = 4,
	CAPTCHA_DIGITS = 5,
	CAPTCHA_LIFE_S = 600,
	CAPTCHA_MAX = 16384,    /* live ones; 2 MB */
	CAPTCHA_ID_SIZE = 33,   /* hex with its NUL */
	CAPTCHA_FORM_SIZE = 16, /* a form's name with its NUL */
};

struct captcha;

struct captcha_conf {
	const char *font;      /* a file that FreeType reads */
	const char *voice_dir; /* see voice.h */
	int proof_bits;        /* see proof.h */
};

/* What a person sent. Empty or NULL: nothing of the kind. */
struct captcha_answer {
	const char *id;
	const char *form;
	const char *typed; /* letters or digits, as typed */
	const char *proof; /* instead */
};

/* A PNG or WAV; the caller frees the bytes. */
struct captcha_file {
	unsigned char *bytes;
	size_t len;
};

enum rc captcha_open(
    struct captcha **captcha, const struct captcha_conf *conf, struct err *err);
void captcha_close(struct captcha *captcha);

void captcha_begin(struct captcha *captcha, const char *form, int64_t now_s,
    char id[CAPTCHA_ID_SIZE]);
enum rc captcha_picture(struct captcha *captcha, const char *id, int64_t now_s,
    struct captcha_file *file, struct err *err);
enum rc captcha_voice(struct captcha *captcha, const char *id,
    enum phrase_lang lang, int64_t now_s, struct captcha_file *file,
    struct err *err);
enum rc captcha_check(struct captcha *captcha,
    const struct captcha_answer *answer, int64_t now_s, struct err *err);

/* How many were begun, and how their answers were. */
const struct meter *captcha_meter(const struct captcha *captcha);

/* The zero bits that a proof needs: for the page and the JSON API. */
int captcha_proof_bits(const struct captcha *captcha);

#endif
