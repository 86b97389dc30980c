#include "hurdle.h"

#include "base/clock.h"
#include "base/log.h"
#include "captcha.h"
#include "lobby.h"
#include "front/screen.h"

#include <stdlib.h>
#include <string.h>

enum { SUFFIX_LEN = 4 };

static bool
wants_another(const struct visit *visit)
{
	return form_text(&visit->form, "another")[0] != '\0';
}

void
hurdle_add(struct visit *visit, struct view *view, const char *form)
{
	struct captcha *captcha = lobby_of(visit)->captcha;
	char id[CAPTCHA_ID_SIZE];

	if (wants_another(visit)) /* no fault of a form that is not sent yet */
		screen_complain(view, "");
	captcha_begin(captcha, form, clock_now_s(), id);
	view_text(view, "captcha", id);
	view_text(view, "captcha_form", form);
	view_number(view, "captcha_bits", captcha_proof_bits(captcha));
}

bool
hurdle_pass(struct visit *visit, const char *form, const char **said)
{
	const struct captcha_answer answer = {
	    .id = form_text(&visit->form, "captcha"),
	    .form = form,
	    .typed = form_text(&visit->form, "letters"),
	    .proof = form_text(&visit->form, "proof")};
	struct err err;
	enum rc rc;

	*said = "";
	if (wants_another(visit))
		return false;
	rc = captcha_check(
	    lobby_of(visit)->captcha, &answer, clock_now_s(), &err);
	if (rc == RC_OK)
		return true;
	*said = phrase(visit->lang,
	    rc == RC_ABSENT
		? PHRASE("That picture was too old or has been used. Please "
			 "type what the new one shows.")
		: PHRASE("That is not what the picture showed. Please type "
			 "what the new one shows."));
	return false;
}

const struct form_field hurdle_query[1] = {
    {"form", FORM_TEXT, CAPTCHA_FORM_SIZE - 1, true, NULL}};

void
hurdle_new(struct visit *visit)
{
	const char *form = form_text(&visit->query, "form");
	struct captcha *captcha = lobby_of(visit)->captcha;
	char id[CAPTCHA_ID_SIZE];

	captcha_begin(captcha, form, clock_now_s(), id);
	visit->answer->type = "text/plain; charset=utf-8";
	body_text(&visit->answer->body, id);
}

static enum rc
draw(struct visit *visit, const char *id, struct captcha_file *file,
    struct err *err)
{
	visit->answer->type = "image/png";
	return captcha_picture(
	    lobby_of(visit)->captcha, id, clock_now_s(), file, err);
}

static enum rc
speak(struct visit *visit, const char *id, struct captcha_file *file,
    struct err *err)
{
	visit->answer->type = "audio/wav";
	return captcha_voice(lobby_of(visit)->captcha, id, visit->lang,
	    clock_now_s(), file, err);
}

static const struct {
	const char *suffix;
	enum rc (*make)(struct visit *visit, const char *id,
	    struct captcha_file *file, struct err *err);
} kinds[] = {{".png", draw}, {".wav", speak}};

/* RC_ABSENT also for what is no name of such a file. */
static enum rc
make_file(struct visit *visit, struct captcha_file *file, struct err *err)
{
	char id[CAPTCHA_ID_SIZE];

	if (strlen(visit->rest) != sizeof(id) - 1 + SUFFIX_LEN)
		return err_set(err, RC_ABSENT, "no such file");
	memcpy(id, visit->rest, sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(visit->rest + sizeof(id) - 1, kinds[i].suffix) == 0)
			return kinds[i].make(visit, id, file, err);
	return err_set(err, RC_ABSENT, "no such file");
}

void
hurdle_file(struct visit *visit)
{
	struct captcha_file file = {0};
	struct err err;
	enum rc rc = make_file(visit, &file, &err);

	if (rc == RC_OK) {
		body_put(
		    &visit->answer->body, (const char *)file.bytes, file.len);
		free(file.bytes);
		return;
	}
	visit->answer->type = NULL;
	if (rc != RC_ABSENT)
		log_error("captcha: %s", err.text);
	screen_refuse(visit, rc == RC_ABSENT ? 404 : 500, "");
}
