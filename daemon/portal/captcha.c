#include "captcha.h"

#include "base/secret.h"
#include "base/text.h"
#include "picture.h"
#include "proof.h"
#include "voice.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert((int)CAPTCHA_LETTERS <= (int)PICTURE_LETTERS_MAX &&
	(int)CAPTCHA_DIGITS <= (int)VOICE_DIGITS_MAX,
    "what is asked for can be drawn and spoken");

enum {
	ID_LEN = (CAPTCHA_ID_SIZE - 1) / 2,
	PLACE_LEN = 2, /* an id begins with its place in the table */
	TYPED_SIZE = 64,
};
_Static_assert(CAPTCHA_MAX <= 1 << (8 * PLACE_LEN), "a place fits");

enum number { BEGUN, PASSED, FAILED, GONE };
static const struct meter_rule rules[] = {
    [BEGUN] = {"captchas", "state=\"begun\""},
    [PASSED] = {"captchas", "state=\"passed\""},
    [FAILED] = {"captchas", "state=\"failed\""},
    [GONE] = {"captchas", "state=\"gone\""},
};

/* All zero: nothing there. */
struct entry {
	int64_t until_s;
	unsigned char id[ID_LEN];
	char form[CAPTCHA_FORM_SIZE];
	char letters[CAPTCHA_LETTERS + 1];
	char digits[CAPTCHA_DIGITS + 1];
	bool is_heard;
	unsigned char seed[DICE_SEED_LEN]; /* how it looks and sounds */
};

struct captcha {
	struct glyph_set glyphs;
	struct voice voice;
	int proof_bits;
	struct meter meter;
	pthread_mutex_t lock; /* of all below */
	size_t next;          /* the oldest entry */
	struct entry entries[CAPTCHA_MAX];
};

enum rc
captcha_open(
    struct captcha **captcha, const struct captcha_conf *conf, struct err *err)
{
	struct captcha *made;
	enum rc rc;

	*captcha = NULL;
	if (sodium_init() < 0)
		return err_set(err, RC_FAULT, "libsodium does not start");
	if (conf->proof_bits < PROOF_BITS_MIN ||
	    conf->proof_bits > PROOF_BITS_MAX)
		return err_set(err, RC_INPUT, "proof_bits: not %d to %d",
		    PROOF_BITS_MIN, PROOF_BITS_MAX);
	made = calloc(1, sizeof(*made));
	if (made == NULL)
		return err_set(err, RC_FAULT, "no memory for captchas");
	made->proof_bits = conf->proof_bits;
	meter_init(&made->meter, rules, sizeof(rules) / sizeof(rules[0]));
	(void)pthread_mutex_init(&made->lock, NULL);
	rc = glyph_load(&made->glyphs, conf->font, err);
	if (rc == RC_OK)
		rc = voice_load(&made->voice, conf->voice_dir, err);
	if (rc != RC_OK) {
		captcha_close(made);
		return rc;
	}
	*captcha = made;
	return RC_OK;
}

void
captcha_close(struct captcha *captcha)
{
	if (captcha == NULL)
		return;
	glyph_free(&captcha->glyphs);
	voice_free(&captcha->voice);
	(void)pthread_mutex_destroy(&captcha->lock);
	secret_wipe(captcha, sizeof(*captcha));
	free(captcha);
}

int
captcha_proof_bits(const struct captcha *captcha)
{
	return captcha->proof_bits;
}

const struct meter *
captcha_meter(const struct captcha *captcha)
{
	return &captcha->meter;
}

static void
pick(struct dice *dice, char *out, size_t count, const char *from)
{
	uint32_t choice = (uint32_t)strlen(from);

	for (size_t i = 0; i < count; i++)
		out[i] = from[dice_below(dice, choice)];
	out[count] = '\0';
}

/* Every sign-in page has one: all its chance is asked of the kernel at once. */
static void
entry_draw(struct entry *entry)
{
	struct {
		unsigned char id[ID_LEN];
		unsigned char seed[DICE_SEED_LEN];
		unsigned char asked[DICE_SEED_LEN]; /* tells nothing of seed */
	} chance;
	struct dice dice;

	randombytes_buf(&chance, sizeof(chance));
	memcpy(entry->id, chance.id, sizeof(entry->id));
	memcpy(entry->seed, chance.seed, sizeof(entry->seed));
	dice_init(&dice, chance.asked);
	pick(&dice, entry->letters, CAPTCHA_LETTERS, GLYPH_LETTERS);
	pick(&dice, entry->digits, CAPTCHA_DIGITS, "0123456789");
	dice_wipe(&dice);
	secret_wipe(&chance, sizeof(chance));
}

static void
id_set_place(unsigned char id[ID_LEN], size_t place)
{
	id[0] = (unsigned char)(place >> 8);
	id[1] = (unsigned char)place;
}

void
captcha_begin(struct captcha *captcha, const char *form, int64_t now_s,
    char id[CAPTCHA_ID_SIZE])
{
	struct entry entry = {.until_s = now_s + CAPTCHA_LIFE_S};
	bool is_name = text_copy(entry.form, sizeof(entry.form), form);
	size_t place;

	assert(is_name);
	entry_draw(&entry);
	(void)pthread_mutex_lock(&captcha->lock);
	place = captcha->next;
	captcha->next = (place + 1) % CAPTCHA_MAX;
	id_set_place(entry.id, place);
	captcha->entries[place] = entry;
	(void)pthread_mutex_unlock(&captcha->lock);
	(void)text_hex(id, CAPTCHA_ID_SIZE, entry.id, sizeof(entry.id));
	secret_wipe(&entry, sizeof(entry));
	meter_add(&captcha->meter, BEGUN, 1);
}

/* Under the lock. NULL for what is no id, and for a captcha that is gone. */
static struct entry *
entry_find(struct captcha *captcha, const char *text, int64_t now_s)
{
	unsigned char id[ID_LEN];
	size_t len = sizeof(id), place;
	struct entry *entry;

	if (text == NULL || !text_unhex(id, sizeof(id), text, &len) ||
	    len != sizeof(id))
		return NULL;
	place = (size_t)id[0] << 8 | id[1];
	if (place >= CAPTCHA_MAX)
		return NULL;
	entry = &captcha->entries[place];
	if (now_s >= entry->until_s ||
	    !text_equal_secret(entry->id, id, sizeof(id)))
		return NULL;
	return entry;
}

static enum rc
gone(struct err *err)
{
	return err_set(err, RC_ABSENT, "no such captcha, or no more");
}

/* Copies what is there, so that nobody waits while it is drawn. */
static bool
entry_copy(struct captcha *captcha, const char *id, int64_t now_s,
    bool is_heard, struct entry *copy)
{
	struct entry *entry;

	(void)pthread_mutex_lock(&captcha->lock);
	entry = entry_find(captcha, id, now_s);
	if (entry != NULL) {
		entry->is_heard |= is_heard;
		*copy = *entry;
	}
	(void)pthread_mutex_unlock(&captcha->lock);
	return entry != NULL;
}

enum rc
captcha_picture(struct captcha *captcha, const char *id, int64_t now_s,
    struct captcha_file *file, struct err *err)
{
	struct entry entry;
	struct dice dice;
	enum rc rc;

	if (!entry_copy(captcha, id, now_s, false, &entry))
		return gone(err);
	dice_init(&dice, entry.seed);
	rc = picture_draw(&captcha->glyphs, entry.letters, &dice, &file->bytes,
	    &file->len, err);
	dice_wipe(&dice);
	secret_wipe(&entry, sizeof(entry));
	return rc;
}

enum rc
captcha_voice(struct captcha *captcha, const char *id, enum phrase_lang lang,
    int64_t now_s, struct captcha_file *file, struct err *err)
{
	struct entry entry;
	struct dice dice;
	enum rc rc;

	if (!entry_copy(captcha, id, now_s, true, &entry))
		return gone(err);
	dice_init(&dice, entry.seed);
	rc = voice_speak(&captcha->voice, lang, entry.digits, &dice,
	    &file->bytes, &file->len, err);
	dice_wipe(&dice);
	secret_wipe(&entry, sizeof(entry));
	return rc;
}

/* Any case, full width, blanks anywhere. */
static bool
typed_is(const char *typed, const char *answer)
{
	char text[TYPED_SIZE];
	size_t used = 0;

	if (typed == NULL || !text_copy(text, sizeof(text), typed))
		return false;
	text_narrow(text);
	text_upper(text);
	for (size_t i = 0; text[i] != '\0'; i++)
		if (text[i] != ' ')
			text[used++] = text[i];
	text[used] = '\0';
	return used == strlen(answer) && text_equal_secret(text, answer, used);
}

static bool
answer_is_right(const struct entry *entry, const struct captcha_answer *answer,
    int proof_bits)
{
	if (strcmp(entry->form, answer->form) != 0)
		return false;
	if (answer->proof != NULL && *answer->proof != '\0')
		return proof_check(
		    answer->id, answer->form, proof_bits, answer->proof);
	return typed_is(answer->typed, entry->letters) ||
	    (entry->is_heard && typed_is(answer->typed, entry->digits));
}

static enum rc
take_and_compare(struct captcha *captcha, const struct captcha_answer *answer,
    int64_t now_s, struct err *err)
{
	struct entry *entry, taken = {0};
	bool is_right;

	(void)pthread_mutex_lock(&captcha->lock);
	entry = entry_find(captcha, answer->id, now_s);
	if (entry != NULL) {
		taken = *entry;
		secret_wipe(entry, sizeof(*entry));
	}
	(void)pthread_mutex_unlock(&captcha->lock);
	if (entry == NULL)
		return gone(err);
	is_right = answer_is_right(&taken, answer, captcha->proof_bits);
	secret_wipe(&taken, sizeof(taken));
	return is_right ? RC_OK : err_set(err, RC_DENIED, "not what was shown");
}

enum rc
captcha_check(struct captcha *captcha, const struct captcha_answer *answer,
    int64_t now_s, struct err *err)
{
	enum rc rc = take_and_compare(captcha, answer, now_s, err);

	meter_add(&captcha->meter,
	    rc == RC_OK           ? PASSED
		: rc == RC_ABSENT ? GONE
				  : FAILED,
	    1);
	return rc;
}
